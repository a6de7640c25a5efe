from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamizdat.door.file_cache import FileCache, Page, Representation

# The machine may be busy: only what comes out is judged.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def page(name: str, *sizes: int) -> Page:
    representations = {
        str(place): Representation(
            file=name, coding=str(place), identity=(0, 0, 0), body=b"." * size, length=size, etag=b"", modified=0,
            about=b"", cached=b"", whole=b"",
        )
        for place, size in enumerate(sizes)
    }  # fmt: skip
    return Page(file=name, identity=(0, 0, 0), codings=("identity",), representations=representations)


@UNTIMED
@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.integers(0, 40_000), max_size=3)), max_size=60))
def test_what_is_held_never_passes_the_bound(puts: list[tuple[int, list[int]]]) -> None:
    cache = FileCache(100_000)
    for number, sizes in puts:
        cache.put(page(str(number), *sizes))
        held = [found for name in map(str, range(10)) if (found := cache.get(name))]
        assert cache.size == sum(each.weight for each in held) <= 100_000


def test_the_least_lately_used_goes_first() -> None:
    cache = FileCache(60_000)
    for name in "abc":
        cache.put(page(name, 12_000))
    cache.get("a")
    cache.put(page("d", 12_000))
    assert [name for name in "abcd" if cache.get(name)] == ["a", "c", "d"]
