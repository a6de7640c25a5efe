"""The page "Security" of each person: their second factors, recovery codes and sessions.

Changes ask for the password again, except in the first minutes after signing in: a desk that was left open gives nobody a way in.
"""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from tamizdat.desk.models import SecondFactor
from tamizdat.desk.security import factors, passkeys, rule, sessions, tries
from tamizdat.newsroom.models import SiteSettings

NEW_APP = "tamizdat.new_app"
RECENT = 15 * 60
"""Seconds after signing in in which no password is asked for again."""


def account_item(request: HttpRequest) -> MenuItem:
    return MenuItem(_("Security"), reverse("desk_own_security"), icon_name="key")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    found = SecondFactor.objects.filter(user=user).exclude(kind=SecondFactor.Kind.RECOVERY).order_by("pk")
    return _answer(
        request,
        "own",
        {
            "factors": found,
            "codes_left": factors.recovery_codes_left(user),
            "sessions": sessions.of(user, request.session.session_key),
            "must_add": not found and rule.is_required(user),
            "asks_password": not _is_recent(request),
        },
    )


@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app, or take another in its place."""
    key = request.session.get(NEW_APP)
    said = ""
    if request.method == "POST" and key:
        said = _password_refused(request)
        if not said and factors.add_app(request.user, key, request.POST.get("code", "")[:40]):
            del request.session[NEW_APP]
            return _added(request)
        said = said or _("This code does not fit. Check the clock of your phone, and type the newest code.")
    key = key or factors.new_key()
    request.session[NEW_APP] = key
    address = factors.app_address(request.user, key, _site())
    context = {
        "said": said,
        "drawn": mark_safe(factors.drawn(address)),  # made here, of signs that a key and an escaped name can have
        "address": address,
        "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        "asks_password": not _is_recent(request),
    }
    return _answer(request, "app", context)


@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey. It needs JavaScript, as passkeys do."""
    said = ""
    if request.method == "POST":
        said = _password_refused(request)
        if not said:
            try:
                passkeys.add(
                    request, request.user, request.POST.get("passkey", ""), request.POST.get("name", "").strip()
                )
                return _added(request)
            except passkeys.PasskeyError:
                said = _("The passkey was not accepted. Try again.")
    options = passkeys.begin_adding(request, request.user, _site())
    context = {"said": said, "options": options, "asks_password": not _is_recent(request)}
    return _answer(request, "passkey", context)


@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old ones, shown once."""
    if said := _password_refused(request):
        messages.error(request, said)
        return redirect("desk_own_security")
    if not factors.has_one(request.user):
        messages.error(request, _("Add an authenticator app or a passkey first."))
        return redirect("desk_own_security")
    return _codes(request)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    factor = get_object_or_404(SecondFactor, pk=pk, user=user)
    others = SecondFactor.objects.filter(user=user).exclude(pk=pk).exclude(kind=SecondFactor.Kind.RECOVERY)
    if said := _password_refused(request):
        messages.error(request, said)
    elif rule.is_required(request.user) and not others.exists():
        messages.error(request, _("Your newsroom requires a second step. Add another before you remove this one."))
    else:
        factors.remove(request.user, factor)
        messages.success(request, _("Removed."))
    return redirect("desk_own_security")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session, or all but this one."""
    ended = sessions.end(
        request.user, by=request.user, only=request.POST.get("session", ""), but=request.session.session_key
    )
    said = ngettext("%(number)d session ended.", "%(number)d sessions ended.", ended) % {"number": ended}
    messages.success(request, said)
    return redirect("desk_own_security")


def _added(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in elsewhere without the second step has to sign in again."""
    if request.session.get(rule.FACTOR) != rule.USED:
        rule.second_step_done(request)
        sessions.end(request.user, by=request.user, but=request.session.session_key)
    messages.success(request, _("Your second step is set up."))
    if factors.recovery_codes_left(request.user):
        return redirect("desk_own_security")
    return _codes(request)


def _codes(request: HttpRequest) -> HttpResponse:
    return _answer(request, "codes", {"codes": factors.new_recovery_codes(request.user)})


def _is_recent(request: HttpRequest) -> bool:
    return bool(request.session.get(sessions.BEGAN, 0) > time.time() - RECENT)


def _password_refused(request: HttpRequest) -> str:
    """Why the change is refused; empty: it is not."""
    name = request.user.get_username()
    if _is_recent(request):
        return ""
    if tries.must_wait(request, name):
        return str(tries.TOO_MANY)
    if authenticate(request, username=name, password=request.POST.get("password", "")) == request.user:
        return ""
    tries.remember(request, name)
    return _("The password is wrong. Nothing was changed.")


def _site() -> str:
    return str(SiteSettings.get())


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    answer = TemplateResponse(request, f"desk/security/{template}.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
