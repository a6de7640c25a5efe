"""Machine drafts: what a person wrote stays, and nothing is published that nobody has read. The real program where it is
installed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tamizdat.newsroom import machine, unread
from tamizdat.newsroom.actions import articles, machine_drafts, translated_parts, translations
from tamizdat.newsroom.actions.newsroom import set_up
from tamizdat.newsroom.models import Article

needs_apertium = pytest.mark.skipif(
    shutil.which("apertium") is None or ("ru", "uk") not in machine.Apertium().directions(),
    reason="apertium with apertium-rus-ukr is not installed: MACHINE TRANSLATION IS NOT TESTED",
)


class Marks:
    """Puts a mark before each text."""

    def directions(self) -> frozenset[tuple[str, str]]:
        return frozenset([("en", "ru")])

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return [text.replace(">", ">~", 1) if text.startswith("<") else f"~{text}" for text in texts]


@pytest.fixture
def marks(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    set_up("The Pass")
    monkeypatch.setattr(machine, "engine", Marks())


def test_a_draft_keeps_what_a_person_wrote_and_is_not_published_unread(marks: None) -> None:
    body = [("text", "<p>Snow <b>fell</b>.</p>"), ("heading", "A & B"), ("quote", {"text": "Go", "attribution": "Ana"})]
    original = articles.create(Article(headline="A road", dek="Open", body=body), "en")
    russian = translations.begin(original, "ru")
    draft = russian.get_latest_revision_as_object()
    draft.dek = "Открыта"
    draft.save_revision()
    russian.refresh_from_db()
    assert machine_drafts.fill(russian) == 4
    russian.refresh_from_db()
    draft = russian.get_latest_revision_as_object()
    assert (draft.headline, draft.dek, draft.body[1].value) == ("~A road", "Открыта", "~A & B")
    assert (draft.body[0].value.source, draft.body[2].value["attribution"]) == ("<p>~Snow <b>fell</b>.</p>", "Ana")
    assert machine_drafts.fill(russian) == 0, "all has words of its own"
    with pytest.raises(ValidationError):
        articles.publish(draft)
    waiting = [row.translation for row in translated_parts.rows(russian) if row.is_machine]
    assert len(waiting) == 4
    for part in waiting[:3]:
        assert part
        assert translated_parts.read(russian, part.number, part.place)
    assert unread.is_unread(russian)
    draft = russian.get_latest_revision_as_object()
    draft.body[2].value["text"] = "Иди"
    draft.save_revision()
    articles.publish(draft)
    assert Article.objects.get(pk=russian.pk).live, "whoever edits a part has read it"


def test_a_program_that_fails_leaves_the_text_as_it_is(marks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "engine", machine.NoEngine())
    original = articles.create(Article(headline="A road"), "en")
    russian = translations.begin(original, "ru")
    with pytest.raises(machine.TranslationError):
        machine_drafts.fill(russian)
    assert (russian.get_latest_revision_as_object().headline, unread.is_unread(russian)) == ("A road", False)


@needs_apertium
def test_apertium_keeps_links_and_gives_as_many_texts_as_it_got() -> None:
    texts = [
        "Снег остановил движение на севере.",
        '<p>Снег <b>в <a id="3" linktype="page">горах</a></b></p>',
        "A &amp; Б",
    ]
    found = machine.Apertium().translate(texts, "ru", "uk")
    assert len(found) == 3
    assert found[0] == "Сніг зупинив рух на півночі."
    assert '<a id="3" linktype="page">' in found[1]
    assert "&amp;" in found[2]
