"""Our own CSV: a line a reader, a column a list, and the consents as JSON, so that it reads back without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tamizdat.letters.moving.entries import Entry, UnusableLine, date, seconds, truth
from tamizdat.letters.moving.table import Line
from tamizdat.letters.store import readers
from tamizdat.letters.store.consents import Consent
from tamizdat.letters.store.readers import Reader, Subscription

COLUMNS = (
    "email",
    "language",
    "state",
    "created_at",
    "confirmed_at",
    "paused_until",
    "without_html",
    "discreet",
    "soft_bounces",
    "last_bounce_at",
    "consents",
)
LIST = "list:"
"""How the names of columns of lists begin; a cell is a state and since when, such as `active 2026-11-30T09:00:00Z`."""


def recognises(columns: Sequence[str]) -> bool:
    return {"email", "state", "consents"} <= set(columns)


def cells(
    reader: Reader,
    subscriptions: Mapping[int, Subscription],
    history: Sequence[Consent],
    lists: Mapping[int, str],
    shown: Mapping[str, tuple[str, str]],
) -> list[str]:
    """`lists`: {number: slug}; `shown`: {digest: (language, text)}."""
    consents = [
        {
            "action": one.action,
            "list": lists.get(one.list, ""),
            "at": date(one.at),
            "language": one.language,
            "how": one.how,
            **({"shown": shown[one.shown]} if one.shown in shown else {}),
        }
        for one in history
    ]
    return [
        reader.address,
        reader.language,
        reader.state,
        date(reader.created),
        date(reader.confirmed),
        date(reader.paused_until),
        str(reader.wants_text).lower(),
        str(reader.discreet).lower(),
        str(reader.soft_bounces),
        date(reader.last_bounce),
        json.dumps(consents, ensure_ascii=False),
        *(f"{subscriptions[id].state} {date(subscriptions[id].since)}" if id in subscriptions else "" for id in lists),
    ]


def entry(line: Line, columns: Sequence[str], file_name: str) -> Entry:
    """Raises UnusableLine."""
    cells = line.cells
    if cells["state"] not in readers.STATES:
        raise UnusableLine(f"{cells['state'][:20]!r} is no state; there are {', '.join(readers.STATES)}")
    return Entry(
        line=line.number,
        address=cells["email"],
        state=cells["state"],
        language=cells.get("language", ""),
        created=seconds(cells.get("created_at", "")),
        confirmed=seconds(cells.get("confirmed_at", "")),
        lists={
            name.removeprefix(LIST): _subscription(cells[name])
            for name in columns
            if name.startswith(LIST) and cells[name].strip()
        },
        wants_text=truth(cells.get("without_html", "")),
        discreet=truth(cells.get("discreet", "")),
        paused_until=seconds(cells.get("paused_until", "")),
        soft_bounces=_number(cells.get("soft_bounces", "")),
        last_bounce=seconds(cells.get("last_bounce_at", "")),
        has_history=True,
        consents=_consents(cells["consents"]),
    )


def _subscription(cell: str) -> tuple[str, int]:
    state, _, since = cell.strip().partition(" ")
    if state not in ("pending", "active", "left"):
        raise UnusableLine(f"{state[:20]!r} is no state of a list; there are pending, active, left")
    return state, seconds(since) or 0


def _number(cell: str) -> int:
    if not cell.strip().isascii() or not (cell.strip() or "0").isdecimal():
        raise UnusableLine("the number of soft bounces is no number")
    return min(int(cell or 0), 1_000)


def _consents(cell: str) -> tuple[dict[str, Any], ...]:
    """With `at` in seconds, and `shown` as (language, text)."""
    try:
        return tuple(
            {
                "action": str(one["action"]),
                "list": str(one["list"]),
                "at": seconds(str(one["at"])) or 0,
                "language": str(one["language"]),
                "how": str(one["how"]),
                "shown": tuple(map(str, one["shown"])) if len(one.get("shown", ())) == 2 else None,
            }
            for one in json.loads(cell or "[]")
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UnusableLine("the consents are not as an export writes them") from None
