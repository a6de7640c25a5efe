"""Names that nothing has yet: the wanted one, or it with a numeral. Made for thousands that want the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
PART = 500
"""Names asked for in one query."""

Taken = Callable[[list[str]], set[str]]
"""Which of these names are taken: one query, however many stories there are."""


def free(wanted: Sequence[str], numbered: Callable[[str, int], str], taken: Taken) -> list[str]:
    """For each name in `wanted`, in order, a name that is not taken and not given to another of them.

    The cost grows with `wanted` and the logarithm of what is taken, not with what is taken.
    """
    busy = {name for part in parts(sorted(set(wanted))) for name in taken(part)}
    found: dict[int, str] = {}
    given: set[str] = set()
    others: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(wanted):
        if name in busy or name in given:
            others[name].append(place)
        else:
            given.add(name)
            found[place] = name
    for name, places in others.items():
        fresh = (one for one in _numerals(name, numbered, taken, len(places)) if one not in given)
        for place, one in zip(places, fresh, strict=False):  # `fresh` has no end
            given.add(one)
            found[place] = one
    return [found[place] for place in range(len(wanted))]


def parts(names: Sequence[T]) -> Iterable[list[T]]:
    return (list(names[start : start + PART]) for start in range(0, len(names), PART))


def _numerals(name: str, numbered: Callable[[str, int], str], taken: Taken, count: int) -> Iterator[str]:
    number = _first(name, numbered, taken)
    size = min(count, PART)
    while True:
        some = [numbered(name, one) for one in range(number, number + size)]
        busy = taken(some)
        yield from (one for one in some if one not in busy)
        number += size


def _first(name: str, numbered: Callable[[str, int], str], taken: Taken) -> int:
    """A free numeral whose predecessor is taken, by doubling and halving."""
    low, high = 1, 2
    while taken([numbered(name, high)]):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if taken([numbered(name, middle)]):
            low = middle
        else:
            high = middle
    return high
