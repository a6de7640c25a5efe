"""Counts what is read, and what was looked for in vain: in memory first, and every few seconds in the store.

Counting never stands in the way of reading: when the store cannot be written, numbers wait here, so many and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from tamizdat.audience.errors import AudienceError

FLUSH_SECONDS = 5.0
"""How much a killed process forgets at most."""
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
        """At `now` seconds of a clock that only goes on."""
        return bool(self._pending) and now >= self._next

    def take(self) -> Counter[Key]:
        """What waits; whoever takes it stores it or gives it back."""
        taken, self._pending = self._pending, Counter()
        return taken

    def store(self, taken: Counter[Key]) -> AudienceError | None:
        """Put it in the store; what kept it from that, if anything. Blocks: call it in a thread."""
        try:
            self._add(self._store, taken)
        except AudienceError as error:
            return error
        return None

    def stored(self, taken: Counter[Key], error: AudienceError | None, now: float) -> None:
        """Take back what could not be stored, and wait longer each time."""
        self._pause = FLUSH_SECONDS if error is None else min(self._pause * 2, LONGEST_PAUSE)
        self._next = now + self._pause
        if error is not None:
            for key, number in taken.items():
                if key in self._pending or len(self._pending) < MOST_PENDING:
                    self._pending[key] += number
