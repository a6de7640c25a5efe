"""A search as the query string of an address names it, and the addresses of related searches. Pure values.

No query string is refused: parameters that are not understood are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, quote_plus

from tamizdat.kit.text import clean
from tamizdat.search.query import LAST_RESULT, LONGEST, MOST_RESULTS, Query, parse

FACETS = ("region", "topic", "author", "series", "genre")
A_PAGE = 10
EVERY = "all"
"""In the address of a page: stories in every language, where without it those of the page's."""
MOST_FIELDS = 50
MOST_VALUES = 10
_SLUG = re.compile(r"[\w-]{1,100}")
Order = Literal["relevance", "date"]


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """`language` is what the address says: a code, EVERY or "". `filters` has values by the name of a facet."""

    text: str = ""
    language: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: date | None = None
    until: date | None = None
    order: Order = "relevance"
    limit: int = A_PAGE
    offset: int = 0

    def values(self, name: str) -> tuple[str, ...]:
        return dict(self.filters).get(name, ())

    @property
    def narrowed(self) -> bool:
        """Whether it has filters or dates."""
        return bool(self.filters or self.since or self.until)

    @property
    def number(self) -> int:
        """The number of the page of results, from 1."""
        return self.offset // self.limit + 1

    def query(self, language: str) -> Query:
        """The query for the search engine, for stories in `language` ('': all)."""
        return Query(
            text=self.text,
            language=language,
            regions=self.values("region"),
            topics=self.values("topic"),
            authors=self.values("author"),
            series=self.values("series"),
            genres=self.values("genre"),
            since=self.since,
            until=self.until,
            sort=self.order,
            limit=self.limit,
            offset=self.offset,
        )

    def is_too_short(self, language: str) -> bool:
        """No word, or a single letter of an alphabet: that is in every story."""
        parsed = parse(self.text, language)
        words = [word.plain for group in parsed.groups for clause in group for word in clause.words]
        return not (self.narrowed or parsed.without) and (not words or (len(words) == 1 and _is_letter(words[0])))

    def with_value(self, name: str, value: str, *, there: bool) -> SearchRequest:
        """The same search with that value of a facet (`there`) or without it, on the first page."""
        values = dict(self.filters)
        others = tuple(one for one in values.get(name, ()) if one != value)
        values[name] = (*others, value) if there else others
        kept = tuple((known, values[known]) for known in FACETS if values.get(known))
        return replace(self, filters=kept, offset=0)

    def page(self, number: int) -> SearchRequest:
        return replace(self, offset=(number - 1) * self.limit)

    def fields(self) -> tuple[tuple[str, str], ...]:
        """All parameters but `q` and `page`, as (name, value) pairs of a query string."""
        found = [("language", self.language)] if self.language else []
        found += [(name, value) for name, values in self.filters for value in values]
        found += [(name, day.isoformat()) for name, day in (("from", self.since), ("to", self.until)) if day]
        if self.order != "relevance":
            found.append(("sort", self.order))
        return tuple(found)

    def address(self, place: str) -> str:
        fields = [("q", self.text)] if self.text else []
        fields += self.fields()
        if self.offset:
            fields.append(("page", str(self.number)))
        return f"{place}?{'&'.join(f'{name}={_quoted(value)}' for name, value in fields)}"


def parse_search_request(query: bytes) -> SearchRequest:
    """Read a query string (without "?"). `limit` and `offset`, or `page`, choose the results."""
    given: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(query.decode("latin-1"), errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError:
        pairs = []  # more fields than any page of ours has
    for name, value in pairs:
        given.setdefault(name, []).append(value)

    def first(name: str) -> str:
        return given.get(name, [""])[0]

    filters = ((name, tuple(dict.fromkeys(filter(_SLUG.fullmatch, given.get(name, ()))))) for name in FACETS)
    limit = _number(first("limit"), A_PAGE, 1, MOST_RESULTS)
    offset = _number(first("offset"), 0, 0, LAST_RESULT)
    if "page" in given:
        offset = (_number(first("page"), 1, 1, LAST_RESULT // limit) - 1) * limit
    return SearchRequest(
        text=clean(first("q")[:LONGEST]),
        language=first("language") if _SLUG.fullmatch(first("language")) else "",
        filters=tuple((name, values[:MOST_VALUES]) for name, values in filters if values),
        since=_day(first("from")),
        until=_day(first("to")),
        order="date" if first("sort") == "date" else "relevance",
        limit=limit,
        offset=offset,
    )


@lru_cache(maxsize=512)
def _quoted(text: str) -> str:
    """A page of results has some sixty addresses with the same few values in them."""
    return quote_plus(text)


def _is_letter(word: str) -> bool:
    """Not so a sign that is a word: one Chinese character, one Korean syllable."""
    return len(word) == 1 and ord(word) < 0x3000


def _number(text: str, otherwise: int, least: int, most: int) -> int:
    return min(max(int(text), least), most) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
