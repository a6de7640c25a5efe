"""Searches that found too little: how often a day, without any trace of the readers.

A query that few readers sent may reveal who sent it, so it stays in the store:
`frequent` returns only queries that many readers sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tamizdat.audience.store.database import reading, writing

KEPT_DAYS = 90
FEWEST = 5
"""A query that was sent less often than this in the period is shown to no one."""
LONGEST = 80
"""Letters; what is longer is a text that somebody pasted."""
MOST_A_DAY = 2_000
"""Different queries; more in one day are a program's, and would fill the disk."""


@dataclass(frozen=True, kw_only=True)
class MissedSearch:
    """A query in its normal form, how often it was asked, and on which day last."""

    language: str
    query: str
    number: int
    last: date


def add(path: Path, counted: Mapping[tuple[date, str, str], int]) -> None:
    """Add the numbers of each (day, language, query) to what is there, and delete old days. Raises AudienceError."""
    with writing(path) as db:
        for (day, language, query), number in counted.items():
            if not 0 < len(query) <= LONGEST:
                continue
            when = day.isoformat()
            changed = db.execute(
                "UPDATE missed SET number = number + ? WHERE day = ? AND language = ? AND query = ?",
                (number, when, language, query),
            ).rowcount
            there = db.execute("SELECT count(*) FROM missed WHERE day = ?", (when,)).fetchone()[0]
            if not changed and there < MOST_A_DAY:
                db.execute("INSERT INTO missed VALUES (?, ?, ?, ?)", (when, language, query, number))
        if counted:
            oldest = max(day for day, _, _ in counted) - timedelta(days=KEPT_DAYS)
            db.execute("DELETE FROM missed WHERE day <= ?", (oldest.isoformat(),))


def frequent(path: Path, since: date, most: int = 200) -> list[MissedSearch]:
    """Queries that were sent FEWEST times or more from the day `since` on, the most frequent first. Raises AudienceError."""
    with reading(path) as db:
        if db is None:
            return []
        rows = db.execute(
            "SELECT language, query, sum(number) AS total, max(day) FROM missed WHERE day >= ?"
            " GROUP BY language, query HAVING total >= ? ORDER BY total DESC, query, language LIMIT ?",
            (since.isoformat(), FEWEST, most),
        )
        return [
            MissedSearch(language=language, query=query, number=number, last=date.fromisoformat(last))
            for language, query, number, last in rows
        ]
