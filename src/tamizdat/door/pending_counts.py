"""Counts reads, and searches without results: in memory first, and every few seconds in the store.

Counting never delays an answer: while the store cannot be written, a limited number of counts waits here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from tamizdat.audience.errors import AudienceError

FLUSH_SECONDS = 5.0
"""Seconds of counts that a killed process loses at most."""
LONGEST_PAUSE = 60.0
MOST_PENDING = 20_000
"""Different pages and days that wait to be stored."""
Key = tuple[date, str, str]


class PendingCounts:
    """`add` puts numbers by day, kind and page (of queries: day, language and query) into the store."""

    def __init__(self, store: Path, add: Callable[[Path, Mapping[Key, int]], None]) -> None:
        self._store, self._add = store, add
        self._pending: Counter[Key] = Counter()
        self._pause = FLUSH_SECONDS
        self._next = 0.0

    def count(self, day: date, kind: str, page: str) -> None:
        key = (day, kind, page)
        if key in self._pending or len(self._pending) < MOST_PENDING:
            self._pending[key] += 1

    def is_due(self, now: float) -> bool:
        """At `now` seconds of a monotonic clock."""
        return bool(self._pending) and now >= self._next

    def take(self) -> Counter[Key]:
        """Remove and return the waiting counts; the caller passes them to `store` and then to `stored`."""
        taken, self._pending = self._pending, Counter()
        return taken

    def store(self, taken: Counter[Key]) -> AudienceError | None:
        """Write to the store; returns the error, if any. Blocks: call it in a thread."""
        try:
            self._add(self._store, taken)
        except AudienceError as error:
            return error
        return None

    def stored(self, taken: Counter[Key], error: AudienceError | None, now: float) -> None:
        """The result of `store`: after an error the counts wait again, and the next attempt comes later each time."""
        self._pause = FLUSH_SECONDS if error is None else min(self._pause * 2, LONGEST_PAUSE)
        self._next = now + self._pause
        if error is not None:
            for key, number in taken.items():
                if key in self._pending or len(self._pending) < MOST_PENDING:
                    self._pending[key] += number
