"""What our search is measured beside, each fed the same texts and asked the same questions: SQLite FTS5, PostgreSQL full
text, and tantivy as it comes. Any word of a question will do for all of them, the best first by their own ranking."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
import tantivy
from anyascii import anyascii

from tamizdat.search.documents import Document
from tamizdat.search.index import Writer
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher

_WORDS = re.compile(r"\w+")
POSTGRES = {"en": "english", "ru": "russian", "tr": "turkish", "ar": "arabic", "hy": "armenian"}
SNOWBALL = {"en": "english", "ru": "russian", "tr": "turkish", "ar": "arabic"}


class Engine(Protocol):
    """Texts by their places in a sequence; `ask` gives the places of at most `limit`, the best first."""

    def ask(self, question: str, limit: int) -> list[int]: ...


class Ours:
    """The searcher that readers get: what it finds and, where nothing matches, the similar stories that the page lists
    instead. `headlines`: the texts stand as headlines, not as bodies."""

    def __init__(self, folder: Path, texts: Sequence[str], language: str, *, headlines: bool = False) -> None:
        self._language = language
        with Writer(folder, anew=True) as writer:
            writer.put(
                Document(
                    id=place + 1,
                    url=f"/{place}/",
                    language=language,
                    headline=text if headlines else "",
                    text="" if headlines else text,
                )
                for place, text in enumerate(texts)
            )
            writer.commit()
        self._searcher = Searcher(folder)

    def ask(self, question: str, limit: int) -> list[int]:
        found = self._searcher.search(Query(text=question, language=self._language, limit=limit))
        return [result.id - 1 for result in found.results or found.similar]


class Fts5:
    """SQLite's, as it is mostly set up: Unicode words, marks removed, Porter's stems for English."""

    def __init__(self, texts: Sequence[str], language: str = "", *, ascii_only: bool = False) -> None:
        self._read = anyascii if ascii_only else str
        self._rows = sqlite3.connect(":memory:")
        cut = "porter unicode61" if language == "en" else "unicode61 remove_diacritics 2"
        self._rows.execute(f"CREATE VIRTUAL TABLE page USING fts5(text, tokenize='{cut}')")
        rows = ((place, self._read(text)) for place, text in enumerate(texts))
        self._rows.executemany("INSERT INTO page(rowid, text) VALUES (?, ?)", rows)

    def ask(self, question: str, limit: int) -> list[int]:
        asked = " OR ".join(f'"{word}"' for word in _WORDS.findall(self._read(question)))
        if not asked:
            return []
        found = self._rows.execute("SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT ?", (asked, limit))
        return [place for (place,) in found]


class Postgres:
    """Full text with the language's configuration, the better of its two rankings being chosen by the caller."""

    def __init__(self, url: str, texts: Sequence[str], language: str = "", *, rank: str = "ts_rank") -> None:
        self._rows = psycopg.connect(url, autocommit=True)
        self._words, self._rank = POSTGRES.get(language, "simple"), rank
        self._rows.execute("DROP TABLE IF EXISTS page")
        self._rows.execute("CREATE TABLE page (place int, words tsvector)")
        with self._rows.cursor() as cursor:
            rows = [(place, self._words, text) for place, text in enumerate(texts)]
            cursor.executemany("INSERT INTO page VALUES (%s, to_tsvector(%s::regconfig, %s))", rows)
        self._rows.execute("CREATE INDEX ON page USING gin(words)")

    def ask(self, question: str, limit: int) -> list[int]:
        found = self._rows.execute(
            "SELECT place FROM page, "
            "(SELECT replace(plainto_tsquery(%s::regconfig, %s)::text, '&', '|')::tsquery AS asked) AS question "
            f"WHERE words @@ asked ORDER BY {self._rank}(words, asked, 1) DESC, place LIMIT %s",
            (self._words, question, limit),
        )
        return [place for (place,) in found.fetchall()]


class Tantivy:
    """Its default words; with `stems`, its own Snowball stemmer for the language."""

    def __init__(self, texts: Sequence[str], language: str = "", *, stems: bool = False) -> None:
        chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        if stems:
            chain = chain.filter(tantivy.Filter.stemmer(SNOWBALL[language]))
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("place", stored=True)
        builder.add_text_field("text", tokenizer_name="words")
        self._index = tantivy.Index(builder.build())
        self._index.register_tokenizer("words", chain.build())
        writer = self._index.writer()
        for place, text in enumerate(texts):
            writer.add_document(tantivy.Document(place=place, text=text))
        writer.commit()
        self._index.reload()

    def ask(self, question: str, limit: int) -> list[int]:
        asked = self._index.parse_query(" ".join(_WORDS.findall(question.lower())), ["text"])
        searcher = self._index.searcher()
        return [searcher.doc(address)["place"][0] for _, address in searcher.search(asked, limit).hits]


@contextmanager
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="tamizdat-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
