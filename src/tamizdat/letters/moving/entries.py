"""What a line of a file says about a subscriber, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tamizdat.letters.errors import LettersError


class UnusableLine(LettersError):
    """A line that gives no subscriber. The message says why and does not repeat the address."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`state` is one of store.readers.STATES. `lists`: {slug: (state, since)}; empty where the file knows none of our lists.

    `has_history`: the line comes from our own export, so that `consents` are all there were, as the file has them.
    """

    line: int
    address: str
    state: str
    language: str = ""
    created: int | None = None
    confirmed: int | None = None
    ended: int | None = None
    lists: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    wants_text: bool = False
    discreet: bool = False
    paused_until: int | None = None
    soft_bounces: int = 0
    last_bounce: int | None = None
    has_history: bool = False
    consents: tuple[Mapping[str, Any], ...] = ()


def seconds(text: str) -> int | None:
    """Of a date in the form of ISO 8601, in UTC where it names no zone; None for ''. Raises UnusableLine."""
    text = text.strip()
    if not text or text.startswith("0000-00-00"):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        raise UnusableLine(f"{text[:40]!r} is no date such as 2026-11-30 or 2026-11-30T09:00:00Z") from None


def date(moment: int | None) -> str:
    """The opposite of `seconds`."""
    return "" if moment is None else datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def truth(text: str) -> bool:
    """Whether a cell says yes."""
    return text.strip().lower() in ("true", "1", "yes", "да")
