"""What is vector of a story's words leads from a stem to each word as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamizdat.search import term_vectors
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
    vector = entry(STORY)["term_vector"][0]
    assert term_vectors.tokens_of(vector, "elect") == ["Élections", "élections", "L’élection"]
    assert term_vectors.tokens_of(vector, "elec") == [], "a beginning of a stem is another stem"
    assert {"Résumé", "résumée", "maire"} <= set(term_vectors.all_tokens(vector))
    assert "elect" in term_vectors.stems_of(vector)
    assert list(term_vectors.capitalized(vector)) == ["Élections", "L’élection", "Un", "Résumé", "Ёлка"]
    assert not list(term_vectors.capitalized(term_vectors.term_vector({"maire": ("mair",)})))


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
