"""The second step of signing in, after the password: a code, or a passkey. Until it is done nobody is signed in."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from tamizdat.desk.security import factors, passkeys, rule, tries

PENDING = "tamizdat.pending"
SECONDS = 10 * 60
"""How long after the password the second step may be done."""


def begin(request: HttpRequest, user: Any, *, remember: bool, to: str) -> HttpResponse:
    """The password was right: ask for the second step."""
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),  # another password meanwhile ends it
        "at": int(time.time()),
        "remember": remember,
        "to": to,
    }
    if over_a_form(request):
        return JsonResponse({"second": reverse("desk_second_step"), "passkey": passkeys.begin_using(request, user)})
    return redirect("desk_second_step")


def over_a_form(request: HttpRequest) -> bool:
    """Whether the window asks that opens over a form when its session has ended: see static/desk/session.js."""
    return not request.accepts("text/html")


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    pending = _pending(request)
    if pending is None:
        return _refused(request, _("That took too long. Sign in again."), 403, to="desk_sign_in")
    user, kept = pending
    name = user.get_username()
    if request.method != "POST":
        return _asked(request, user)
    if tries.must_wait(request, name, second=True):
        return _refused(request, str(tries.TOO_MANY), 429, user=user)
    answer = request.POST.get("passkey", "")
    if answer:
        is_right = passkeys.check(request, user, answer)
    else:
        is_right = bool(factors.check_code(user, request.POST.get("code", "")[:40]))
    if not is_right:
        tries.remember(request, name, second=True)
        log(instance=user, action="tamizdat.factor_failed", user=None)
        said = _("The passkey was not accepted. Try again.") if answer else _("This code is wrong, too old or used.")
        return _refused(request, said, 403, user=user)
    return finish(request, user, remember=kept["remember"], to=kept["to"], second=True)


def finish(request: HttpRequest, user: Any, *, remember: bool, to: str, second: bool) -> HttpResponse:
    """Sign in, after the one step or after both."""
    request.session.pop(PENDING, None)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    if second:
        rule.second_step_done(request)
    if over_a_form(request):
        response: HttpResponse = JsonResponse(
            {"add": request.build_absolute_uri(reverse("desk_own_security"))} if rule.must_add(request) else {}
        )
    else:
        response = redirect(to)
    tries.welcome(request, response, user.get_username())
    return response


def _pending(request: HttpRequest) -> tuple[Any, dict[str, Any]] | None:
    kept = request.session.get(PENDING)
    if not kept or kept["at"] < time.time() - SECONDS:
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return user, kept


def _asked(request: HttpRequest, user: Any, said: str = "", status: int = 200) -> HttpResponse:
    context = {"said": said, "options": passkeys.begin_using(request, user), "has_app": _has_app(user)}
    answer = TemplateResponse(request, "desk/security/second_step.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _has_app(user: Any) -> bool:
    return bool(user.second_factors.filter(kind=factors.Kind.APP).exists())


def _refused(request: HttpRequest, said: str, status: int, *, user: Any = None, to: str = "") -> HttpResponse:
    if over_a_form(request):
        options = passkeys.begin_using(request, user) if user else None
        return JsonResponse({"error": said, "again": bool(user), "passkey": options}, status=403)
    if to:
        return redirect(to)
    return _asked(request, user, said, 200 if status == 403 else status)
