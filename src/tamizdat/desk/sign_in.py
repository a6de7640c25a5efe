"""Signing in, slowed down for those who guess passwords.

A small throttle of our own rather than a library: failures are kept in the desk's database as keyed hashes, so that no
address of an editor stands there in clear, and are gone after a quarter of an hour.

Who guesses a name from everywhere slows others down for that name, and locks nobody out: a device that signed in before is
counted by itself (a signed cookie says so), and each other network keeps a few tries.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView, LogoutView

from tamizdat.desk.models import FailedSignIn
from tamizdat.kit.networks import network

WINDOW = timedelta(minutes=15)
LIMITS = {"both": 8, "network": 40, "device": 8}
"""Failures within the window after which a name from one network, a network, and a device that signed in before have to wait."""
GUESSED_NAME = 40
"""Failures for one name, from anywhere, after which each network has only FEW tries for it."""
FEW = 2
TOO_MANY = _("Too many failed attempts. Wait 15 minutes.")
DEVICE_COOKIE = "tamizdat_device"
DEVICE_SECONDS = 365 * 24 * 3600
_SALT = "tamizdat.desk.sign_in"


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")  # the framework leaves it to the field's name, which is English


class SignIn(LoginView):
    def get_form_class(self) -> Any:
        return SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if must_wait(request):
            form = self.get_form()
            form.errors["__all__"] = form.error_class([TOO_MANY])
            return self._refusal(form, 429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        remember(self.request)
        return self._refusal(form, 200)

    def _refusal(self, form: Any, status: int) -> HttpResponse:
        if self._over_a_form():
            return JsonResponse({"error": " ".join(form.non_field_errors())}, status=403)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _over_a_form(self) -> bool:
        """Whether the window asks that opens over a form when its session has ended: see static/desk/session.js."""
        return not self.request.accepts("text/html")

    def form_valid(self, form: Any) -> HttpResponse:
        FailedSignIn.objects.filter(who__in=_counted(self.request).values()).exclude(
            who=_mark("network", _network(self.request))
        ).delete()
        response = super().form_valid(form)
        if self._over_a_form():
            response = JsonResponse({})
        name = _name(self.request)
        device = signing.dumps([_mark("owner", name), _device(self.request, name) or get_random_string(22)], salt=_SALT)
        response.set_cookie(
            DEVICE_COOKIE,
            device,
            max_age=DEVICE_SECONDS,
            path=self.request.path,
            httponly=True,
            samesite="Lax",
        )
        return response


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """The framework refuses a GET, too, but ends the session's cookie all the same: a link anywhere would sign people out."""


def _name(request: HttpRequest) -> str:
    """As the framework will compare it, so that no other spelling of it has a count of its own."""
    return unicodedata.normalize("NFKC", request.POST.get("username", "").strip()).strip().casefold()


def _network(request: HttpRequest) -> str:
    # The desk listens on a Unix socket; the front server writes the last entry, whatever the client wrote before it.
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return network((forwarded or request.META.get("REMOTE_ADDR", "")).encode()).hex()


def _device(request: HttpRequest, name: str) -> str:
    """What names the browser that asks, if this name signed in with it before; otherwise empty."""
    try:
        owner, device = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=DEVICE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return device if owner == _mark("owner", name) else ""


def _mark(kind: str, *parts: str) -> str:
    return salted_hmac(_SALT, "\n".join((kind, *parts))).hexdigest()


def _counted(request: HttpRequest) -> dict[str, str]:
    """What a failure counts for, by the kind of limit."""
    name, from_network = _name(request), _network(request)
    if device := _device(request, name):
        return {"device": _mark("device", device)}
    return {
        "both": _mark("both", name, from_network),
        "name": _mark("name", name),
        "network": _mark("network", from_network),
    }


def must_wait(request: HttpRequest) -> bool:
    since = timezone.now() - WINDOW
    failures = {
        kind: FailedSignIn.objects.filter(at__gt=since, who=who).count() for kind, who in _counted(request).items()
    }
    limits = LIMITS | ({"both": FEW} if failures.get("name", 0) >= GUESSED_NAME else {})
    return any(failures[kind] >= limit for kind, limit in limits.items() if kind in failures)


def remember(request: HttpRequest) -> None:
    FailedSignIn.objects.filter(at__lte=timezone.now() - WINDOW).delete()
    FailedSignIn.objects.bulk_create(FailedSignIn(who=who) for who in _counted(request).values())
