"""What of a story goes into which field of the index. The text comes here analysed; tantivy only cuts at spaces.

plain   every word as it is written: exact matches and phrases
stem    every word's stem
fold    the keys of words that could be names, under which spellings meet
grams   four-letter runs of the stems, for long questions
head    stems and keys of headline, dek and names once more: a hit there weighs more
headline  the headline's words, for completion

Beside these, what the index gives back: the story as `stored`, and the `concordance` of its words (concordance.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import tantivy

from tamizdat.search.concordance import concordance, under
from tamizdat.search.documents import Document
from tamizdat.search.fold import keys
from tamizdat.search.grams import grams
from tamizdat.search.text import doubtful, possible_names, tokens, word

FACETS = ("language", "region", "topic", "author", "series", "genre")
BREAK = "¶"
"""Between parts, so that no phrase runs from a headline into a dek: no word is written so."""
PLACES = 2**28
"""Dates are kept with the story's number behind them: one column sorts by both."""
LAST_SECOND = 2**34
"""In the year 2514; what lies beyond would not fit into 64 bits."""
_FREQUENT = ("stem", "fold", "grams", "head", "headline")


@dataclass(frozen=True, slots=True)
class Form:
    """What the index holds of one word: ready to be joined by spaces, but for the stems that it is `under`."""

    plain: str
    stem: str
    grams: str
    under: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """What the index gives back of a story."""

    id: int
    url: str
    language: str
    headline: str
    dek: str
    text: str
    published: int
    live: bool
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    names: tuple[str, ...] = ()


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_integer_field("moment", fast=True)
    builder.add_text_field("plain", tokenizer_name="whitespace", index_option="position")
    for name in _FREQUENT:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("stored", stored=True)
    builder.add_bytes_field("concordance", stored=True)
    return builder.build()


def moment(published: int, number: int) -> int:
    """What stories are sorted by: the newest first, of one second the highest number."""
    return max(-LAST_SECOND, min(published, LAST_SECOND)) * PLACES + number % PLACES


@lru_cache(maxsize=60_000)
def form(token: str, language: str) -> Form | None:
    """None for what is no word after all, such as a lone mark."""
    one = word(token, language)
    return Form(one.plain, one.stem, " ".join(grams(one.plain)), under(one, language)) if one.plain else None


@lru_cache(maxsize=60_000)
def folded(token: str, language: str, guess: bool) -> str:
    """The keys of a token that could be a name."""
    return " ".join(keys(replace(word(token, language), doubtful=guess)))


def entry(document: Document) -> tantivy.Document:
    language = document.language
    heading = [tokens(part) for part in (document.headline, document.dek, *document.names) if part]
    body = tokens(document.text)
    forms = [_forms(part, language) for part in (*heading, body)]
    named = [_keys(part, language) for part in (*heading, body)]
    every = [one for part in forms for one in part]
    found = tantivy.Document()
    found.add_integer("id", document.id)
    found.add_integer("moment", moment(document.published, document.id))
    found.add_text("plain", f" {BREAK} ".join([" ".join([one.plain for one in part]) for part in forms]))
    found.add_text("stem", " ".join([one.stem for one in every]))
    found.add_text("fold", " ".join(named))
    found.add_text("grams", " ".join({one.grams: None for one in every}))
    found.add_text("head", " ".join([*(one.stem for part in forms[:-1] for one in part), *named[:-1]]))
    found.add_text("headline", " ".join([one.plain for one in _forms(tokens(document.headline), language)]))
    for name, values in zip(FACETS, _slugs(document), strict=True):
        for value in dict.fromkeys(filter(None, values)):
            found.add_text(name, value)
    found.add_bytes("stored", _pack(document))
    found.add_bytes(
        "concordance", concordance(_under((*tokens(document.headline), *tokens(document.dek), *body), language))
    )
    return found


def unpack(data: bytes) -> Stored:
    number, url, language, headline, dek, text, published, live, regions, topics, names = json.loads(data)
    return Stored(
        id=number,
        url=url,
        language=language,
        headline=headline,
        dek=dek,
        text=text,
        published=published,
        live=live,
        regions=tuple(regions),
        topics=tuple(topics),
        names=tuple(names),
    )


def _forms(part: Sequence[str], language: str) -> list[Form]:
    return [one for token in part if (one := form(token, language)) is not None]


def _under(part: Iterable[str], language: str) -> dict[str, tuple[str, ...]]:
    return {token: one.under for token in dict.fromkeys(part) if (one := form(token, language)) is not None}


def _keys(part: Sequence[str], language: str) -> str:
    """The keys of each time that a possible name stands in a part."""
    names, count = possible_names(part), len(part)
    keyed = {token: folded(token, language, doubtful(token, count)) for token in names}
    return " ".join([keyed[token] for token in part if token in names])


def _slugs(document: Document) -> tuple[Iterable[str], ...]:
    one = document
    return (one.language,), one.regions, one.topics, one.authors, one.series, (one.genre,)


def _pack(document: Document) -> bytes:
    one = document
    row = (
        one.id,
        one.url,
        one.language,
        one.headline,
        one.dek,
        one.text,
        one.published,
        one.live,
        one.regions,
        one.topics,
        one.names,
    )
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
