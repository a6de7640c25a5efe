"""How many readers each list has: numbers, never an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tamizdat.letters.store.database import Store

_EPOCH = date(1970, 1, 1)


@dataclass(kw_only=True)
class Figures:
    """Of a list. `active` gets letters, `pending` has not confirmed, `left` has left, `bounced` cannot be reached (complaints
    are counted among those that left). `by_language` counts the active ones."""

    active: int = 0
    pending: int = 0
    left: int = 0
    bounced: int = 0
    by_language: dict[str, int] = field(default_factory=dict)


def by_list(store: Store) -> dict[int, Figures]:
    """By the list's number; a list that nobody ever joined is not in it."""
    with store.reading() as db:
        rows = db.execute(
            "SELECT s.list, s.state, r.state, r.language, count(*) FROM letters_subscription s "
            "JOIN letters_reader r ON r.id = s.reader GROUP BY s.list, s.state, r.state, r.language ORDER BY 1, 4"
        )
    found: dict[int, Figures] = {}
    for list, subscription, reader, language, number in rows:
        figures = found.setdefault(list, Figures())
        if reader == "bounced":
            figures.bounced += number
        elif subscription == "pending":
            figures.pending += number
        elif subscription == "active" and reader == "active":
            figures.active += number
            figures.by_language[language] = figures.by_language.get(language, 0) + number
        else:
            figures.left += number
    return found


def by_month(store: Store, most: int) -> dict[date, int]:
    """How many readers confirmed in each of the last `most` months in which anybody did, by the month's first day (UTC), the
    newest first."""
    with store.reading() as db:
        days = db.execute(
            "SELECT confirmed / 86400, count(*) FROM letters_reader WHERE confirmed IS NOT NULL GROUP BY confirmed / 86400"
        )
    found: dict[date, int] = {}
    for day, number in days:
        month = (_EPOCH + timedelta(days=day)).replace(day=1)
        found[month] = found.get(month, 0) + number
    return dict(sorted(found.items(), reverse=True)[:most])
