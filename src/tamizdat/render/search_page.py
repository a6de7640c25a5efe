"""The values of a search page: the bake renders it without results, the door with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["start", "short", "found", "none", "rebuilding", "busy"]
"""No query yet; the query is too short; results; no results; the index is being rebuilt; too many searches at once."""


@dataclass(frozen=True, kw_only=True)
class SearchLink:
    """A link to the same search with one thing changed. `value` is a code that templates have a text for: a genre, a
    language, an order; `chosen`, that this is the search of the page itself."""

    value: str
    name: str
    url: str
    count: int = 0
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter of the search: `kind` is "region", "topic", "author", "series" or "genre"."""

    kind: str
    links: tuple[SearchLink, ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A story that was found. `fragment` is plain text in parts, each with whether it matches the query."""

    url: str
    headline: str
    language: str
    published_at: datetime
    fragment: Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """`kept` are hidden fields of the form, names and values: the filters that stay for another query. `similar` are stories
    that do not match, and are not counted. `meant` is a suggested spelling of the query; where `replaced`, nothing matches
    the query, and the similar stories are those of the suggestion. `languages` are other languages that have hits.
    `everything` is the address of the search without filters; `before` and `after` are those of the pages of results before
    and after this one; '' where there is none."""

    url: str
    state: State = "start"
    query: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    total: int = 0
    number: int = 1
    hits: tuple[Hit, ...] = ()
    similar: tuple[Hit, ...] = ()
    meant: SearchLink | None = None
    replaced: bool = False
    languages: tuple[SearchLink, ...] = ()
    orders: tuple[SearchLink, ...] = ()
    times: tuple[SearchLink, ...] = ()
    facets: tuple[Facet, ...] = ()
    everything: str = ""
    before: str = ""
    after: str = ""
