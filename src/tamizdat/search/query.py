"""What a reader asks: the words as typed and the filters beside them.

    budget vote          both words, in any form
    "budget vote"        these words in this order, as written
    budget OR vote       either; | says the same
    -vote -"budget vote" not this one

Whatever is typed means something: an unclosed quote ends with the text, a lone minus or OR is nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tamizdat.search.scripts import TYPED_APOSTROPHE
from tamizdat.search.text import Word, words

LONGEST = 200
MOST_WORDS = 16
MOST_RESULTS, LAST_RESULT = 50, 1000
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:["“”„«»]+(?P<phrase>[^"“”„«»]*)["“”„«»]*|(?P<bare>[^\s"“”„«»]+))')
_APOSTROPHE = re.compile(TYPED_APOSTROPHE)
"""Read before quotes are: Кам"янець is no phrase."""
_OR = frozenset({"OR", "|", "||"})


@dataclass(frozen=True, kw_only=True)
class Query:
    """`language` and the slugs narrow the results; a name with several values means any of them. `since` and `until` are
    the first and the last day, both included. `offset` counts results to skip."""

    text: str = ""
    language: str = ""
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    sort: Literal["relevance", "date"] = "relevance"
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One word, or the words of a phrase, with their places in the text."""

    words: tuple[Word, ...]
    phrase: bool = False


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """`groups` are wanted, each by any of its clauses; `without` are not. `text` is what was read of the query."""

    text: str
    groups: tuple[tuple[Clause, ...], ...] = ()
    without: tuple[Clause, ...] = ()


def parse(text: str, language: str = "") -> Parsed:
    """Never fails. No more than 200 characters are read, and no more than 16 words."""
    text = _APOSTROPHE.sub("'", text[:LONGEST])
    groups: list[tuple[Clause, ...]] = []
    without: list[Clause] = []
    left, either = MOST_WORDS, False
    for piece in _PIECE.finditer(text):
        if piece["bare"] in _OR and not piece["minus"]:
            either = bool(groups)
            continue
        kind = "bare" if piece["phrase"] is None else "phrase"
        found = _words(text, language, *piece.span(kind))[:left]
        left -= len(found)
        if not found:
            continue
        if piece["minus"]:
            without.append(Clause(words=found, phrase=len(found) > 1))
            continue
        if kind == "phrase":
            clauses = [Clause(words=found, phrase=True)]
        else:
            clauses = [Clause(words=(one,)) for one in found]
        if either:
            groups[-1] += tuple(clauses)
        else:
            groups += [(clause,) for clause in clauses]
        either = False
    return Parsed(text=text, groups=tuple(groups), without=tuple(without))


def _words(text: str, language: str, start: int, end: int) -> tuple[Word, ...]:
    found = words(text[start:end], language)
    return tuple(replace(one, start=one.start + start, end=one.end + start) for one in found)
