"""What one word or phrase of a query accepts, and how several are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The words that are accepted, as written, by stem and by key; what a story must have, and what lifts it.

    Those accepted as written stand `under` these stems (concordance.py). A story must have one of `asks`, and the more the
    better; `counts` means the same stories and says nothing of how good they are, which costs less. Both are empty when no
    story has it. No more than `stories` do.
    """

    plains: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    under: frozenset[str] = frozenset()
    asks: tuple[tantivy.Query, ...] = ()
    counts: tuple[tantivy.Query, ...] = ()
    lifts: tuple[tantivy.Query, ...] = ()
    stories: int = 0


def either(wanted: Sequence[Wanted]) -> Wanted:
    """A story will do that has one of these."""
    if len(wanted) == 1:
        return wanted[0]
    asks, counts = _chained(one.asks for one in wanted), _chained(one.counts for one in wanted)
    return _joined(wanted, asks, counts, sum(one.stories for one in wanted))


def every(wanted: Sequence[Wanted]) -> Wanted:
    """A story will do that has all of these."""
    if len(wanted) == 1:
        return wanted[0]
    there = bool(wanted) and all(one.asks for one in wanted)
    asks = (_all([one.asks for one in wanted]),) if there else ()
    counts = (_all([one.counts for one in wanted]),) if there else ()
    return _joined(wanted, asks, counts, min((one.stories for one in wanted), default=0))


def some(asked: Sequence[tantivy.Query]) -> tantivy.Query:
    """Any of these, of which there is one at least; the more, the better."""
    return asked[0] if len(asked) == 1 else tantivy.Query.boolean_query([(Occur.Should, one) for one in asked])


def _all(asked: Iterable[Sequence[tantivy.Query]]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, some(one)) for one in asked])


def _joined(
    wanted: Sequence[Wanted], asks: tuple[tantivy.Query, ...], counts: tuple[tantivy.Query, ...], stories: int
) -> Wanted:
    return Wanted(
        plains=frozenset().union(*(one.plains for one in wanted)),
        stems=frozenset().union(*(one.stems for one in wanted)),
        keys=frozenset().union(*(one.keys for one in wanted)),
        under=frozenset().union(*(one.under for one in wanted)),
        asks=asks,
        counts=counts,
        lifts=_chained(one.lifts for one in wanted),
        stories=stories,
    )


def _chained(asked: Iterable[Sequence[tantivy.Query]]) -> tuple[tantivy.Query, ...]:
    return tuple(one for several in asked for one in several)
