"""What one word or phrase of a query accepts, and how several are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The words that are accepted, as written, by stem and by key; what a story must have, and what lifts it.

    `asks` is None when no story has it. No more than `stories` do.
    """

    plains: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    asks: tantivy.Query | None = None
    lifts: tuple[tantivy.Query, ...] = ()
    stories: int = 0


def either(wanted: Sequence[Wanted]) -> Wanted:
    """A story will do that has one of these."""
    if len(wanted) == 1:
        return wanted[0]
    return _joined(wanted, some([one.asks for one in wanted if one.asks]), sum(one.stories for one in wanted))


def every(wanted: Sequence[Wanted]) -> Wanted:
    """A story will do that has all of these."""
    if len(wanted) == 1:
        return wanted[0]
    asked = [(Occur.Must, one.asks) for one in wanted if one.asks]
    whole = tantivy.Query.boolean_query(asked) if asked and len(asked) == len(wanted) else None
    return _joined(wanted, whole, min((one.stories for one in wanted), default=0))


def some(asked: Sequence[tantivy.Query]) -> tantivy.Query | None:
    """Any of these; the more, the better."""
    if len(asked) < 2:
        return asked[0] if asked else None
    return tantivy.Query.boolean_query([(Occur.Should, one) for one in asked])


def _joined(wanted: Sequence[Wanted], asks: tantivy.Query | None, stories: int) -> Wanted:
    return Wanted(
        plains=frozenset().union(*(one.plains for one in wanted)),
        stems=frozenset().union(*(one.stems for one in wanted)),
        keys=frozenset().union(*(one.keys for one in wanted)),
        asks=asks,
        lifts=tuple(lift for one in wanted for lift in one.lifts),
        stories=stories,
    )
