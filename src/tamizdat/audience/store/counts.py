"""How often each page was read, or copied to be republished: a number for each day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from tamizdat.audience.store.database import reading, writing

READ, REPUBLISH = "read", "republish"
KINDS = (READ, REPUBLISH)
# Every build of SQLite takes this many values in one statement.
_MAX_VALUES = 500


def add(path: Path, counted: Mapping[tuple[date, str, str], int]) -> None:
    """Add the numbers of each (day, kind, page) to what is there: all of them or none. Raises AudienceError."""
    rows = [(day.isoformat(), kind, page, number) for (day, kind, page), number in counted.items()]
    with writing(path) as db:
        db.executemany(
            "INSERT INTO counted VALUES (?, ?, ?, ?)"
            " ON CONFLICT (day, kind, path) DO UPDATE SET number = number + excluded.number",
            rows,
        )


def by_page(path: Path, kind: str, since: date) -> dict[str, int]:
    """{page: how often} from the day `since` on. Raises AudienceError."""
    with reading(path) as db:
        if db is None:
            return {}
        found = db.execute(
            "SELECT path, sum(number) FROM counted WHERE day >= ? AND kind = ? GROUP BY path", (since.isoformat(), kind)
        )
        return dict(found.fetchall())


def by_day(path: Path, kind: str, since: date, pages: Collection[str] | None = None) -> dict[date, int]:
    """{day: how often}, of all pages or of `pages`; days without a count are left out. Raises AudienceError."""
    with reading(path) as db:
        if db is None:
            return {}
        found: dict[date, int] = {}
        for some in [None] if pages is None else _slices(sorted(pages)):
            where = "" if some is None else f" AND path IN ({', '.join('?' * len(some))})"
            rows = db.execute(
                f"SELECT day, sum(number) FROM counted WHERE day >= ? AND kind = ?{where} GROUP BY day",
                (since.isoformat(), kind, *(some or ())),
            )
            for day, number in rows:
                found[date.fromisoformat(day)] = found.get(date.fromisoformat(day), 0) + number
        return dict(sorted(found.items()))


def _slices(pages: list[str]) -> list[list[str]]:
    return [pages[at : at + _MAX_VALUES] for at in range(0, len(pages), _MAX_VALUES)]
