"""What the search answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fragment = tuple[tuple[str, bool], ...]
"""Plain text in parts, each with whether it is a hit. Whoever writes HTML escapes it."""

Values = tuple[tuple[str, int], ...]
"""The values of a facet, each with its count."""
Kind = Literal["region", "topic", "author", "series", "headline"]


@dataclass(frozen=True, kw_only=True)
class Result:
    """One story. `published` is in epoch seconds; a higher score is a better match, and 0 when sorted by date."""

    id: int
    url: str
    headline: str
    language: str
    published: int
    fragment: Fragment
    score: float
    live: bool = True


@dataclass(frozen=True, kw_only=True)
class Results:
    """`total` stories matched; `facets` counts them by each name, the most frequent value first.

    The values of a facet that the query filters by are counted as if it did not, so that a reader sees what else there is.
    `similar` are stories that do not match, but may be what was looked for; they are in no count. `meant` is the query as
    it was probably meant; `replaced`: nothing matched what was typed, and the similar stories are those that match `meant`.
    """

    total: int = 0
    results: tuple[Result, ...] = ()
    facets: Mapping[str, Values] = field(default_factory=dict)
    similar: tuple[Result, ...] = ()
    meant: str = ""
    replaced: bool = False


@dataclass(frozen=True, kw_only=True)
class Completion:
    """What a reader may be typing. `value` is the slug of a facet, or a story's address when `kind` is "headline"."""

    kind: Kind
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Related:
    """A story about the same: "event" shares names and rare words of one time, "place" a region, "words" rare words."""

    id: int
    why: Literal["event", "place", "words"]
    score: float
