"""Failed tries to sign in, counted, so that guessing is slow.

A small throttle of our own rather than a library: failures are kept in the desk's database as keyed hashes, so that no
address of an editor stands there in clear, and are gone after a quarter of an hour.

Who guesses a name from everywhere slows others down for that name, and locks nobody out: a device that signed in before is
counted by itself (a signed cookie says so), and each other network keeps a few tries. Tries of the second step are counted
by person, from wherever they come: only somebody who knows the password comes so far.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from tamizdat.desk.models import FailedSignIn
from tamizdat.kit.networks import network

WINDOW = timedelta(minutes=15)
LIMITS = {"both": 8, "network": 40, "device": 8, "second": 8}
"""Failures within the window after which a name from one network, a network, a device that signed in before, and the second step
of a name have to wait."""
GUESSED_NAME = 40
"""Failures for one name, from anywhere, after which each network has only FEW tries for it."""
FEW = 2
TOO_MANY = _("Too many failed attempts. Wait 15 minutes.")
DEVICE_COOKIE = "tamizdat_device"
DEVICE_SECONDS = 365 * 24 * 3600
_SALT = "tamizdat.desk.sign_in"


def must_wait(request: HttpRequest, name: str, *, second: bool = False) -> bool:
    """`name`: as it was typed; `second`: of the second step."""
    since = timezone.now() - WINDOW
    failures = {
        kind: FailedSignIn.objects.filter(at__gt=since, who=who).count()
        for kind, who in _counted(request, name, second).items()
    }
    limits = LIMITS | ({"both": FEW} if failures.get("name", 0) >= GUESSED_NAME else {})
    return any(failures[kind] >= limit for kind, limit in limits.items() if kind in failures)


def remember(request: HttpRequest, name: str, *, second: bool = False) -> None:
    """Count a failure."""
    FailedSignIn.objects.filter(at__lte=timezone.now() - WINDOW).delete()
    FailedSignIn.objects.bulk_create(FailedSignIn(who=who) for who in _counted(request, name, second).values())


def welcome(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """They signed in: their failures are forgotten, and the browser is known from now on."""
    FailedSignIn.objects.filter(who__in=_counted(request, name, True).values()).exclude(
        who=_mark("network", network_of(request))
    ).delete()
    name = _folded(name)
    device = signing.dumps([_mark("owner", name), _device(request, name) or get_random_string(22)], salt=_SALT)
    response.set_cookie(DEVICE_COOKIE, device, max_age=DEVICE_SECONDS, path=request.path, httponly=True, samesite="Lax")


def _folded(name: str) -> str:
    """As the framework will compare it, so that no other spelling of it has a count of its own."""
    return unicodedata.normalize("NFKC", name.strip()).strip().casefold()


def network_of(request: HttpRequest) -> str:
    """What a request's limits are counted by, when nothing else is known of who asks."""
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


def _counted(request: HttpRequest, name: str, second: bool) -> dict[str, str]:
    """What a failure counts for, by the kind of limit."""
    name, from_network = _folded(name), network_of(request)
    by_person = {"second": _mark("second", name)} if second else {}
    if device := _device(request, name):
        return by_person | {"device": _mark("device", device)}
    return by_person | {
        "both": _mark("both", name, from_network),
        "name": _mark("name", name),
        "network": _mark("network", from_network),
    }
