"""What of a story goes into which field of the index. The text comes here analysed; tantivy only cuts at spaces.

plain   every word as it is written: exact matches and phrases
stem    every word's stem, after the language that it was made by: en:elect
fold    the keys of words that could be names, under which spellings meet
grams   four-letter runs of the stems, for long questions
head    stems and keys of headline, dek and names once more: a hit there weighs more
headline  the headline's words, for completion

Beside these, what the index gives back: the story as `stored`, and the `term_vector` of its words (term_vectors.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat

import tantivy

from tamizdat.search.analysis import Analysed, analyse, analyse_name, folded
from tamizdat.search.documents import Document
from tamizdat.search.term_vectors import term_vector

FACETS = ("language", "region", "topic", "author", "series", "genre")
BREAK = "¶"
"""Between parts, so that no phrase runs from a headline into a dek: no word is written so."""
PLACES = 2**28
"""Dates are kept with the story's number behind them: one column sorts by both."""
LAST_SECOND = 2**34
"""In the year 2514; what lies beyond would not fit into 64 bits."""
_FREQUENT = ("stem", "fold", "grams", "head", "headline")


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
    builder.add_bytes_field("term_vector", stored=True)
    return builder.build()


def moment(published: int, number: int) -> int:
    """What stories are sorted by: the newest first, of one second the highest number."""
    return max(-LAST_SECOND, min(published, LAST_SECOND)) * PLACES + number % PLACES


def entry(document: Document) -> tantivy.Document:
    language = document.language
    headline, dek = analyse(document.headline, language), analyse(document.dek, language)
    body = analyse(document.text, language)
    heading = [part for part, text in ((headline, document.headline), (dek, document.dek)) if text]
    heading += [analyse_name(name, language) for name in document.names if name]
    parts = [*heading, body]
    named = [_keys(part, language) for part in heading]
    found = tantivy.Document()
    found.add_integer("id", document.id)
    found.add_integer("moment", moment(document.published, document.id))
    found.add_text("plain", f" {BREAK} ".join([part.plain for part in parts]))
    found.add_text("stem", " ".join([part.stems for part in parts]))
    found.add_text("fold", " ".join([*named, _keys(body, language)]))
    found.add_text("grams", " ".join({term.grams: None for part in parts for term in part.terms.values()}))
    found.add_text("head", " ".join([*(part.stems for part in heading), *named]))
    found.add_text("headline", headline.plain)
    for name, values in zip(FACETS, _slugs(document), strict=True):
        for value in dict.fromkeys(filter(None, values)):
            found.add_text(name, value)
    found.add_bytes("stored", _pack(document))
    terms = {**headline.terms, **dek.terms, **body.terms}
    found.add_bytes("term_vector", term_vector({token: term.stems for token, term in terms.items()}))
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


def _keys(part: Analysed, language: str) -> str:
    """The keys of each time that a possible name stands in a part."""
    keyed: list[str] = []
    for term, guess in part.names():
        keyed.extend(repeat(folded(term.token, language, guess), part.counts[term.token]))
    return " ".join(keyed)


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
