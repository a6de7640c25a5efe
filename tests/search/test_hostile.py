"""Whatever is typed is answered, and leaves nothing behind."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tamizdat.search.documents import Document
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tests.search.stories import STORIES, indexed

SIGNS = '"-|*?()[]{}\\/:^~+ \t\n\x00\x1f\u202e\u0301абвOR andthe«»“”ქართ学\ud800😀'
COUNT = 700


def queries() -> Iterator[str]:
    chance = random.Random(4)
    words = [word for story in STORIES for word in story.text.split()]
    yield from ("", '"', "-", "a" * 100_000, '"' * 100_000, " OR ".join(["the"] * 1000), "*" * 500, "-the -of", "\x00")
    for _ in range(COUNT):
        yield "".join(chance.choices(SIGNS, k=chance.randint(1, 300)))
        few = chance.choices(words, k=chance.randint(1, 20))
        yield " OR ".join(few)
        yield " ".join(chance.choice(('"{}"', "-{}", "{}x", "{}*", "{}")).format(word) for word in few)


def test_random_queries_are_answered(tmp_path: Path) -> None:
    searcher = Searcher(indexed(tmp_path))
    some = 0
    for text in queries():
        results = searcher.search(Query(text=text, language="" if len(text) % 2 else "en"))
        assert len(results.results) <= min(results.total, 10)
        some += bool(results.total)
    assert some > COUNT
    memory = _resident()
    for text in queries():
        searcher.search(Query(text=text))
        searcher.complete(text, "en")
    assert _resident() - memory < 32


def test_known_hostile_strings_are_found_and_searched_for(tmp_path: Path, shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile-strings-blns" / "blns.json").read_text())
    documents = [
        Document(id=number, url=f"/{number}", language="en", headline=text, text=text, names=(text,), genre=text[:50])
        for number, text in enumerate(strings, 1)
    ]
    searcher = Searcher(indexed(tmp_path, documents))
    for text in strings:
        for query in (Query(text=text), Query(genres=(text,), language=text), Query(text=text, sort="date")):
            assert searcher.search(query).total >= 0
        searcher.complete(text, text)
    assert searcher.search(Query(text="Scunthorpe General Hospital")).total >= 1


@pytest.mark.parametrize("text", ["lone \ud800 surrogate", "nul \x00 byte", "¶ mark"])
def test_a_story_may_hold_anything(tmp_path: Path, text: str) -> None:
    searcher = Searcher(indexed(tmp_path, [Document(id=1, url="/", language="en", headline=text, text=text)]))
    assert searcher.search(Query(text=text.split()[-1])).total == 1


def _resident() -> float:
    """Megabytes of this process's own memory."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    return 0.0
