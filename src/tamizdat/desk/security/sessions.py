"""Sessions of people: which there are, and ending them.

Of a session is kept when it began, and the family of browser and system, such as "Firefox, Android". No network address is kept,
no version, and not when it was last used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

BEGAN, DEVICE = "tamizdat.began", "tamizdat.device"
BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser", "Yandex"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS")),
    *(("Mac OS X", "macOS"), ("Linux", "Linux")),
)
"""What a browser says of itself, and what it is called; the first that is in it counts."""


@dataclass(frozen=True, kw_only=True)
class OwnSession:
    id: str
    """Names the session to its owner; it does not open it."""
    began: datetime | None
    device: str
    is_current: bool


def begin(request: HttpRequest) -> None:
    """Note in a session that has just begun what its owner will know it by."""
    request.session[BEGAN] = int(timezone.now().timestamp())
    request.session[DEVICE] = family(request.headers.get("User-Agent", ""))


def family(agent: str) -> str:
    """Browser and system of a User-Agent, without their versions."""
    found = (next((name for sign, name in table if sign in agent), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))


def of(user: Any, current: str | None = None) -> list[OwnSession]:
    """The sessions of a person, the newest first. `current`: the key of the session that asks."""
    found = [
        OwnSession(
            id=_id(session),
            began=datetime.fromtimestamp(data[BEGAN], UTC) if BEGAN in data else None,
            device=data.get(DEVICE, ""),
            is_current=session.session_key == current,
        )
        for session, data in _rows(user)
    ]
    return sorted(found, key=lambda one: (one.is_current, one.began or datetime.min.replace(tzinfo=UTC)), reverse=True)


def end(user: Any, *, by: Any, only: str = "", but: str | None = None) -> int:
    """End the sessions of a person: all, the one with the id `only`, or all but the one with the key `but`; how many."""
    with transaction.atomic():
        ended = [
            session
            for session, _data in _rows(user)
            if session.session_key != but and (not only or _id(session) == only)
        ]
        Session.objects.filter(pk__in=[session.pk for session in ended]).delete()
        if ended:
            log(instance=user, action="tamizdat.session_ended", user=by, data={"sessions": len(ended)})
    return len(ended)


def _rows(user: Any) -> Iterator[tuple[Session, dict[str, Any]]]:
    """The framework's table knows no persons: who it is stands in what each session holds."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk):
            yield session, data


def _id(session: Session) -> str:
    return salted_hmac("tamizdat.desk.sessions", session.session_key, algorithm="sha256").hexdigest()[:24]
