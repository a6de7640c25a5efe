"""A cache in memory that never grows past a limit: the entry that was used least recently goes first.

For the results of one function, functools.lru_cache does; this is for caches that are cleared, that hold entries of very
different sizes, or whose entries are replaced.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")

_MISSING: Any = object()


class LRUCache(Generic[K, V]):
    """Holds entries whose sizes add up to at most `max_size`.

    Without `size_of` each entry has the size 1, so that `max_size` is a number of entries. With it an entry has the size
    that `size_of(key, value)` gives when it is set; to measure a value again that has grown, set it again. An entry that is
    larger than `max_size` alone is not held, and evicts no other.

    `on_evict` is called with the key and the value of each entry that had to go, or was not held, for want of room; not of
    one that was replaced, popped or cleared.

    A lock is the caller's where several threads use one cache.
    """

    __slots__ = ("_entries", "_max_size", "_on_evict", "_size_of", "_sizes", "_total")

    def __init__(
        self,
        max_size: int,
        *,
        size_of: Callable[[K, V], int] | None = None,
        on_evict: Callable[[K, V], object] | None = None,
    ) -> None:
        self._max_size = max_size
        self._size_of = size_of
        self._on_evict = on_evict
        self._entries: OrderedDict[K, V] = OrderedDict()  # the least recently used first
        self._sizes: dict[K, int] = {}  # with `size_of` alone
        self._total = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: K) -> bool:
        """Whether the entry is held; does not count as a use of it."""
        return key in self._entries

    @property
    def size(self) -> int:
        """The sum of the entries' sizes."""
        return self._total if self._size_of else len(self._entries)

    @overload
    def get(self, key: K) -> V | None: ...

    @overload
    def get(self, key: K, default: D) -> V | D: ...

    def get(self, key: K, default: object = None) -> object:
        """The value, which is the most recently used from now on, or the default."""
        value = self._entries.get(key, _MISSING)
        if value is _MISSING:
            return default
        self._entries.move_to_end(key)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        if self._size_of is None:
            self._entries[key] = value
            self._entries.move_to_end(key)
            if len(self._entries) > self._max_size:
                self._evict()
            return
        self.pop(key)
        size = self._size_of(key, value)
        if size > self._max_size:
            if self._on_evict:
                self._on_evict(key, value)
            return
        self._entries[key] = value
        self._sizes[key] = size
        self._total += size
        while self._total > self._max_size:
            self._evict()

    @overload
    def pop(self, key: K) -> V | None: ...

    @overload
    def pop(self, key: K, default: D) -> V | D: ...

    def pop(self, key: K, default: object = None) -> object:
        """Remove the entry; its value, or the default."""
        self._total -= self._sizes.pop(key, 0)
        return self._entries.pop(key, default)

    def clear(self) -> None:
        self._entries.clear()
        self._sizes.clear()
        self._total = 0

    def _evict(self) -> None:
        key, value = self._entries.popitem(last=False)
        self._total -= self._sizes.pop(key, 0)
        if self._on_evict:
            self._on_evict(key, value)
