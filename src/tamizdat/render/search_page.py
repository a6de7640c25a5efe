"""What a page of search results shows: one shape for the bake, which knows no results, and the door, which has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["start", "short", "found", "none", "rebuilding", "busy"]
"""Nothing asked yet; asked for too little; answers; no answer; the index is being made anew; too many ask at once."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A link that searches otherwise. `value` is what templates name themselves: a genre, a language, an order."""

    value: str
    name: str
    url: str
    count: int = 0
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Facet:
    """`kind` is "region", "topic", "author", "series" or "genre"."""

    kind: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """`fragment` is plain text in parts, each with whether it is what was looked for."""

    url: str
    headline: str
    language: str
    published_at: datetime
    fragment: Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """`kept` are the form's hidden fields: the filters that another query keeps. `meant` is the query that was probably
    meant; where `replaced`, the hits are already its own. `languages` are those besides the page's that have hits."""

    url: str
    state: State = "start"
    query: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    total: int = 0
    number: int = 1
    hits: tuple[Hit, ...] = ()
    meant: Choice | None = None
    replaced: bool = False
    languages: tuple[Choice, ...] = ()
    orders: tuple[Choice, ...] = ()
    times: tuple[Choice, ...] = ()
    facets: tuple[Facet, ...] = ()
    everything: str = ""
    before: str = ""
    after: str = ""
