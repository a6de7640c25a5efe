"""What is kept of a story's words leads from a stem to each word as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamizdat.search import concordance
from tamizdat.search.documents import Document
from tamizdat.search.fields import entry
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tests.search.stories import day, indexed

STORY = Document(
    id=7,
    url="/fr/resume",
    language="fr",
    headline="Élections",
    text="Un résumé des élections. L’élection du maire a été résumée; le Résumé suit. Ёлка стоит.",
    published=day("2024-03-01"),
)


def test_a_stem_leads_to_its_words_as_they_are_written() -> None:
    kept = entry(STORY)["concordance"][0]
    assert concordance.written(kept, "elect") == ["Élections", "élections", "L’élection"]
    assert concordance.written(kept, "elec") == [], "a beginning of a stem is another stem"
    assert {"Résumé", "résumée", "maire"} <= set(concordance.every(kept))
    assert "elect" in concordance.stems(kept)
    assert list(concordance.named(kept)) == ["Élections", "L’élection", "Un", "Résumé", "Ёлка"]
    assert not list(concordance.named(concordance.concordance({"maire": ("mair",)})))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("resume", {"résumé", "Résumé", "résumée"}),
        ('"resume"', {"résumé", "Résumé"}),
        ('"le resume"', {"le", "Résumé", "résumé"}),
        ("елка", {"Ёлка"}),
    ],
)
def test_words_are_marked_however_their_accents_are_typed(tmp_path: Path, text: str, marked: set[str]) -> None:
    searcher = Searcher(indexed(tmp_path, [STORY]))
    found = searcher.search(Query(text=text)).results[0]
    assert {part for part, hit in found.fragment if hit} == marked
