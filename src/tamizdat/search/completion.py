"""What a reader may be typing: a place, a person, a topic, a series, or a story's headline."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import tantivy
from anyascii import anyascii
from tantivy import Occur

from tamizdat.search import fields
from tamizdat.search.errors import IndexDamaged
from tamizdat.search.index import Reading
from tamizdat.search.results import Completion, Kind
from tamizdat.search.text import tokens, word, words

NAME = "labels.json"
SHORTEST = 2
"""Letters from which on headlines are looked for."""
MOST_ENDINGS = 12
KINDS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind != "headline")


class Labels:
    """How the values of facets are called: {language: {kind: {slug: name}}}."""

    def __init__(self, names: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
        self.names = names
        self._keys = sorted(set(self._read()))

    @classmethod
    def read(cls, folder: Path) -> Labels:
        """The file that lies in an index's folder; no labels where there is none. Raises IndexDamaged."""
        try:
            return cls(json.loads((folder / NAME).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls({})
        except (ValueError, AttributeError) as error:
            raise IndexDamaged(folder, f"{NAME}: {error}") from error

    def starting(self, prefix: str, language: str) -> Iterator[Completion]:
        """Names in any language and script that have a word which starts so, called by their names in `language`. Those
        that start so themselves come first."""
        asked = _key(prefix, language)
        found: dict[tuple[Kind, str], tuple[bool, str]] = {}
        for key, whole, kind, slug in self._keys[bisect_left(self._keys, (asked,)) :] if asked else ():
            if not key.startswith(asked):
                break
            label = self.names.get(language, {}).get(kind, {}).get(slug, "")
            if label:
                later, _ = found.get((kind, slug), (True, ""))
                found[kind, slug] = (later and not whole, label)
        for (kind, slug), (_, label) in sorted(found.items(), key=lambda item: (*item[1], item[0])):
            yield Completion(kind=kind, value=slug, label=label)

    def _read(self) -> Iterator[tuple[str, bool, Kind, str]]:
        for language, kinds in self.names.items():
            for kind in KINDS:
                for slug, name in kinds.get(kind, {}).items():
                    for at, one in enumerate(words(name, language)):
                        for key in {_key(name[one.start :], language), _key(name[one.start :], "")}:
                            yield key, at == 0, kind, slug


def headlines(reading: Reading, prefix: str, language: str, limit: int) -> Iterator[Completion]:
    """The newest stories whose headline has all words, the last of them perhaps unfinished."""
    typed = tokens(prefix)
    if not typed or len(typed[-1]) < SHORTEST or limit < 1:
        return
    searcher, schema = reading.searcher, reading.schema
    last = word(typed[-1], language).plain
    # INSTAGRAM in an Azerbaijani headline begins with the letter that a reader types as i.
    starts = dict.fromkeys(one for one in (last, last.replace("i", "ı")) if one)
    endings = [ending for one in starts for ending in searcher.terms_with_prefix("headline", one, limit=MOST_ENDINGS)]
    if not endings:
        return
    asked = [
        (Occur.Must, tantivy.Query.term_query(schema, "headline", word(token, language).plain)) for token in typed[:-1]
    ]
    asked.append((Occur.Must, tantivy.Query.term_set_query(schema, "headline", [ending for ending, _ in endings])))
    if language:
        asked.append((Occur.Must, tantivy.Query.term_query(schema, "language", language)))
    hits = searcher.search(tantivy.Query.boolean_query(asked), limit, count=False, order_by_field="moment").hits
    for _, address in hits:
        story = fields.unpack(searcher.doc(address)["stored"][0])
        yield Completion(kind="headline", value=story.url, label=story.headline)


def _key(name: str, language: str) -> str:
    """One alphabet for all, so that «груз» and "gruz" find both Грузия and its like."""
    return " ".join(anyascii(one.plain).lower() for one in words(name, language))
