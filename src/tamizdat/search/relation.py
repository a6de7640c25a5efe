"""Other stories about the same, and why they are taken for that. Chosen once, when a story is published, and stored."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import tantivy
from tantivy import Occur

from tamizdat.search import fields
from tamizdat.search.analysis import analyse, stem_term
from tamizdat.search.documents import Document
from tamizdat.search.index import Reading
from tamizdat.search.results import Related
from tamizdat.search.term_vectors import stems_of

MOST_WORDS = 30
CANDIDATES = 40
COMMON = 0.05
"""A word that more than this part of the stories has says nothing about what a story is about; in a small archive, more
than FEW stories."""
FEW = 5
LEAST = 3
"""Telling words that two stories must share, unless they share a region or topic: then one fewer."""
EVENT_DAYS = 30
EVENT_SHARE = 0.25
"""The part of what a story is about that another of its event has."""
NAME, HEAD = 2.0, 1.5


@dataclass(frozen=True, kw_only=True)
class _About:
    """What a story is about: the weight of each telling stem; and where."""

    weights: dict[str, float]
    regions: frozenset[str]
    topics: frozenset[str]


def related(reading: Reading, document: Document, limit: int) -> tuple[Related, ...]:
    """The best first; only stories in the same language, and only such as share something that few stories have."""
    about = _about(reading, document)
    if not about.weights:
        return ()
    schema = reading.schema
    asked = [
        (
            Occur.Should,
            tantivy.Query.const_score_query(
                tantivy.Query.term_query(schema, "stem", stem_term(stem, document.language)), weight
            ),
        )
        for stem, weight in about.weights.items()
    ]
    asked = [(Occur.Must, tantivy.Query.boolean_query(asked))]
    asked.append((Occur.MustNot, tantivy.Query.term_query(schema, "id", document.id)))
    if document.language:
        language = tantivy.Query.term_query(schema, "language", document.language)
        asked.append((Occur.Must, tantivy.Query.const_score_query(language, 0.0)))
    hits = reading.searcher.search(tantivy.Query.boolean_query(asked), CANDIDATES, count=False).hits
    found = []
    for _, address in hits:
        held = reading.searcher.doc(address)
        one = _compare(about, document, fields.unpack(held["stored"][0]), stems_of(held["term_vector"][0]))
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.score, -one.id))[:limit])


def _about(reading: Reading, document: Document) -> _About:
    stories = max(reading.searcher.num_docs, 1)
    language = document.language
    heading = {term.stem for term in analyse(f"{document.headline} {document.dek}", language).terms.values()}
    counted: Counter[str] = Counter()
    names: set[str] = set()
    for part in (document.headline, document.dek, document.text):
        read = analyse(part, language)
        for token, term in read.terms.items():
            if term.plain:
                counted[term.stem] += read.counts[token]
        names.update(term.stem for term, _ in read.names())
    weights = {}
    for stem, count in counted.items():
        there = reading.searcher.doc_freq("stem", stem_term(stem, language))
        if there and there <= max(COMMON * stories, FEW) and len(stem) > 2:
            rarity = math.log(1 + stories / there)
            weights[stem] = (
                rarity * (1 + math.log(count)) * (HEAD if stem in heading else 1) * (NAME if stem in names else 1)
            )
    telling = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]
    return _About(weights=dict(telling), regions=frozenset(document.regions), topics=frozenset(document.topics))


def _compare(about: _About, document: Document, story: fields.Stored, there: frozenset[str]) -> Related | None:
    """`there` are the stems of the story."""
    shared = [weight for stem, weight in about.weights.items() if stem in there]
    places, topics = about.regions & set(story.regions), about.topics & set(story.topics)
    if len(shared) < LEAST - bool(places) - bool(topics):
        return None
    share = sum(shared) / sum(about.weights.values())
    days = abs(document.published - story.published) / 86_400
    why: Literal["event", "place", "words"] = "place" if places else "words"
    if share >= EVENT_SHARE and days <= EVENT_DAYS:
        why = "event"
    score = share * (1.2 if places else 1) * (1.1 if topics else 1) * (1 + 0.5 / (1 + days / EVENT_DAYS))
    return Related(id=story.id, why=why, score=round(score, 6))
