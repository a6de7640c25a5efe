"""A rate limit for each address: token buckets in memory, for a limited number of addresses."""

from __future__ import annotations

from tamizdat.kit.cache import LRUCache

MOST_BUCKETS = 10_000
"""Addresses that are remembered at once, in a megabyte or two; the least recently used is forgotten first."""


class RateLimiter:
    """Each address may do `burst` at once, and one more every `seconds`."""

    def __init__(self, *, burst: int, seconds: float) -> None:
        self._burst, self._seconds = burst, seconds
        self._full_at: LRUCache[int, float] = LRUCache(MOST_BUCKETS)  # when each bucket will be full again

    def allows(self, address: bytes, now: float) -> bool:
        """Whether `address` may do it now, at `now` seconds of a monotonic clock; if so, it has."""
        # Python's own hash differs with every process, so that what is held here names nobody.
        key = hash(address)
        full_at = max(now, self._full_at.pop(key, now)) + self._seconds
        allowed = full_at <= now + self._burst * self._seconds
        self._full_at[key] = full_at if allowed else full_at - self._seconds
        return allowed
