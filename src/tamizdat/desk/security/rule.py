"""Who needs a second factor, asked at every request of the desk.

What a session says of its second step, under FACTOR: `used`; or `none`, its owner had none when it began. Without either it began
by a way that asked for no second step, and is worth nothing to an owner who has a factor: so no way of signing in that we did not
think of gets around it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tamizdat.desk.models import GUARD, SecondFactorRule
from tamizdat.desk.security import factors, sessions

FACTOR = "tamizdat.factor"
USED, NONE = "used", "none"
MUST = "tamizdat.must_add_factor"
OPEN = ("/desk/login/", "/desk/logout/", "/desk/session/", "/desk/security/own/", "/desk/jsi18n/", "/desk/sprite/")
"""Addresses for those who have to add a second factor first."""


def required_of() -> str:
    return str(SecondFactorRule.objects.filter(pk=1).values_list("required_of", flat=True).first() or "nobody")


def is_required(user: Any) -> bool:
    of = required_of()
    return of == SecondFactorRule.Of.EVERYONE or (of == SecondFactorRule.Of.CHIEFS and user.has_perm(GUARD))


def must_add(request: HttpRequest) -> bool:
    """Whether this session is good for nothing but adding a second factor."""
    return request.session.get(FACTOR) != USED and bool(request.session.get(MUST)) and is_required(request.user)


def second_step_done(request: HttpRequest) -> None:
    request.session[FACTOR] = USED
    request.session.pop(MUST, None)


def connect() -> None:
    user_logged_in.connect(_begun, dispatch_uid="second step of a session")


def _begun(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    sessions.begin(request)
    request.session.pop(FACTOR, None)
    if factors.has_one(user):
        return
    request.session[FACTOR] = NONE
    if is_required(user):
        request.session[MUST] = True


class SecondStep:
    """Ends a session that left out its owner's second step, and leads those who need a factor to where they add one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and (state := request.session.get(FACTOR)) != USED:
            if state is None and factors.has_one(user):
                logout(request)
            elif self._has_to_add(request):
                return redirect(reverse("desk_own_security"))
        return self._get_response(request)

    def _has_to_add(self, request: HttpRequest) -> bool:
        """What was open when the rule was made can still be sent: a session that began before loses nothing that was typed."""
        if request.path.startswith(OPEN):
            return False
        if request.method in ("GET", "HEAD"):
            return is_required(request.user)
        return must_add(request)
