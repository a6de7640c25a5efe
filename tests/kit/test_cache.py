"""A cache holds what was used last, and never more than its limit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamizdat.kit.cache import LRUCache

SIZES: list[Callable[[int, str], int] | None] = [None, lambda key, value: len(value)]


def filled(max_size: int, *keys: str) -> LRUCache[str, str]:
    cache: LRUCache[str, str] = LRUCache(max_size)
    for key in keys:
        cache[key] = key.upper()
    return cache


def held(cache: LRUCache[str, str], keys: str) -> str:
    return "".join(key for key in keys if key in cache)


def test_the_least_recently_used_goes_first() -> None:
    cache = filled(3, "a", "b", "c")
    assert cache.get("a") == "A"
    cache["d"] = "D"
    assert held(cache, "abcd") == "acd"
    cache["c"] = "C"
    cache["e"] = "E"
    assert held(cache, "acde") == "cde", "to set an entry is a use of it"


def test_to_ask_whether_it_is_there_is_no_use() -> None:
    cache = filled(2, "a", "b")
    assert "a" in cache
    cache["c"] = "C"
    assert held(cache, "abc") == "bc"


def test_a_value_that_is_not_there_is_the_default() -> None:
    cache: LRUCache[str, str | None] = LRUCache(2)
    cache["none"] = None
    assert cache.get("none", "default") is None
    assert cache.get("other", "default") == "default"
    assert cache.get("other") is None
    assert cache.pop("other", "default") == "default"


def test_sizes_are_summed_and_measured_again_when_an_entry_is_replaced() -> None:
    cache: LRUCache[str, bytes] = LRUCache(10, size_of=lambda key, value: len(key) + len(value))
    cache["a"], cache["b"] = b"123", b"1234"
    assert (len(cache), cache.size) == (2, 9)
    cache["a"] = b"1"
    assert cache.size == 7
    cache["c"] = b"12345"
    assert ("b" in cache, cache.size) == (False, 8)
    assert cache.pop("c") == b"12345"
    assert cache.size == 2
    cache.clear()
    assert (len(cache), cache.size, cache.get("a")) == (0, 0, None)


def test_an_entry_larger_than_the_cache_evicts_no_other() -> None:
    evicted: list[str] = []
    cache: LRUCache[str, str] = LRUCache(
        4, size_of=lambda _, value: len(value), on_evict=lambda key, _: evicted.append(key)
    )
    cache["a"], cache["b"] = "12", "12"
    cache["c"] = "12345"
    assert (cache.size, "c" in cache, evicted) == (4, False, ["c"])
    cache["a"] = "12345"
    assert (cache.size, "a" in cache, evicted) == (2, False, ["c", "a"]), "the value before it does not stay either"


def test_only_what_had_to_go_is_told_as_evicted() -> None:
    evicted: list[tuple[str, str]] = []
    cache: LRUCache[str, str] = LRUCache(2, on_evict=lambda key, value: evicted.append((key, value)))
    for key in "ab":
        cache[key] = key
    cache["a"] = "new"
    cache.pop("b")
    cache["c"] = "c"
    assert evicted == []
    cache["d"] = "d"
    assert evicted == [("a", "new")]
    cache.clear()
    assert len(evicted) == 1


@pytest.mark.parametrize("size_of", SIZES)
@given(st.lists(st.tuples(st.sampled_from(["get", "set", "pop"]), st.integers(0, 9), st.text("x", max_size=7))))
def test_as_a_list_of_entries_would_do_it(
    size_of: Callable[[int, str], int] | None, steps: list[tuple[str, int, str]]
) -> None:
    """Compared with the plainest program that does the same: a list, the least recently used first."""
    limit = 12 if size_of else 4
    cache: LRUCache[int, str] = LRUCache(limit, size_of=size_of)
    model: list[tuple[int, str]] = []

    def total() -> int:
        return sum(size_of(*entry) if size_of else 1 for entry in model)

    for step, key, value in steps:
        entry = next((entry for entry in model if entry[0] == key), None)
        if entry:
            model.remove(entry)
        if step == "set":
            cache[key] = value
            model.append((key, value))
            while total() > limit:
                model.pop(0)
        else:
            assert (cache.get if step == "get" else cache.pop)(key) == (entry and entry[1])
            if entry and step == "get":
                model.append(entry)
        assert (len(cache), cache.size) == (len(model), total())
        assert all(key in cache for key, _ in model)
