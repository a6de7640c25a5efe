"""Signing in, slowed down for those who guess passwords.

A small throttle of our own rather than a library: failures are kept in the desk's database as keyed hashes, so that no
address of an editor stands there in clear, and are gone after a quarter of an hour (docs/decisions/0050).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LoginView, LogoutView

from tamizdat.desk.models import FailedSignIn

WINDOW = timedelta(minutes=15)
LIMITS = {"both": 8, "name": 40, "address": 40}
"""Failures within the window after which a name from one address, a name, and an address have to wait."""


class SignIn(LoginView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _must_wait(request):
            form = self.get_form()
            form.errors["__all__"] = form.error_class([_("Too many failed tries. Wait a quarter of an hour.")])
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        _remember(self.request)
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        FailedSignIn.objects.filter(who=_marks(self.request)["both"]).delete()
        return super().form_valid(form)


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """The framework refuses a GET, too, but ends the session's cookie all the same: a link anywhere would sign people out."""


def _marks(request: HttpRequest) -> dict[str, str]:
    name = request.POST.get("username", "").casefold()
    # The desk listens on a Unix socket; the front server writes the last entry, whatever the client wrote before it.
    address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or request.META.get(
        "REMOTE_ADDR", ""
    )
    said = {"both": f"both\n{name}\n{address}", "name": f"name\n{name}", "address": f"address\n{address}"}
    return {kind: salted_hmac("tamizdat.desk.sign_in", text).hexdigest() for kind, text in said.items()}


def _must_wait(request: HttpRequest) -> bool:
    since = timezone.now() - WINDOW
    recent = FailedSignIn.objects.filter(at__gt=since)
    return any(recent.filter(who=who).count() >= LIMITS[kind] for kind, who in _marks(request).items())


def _remember(request: HttpRequest) -> None:
    FailedSignIn.objects.filter(at__lte=timezone.now() - WINDOW).delete()
    FailedSignIn.objects.bulk_create(FailedSignIn(who=who) for who in _marks(request).values())
