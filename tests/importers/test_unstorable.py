"""Text that a database or an encoder refuses costs a story at most these letters, and no other story anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tamizdat.importers.report import Report
from tamizdat.newsroom.models import Article

LETTERS = {
    "high surrogate": "\ud83d",
    "low surrogate": "\udc00",
    "surrogates the wrong way round": "\udc00\ud83d",
    "zero": "\0",
    "escape": "\x1b",
    "noncharacter": "\ufffe",
    "surrogate as an entity": "&#xD800;",
    "zero as an entity": "&#0;",
}
FIELDS = (
    *(
        "id",
        "lang",
        "headline",
        "kicker",
        "dek",
        "slug",
        "byline",
        "dateline",
        "group",
        "credit",
        "licence",
        "source_url",
    ),
    *("published", "updated", "body", "body_html", "authors", "regions", "topics", "old_urls", "pictures"),
)


def line_with(letter: str, field: str) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": "hostile",
        "lang": "en",
        "headline": "A road",
        "published": "2024-05-31",
        "body": ["Snow."],
    }
    said = f"{given.get(field) or 'x'}{letter}y" if isinstance(given.get(field, ""), str) else f"x{letter}y"
    if field == "source_url":
        said = f"https://example.org/{letter}"
    if field == "body_html":
        said = f'<p>a{letter}b <a href="https://example.org/{letter}">link</a></p>'
    return given | {
        field: [said] if field in ("body", "authors", "regions", "topics", "old_urls", "pictures") else said
    }


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_no_letter_of_any_field_ends_an_import(import_lines: Callable[..., Report], letter: str) -> None:
    lines: list[dict[str, Any] | str] = [
        line_with(letter, field) | ({"id": f"hostile-{field}"} if field != "id" else {}) for field in FIELDS
    ]
    lines.append({f"unknown{letter}": letter, "id": "unknown", "lang": "en", "headline": "A road", "body": ["Snow."]})
    lines.append('{"id": "raw", "lang": "en", "headline": "A road", "body_html": "<p>a\ud83db</p>"}')
    last = {"id": "last", "lang": "en", "headline": "The last one", "published": "2030-01-01", "body": ["Snow."]}
    report = import_lines(*lines, last)
    assert Article.objects.filter(external_id="last").exists()
    assert report.created + report.refused == len(lines) + 1
    assert {one.number for one in report.bad} <= {FIELDS.index(name) + 1 for name in ("lang", "published", "id")}
    for article in Article.objects.all():
        text = f"{article.headline} {article.dek} {article.body.stream_block.get_prep_value(article.body)}"
        assert not any("\ud800" <= one <= "\udfff" or one in "\0\x1b\ufffe" for one in text)
