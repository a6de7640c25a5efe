"""What one word or phrase of a query matches, and how several are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur


@dataclass(frozen=True, kw_only=True)
class TermGroup:
    """What one word or phrase of a query matches: `plains` are words in their normal form, listed under the stems in
    `listed_under` (term_vectors.py); `stems` and `keys` (fold.py) match other forms and other spellings.

    A story matches when one of the queries in `must` does, and scores the higher the more of them do. `unscored` matches the
    same stories without scores, which costs less. Both are empty when no story matches. `boosts` only raise the score. At
    most `stories` stories match.
    """

    plains: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    listed_under: frozenset[str] = frozenset()
    must: tuple[tantivy.Query, ...] = ()
    unscored: tuple[tantivy.Query, ...] = ()
    boosts: tuple[tantivy.Query, ...] = ()
    stories: int = 0


def either(groups: Sequence[TermGroup]) -> TermGroup:
    """A group that a story matches when it matches one of these."""
    if len(groups) == 1:
        return groups[0]
    must, unscored = _chained(one.must for one in groups), _chained(one.unscored for one in groups)
    return _joined(groups, must, unscored, sum(one.stories for one in groups))


def every(groups: Sequence[TermGroup]) -> TermGroup:
    """A group that a story matches when it matches all of these."""
    if len(groups) == 1:
        return groups[0]
    there = bool(groups) and all(one.must for one in groups)
    must = (_all([one.must for one in groups]),) if there else ()
    unscored = (_all([one.unscored for one in groups]),) if there else ()
    return _joined(groups, must, unscored, min((one.stories for one in groups), default=0))


def some(asked: Sequence[tantivy.Query]) -> tantivy.Query:
    """Any of these, of which there is one at least; the more, the better."""
    return asked[0] if len(asked) == 1 else tantivy.Query.boolean_query([(Occur.Should, one) for one in asked])


def _all(asked: Iterable[Sequence[tantivy.Query]]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, some(one)) for one in asked])


def _joined(
    groups: Sequence[TermGroup], must: tuple[tantivy.Query, ...], unscored: tuple[tantivy.Query, ...], stories: int
) -> TermGroup:
    return TermGroup(
        plains=frozenset().union(*(one.plains for one in groups)),
        stems=frozenset().union(*(one.stems for one in groups)),
        keys=frozenset().union(*(one.keys for one in groups)),
        listed_under=frozenset().union(*(one.listed_under for one in groups)),
        must=must,
        unscored=unscored,
        boosts=_chained(one.boosts for one in groups),
        stories=stories,
    )


def _chained(asked: Iterable[Sequence[tantivy.Query]]) -> tuple[tantivy.Query, ...]:
    return tuple(one for several in asked for one in several)
