"""How fast letters may go: a minute's limits, and how long to wait when the server takes none.

All by the monotonic clock: a system clock that jumps makes nothing faster or slower.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

MINUTE = 60.0
LONGEST_TURN = 3600.0
"""Seconds ahead at most for which a letter to a domain with a limit gets its turn: the limit may be changed meanwhile."""
RETRIES = (300, 900, 1_800, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 12 * 3_600)
"""Seconds before each further attempt at one delivery; after the last one it is given up."""
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
"""Seconds for which the whole route waits when the server takes nothing; the wait doubles."""

Clock = Callable[[], float]


class Pace:
    """At most so many a minute, evenly. 0: no limit."""

    def __init__(self, per_minute: float, clock: Clock) -> None:
        self._clock = clock
        self._next = clock()
        self.per_minute = per_minute

    def wait(self) -> float:
        """Seconds until the next one may go; 0 when it may go now."""
        return max(0.0, self._next - self._clock()) if self.per_minute else 0.0

    def room(self, most: int) -> int:
        """How many may go now, at most `most`: after a pause no more than those of one second."""
        if not self.per_minute:
            return most
        now = self._clock()
        self._next = max(self._next, now - max(1.0, self._interval))
        return min(most, int((now - self._next) / self._interval) + 1) if self._next <= now else 0

    def count(self, number: int = 1) -> None:
        """So many go now."""
        if self.per_minute:
            self._next = max(self._next, self._clock() - max(1.0, self._interval)) + number * self._interval

    @property
    def _interval(self) -> float:
        return MINUTE / self.per_minute


class Limits:
    """In all, and for each receiving domain. Several senders share them: `share` sets this one's part."""

    def __init__(self, per_minute: int, per_minute_and_domain: int, clock: Clock = time.monotonic) -> None:
        self._per_minute, self._per_domain, self._clock = per_minute, per_minute_and_domain, clock
        self._parts = 1
        self._all = Pace(per_minute, clock)
        self._domains: dict[str, Pace] = {}
        self._turns: dict[str, float] = {}

    def share(self, senders: int) -> None:
        """So many senders are at work."""
        self._parts = max(1, senders)
        self._all.per_minute = self._per_minute / self._parts
        for pace in self._domains.values():
            pace.per_minute = self._per_domain / self._parts

    def room(self, most: int) -> int:
        """How many letters may be taken from the queue now."""
        return self._all.room(most)

    def turn(self, domain: str) -> float:
        """0 when a letter to this domain may go now, and it counts as gone; else in how many seconds its turn comes."""
        if not self._per_domain:
            self._all.count()
            return 0.0
        pace = self._domains.get(domain)
        if pace is None:
            self._forget()
            pace = self._domains[domain] = Pace(self._per_domain / self._parts, self._clock)
        if pace.room(1):
            pace.count()
            self._all.count()
            return 0.0
        now = self._clock()
        turn = max(self._turns.get(domain, 0.0), now + pace.wait())
        self._turns[domain] = turn + MINUTE / pace.per_minute
        # Those beyond the hour come at different times, not all at its end.
        return turn - now if turn - now < LONGEST_TURN else random.uniform(LONGEST_TURN / 2, LONGEST_TURN)

    def _forget(self) -> None:
        """Drop domains that may go at once anyway, so that memory does not grow with the number of domains."""
        if len(self._domains) > 10_000:
            self._domains = {name: pace for name, pace in self._domains.items() if pace.wait()}
            now = self._clock()
            self._turns = {name: turn for name, turn in self._turns.items() if turn > now}


class Backoff:
    """When the route may be tried again. Each failure doubles the wait; a success ends it."""

    def __init__(self, first: float = FIRST_WAIT, longest: float = LONGEST_WAIT, clock: Clock = time.monotonic) -> None:
        self._first, self._longest, self._clock = first, longest, clock
        self._wait = 0.0
        self._until = 0.0

    def wait(self) -> float:
        """Seconds; 0 when it may be tried now."""
        return max(0.0, self._until - self._clock())

    def failed(self) -> float:
        """Several connections that fail together count as one. Returns the seconds to wait."""
        if not self.wait():
            self._wait = min(self._wait * 2 or self._first, self._longest)
            self._until = self._clock() + self._wait
        return self.wait()

    def succeeded(self) -> None:
        self._wait = self._until = 0.0


def retry_after(attempts: int) -> int | None:
    """Seconds until the next attempt at a delivery after so many; None when it is to be given up."""
    return RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
