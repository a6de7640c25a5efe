"""How often a token may ask, and how often a network may try tokens that are none. Counted in memory: the desk is one process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Hashable

MOST_KEYS = 10_000


class Limit:
    """`most` within `seconds` for each key."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: Hashable) -> int:
        """Seconds until `key` may ask again; 0: now."""
        with self._lock:
            times = self._recent(key)
            return int(times[0] + self.seconds - time.monotonic()) + 1 if len(times) >= self.most else 0

    def count(self, key: Hashable) -> None:
        with self._lock:
            self._recent(key).append(time.monotonic())
            self._times.move_to_end(key)
            while len(self._times) > MOST_KEYS:
                self._times.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._times.clear()

    def _recent(self, key: Hashable) -> deque[float]:
        times = self._times.setdefault(key, deque(maxlen=self.most))
        since = time.monotonic() - self.seconds
        while times and times[0] <= since:
            times.popleft()
        return times


REQUESTS = Limit(120, 60)
"""Of one token."""
WRONG = Limit(30, 900)
"""Wrong tokens from one network."""
