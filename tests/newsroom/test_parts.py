"""Two versions of a story, and a story and its translation, part by part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tamizdat.newsroom import parts
from tamizdat.newsroom.actions import articles, translated_parts, translations, versions
from tamizdat.newsroom.actions.newsroom import set_up
from tamizdat.newsroom.models import Article, ArticleNote, CheckedChange

Make = Callable[..., Article]


@pytest.fixture(autouse=True)
def newsroom(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    set_up("The Pass")


def story(*paragraphs: str, heading: str = "On the pass", **fields: Any) -> Article:
    body = [("text", "".join(f"<p>{one}</p>" for one in paragraphs)), ("heading", heading)]
    return articles.create(Article(headline="A road", body=body, **fields), "en")


def change(of: Article, *paragraphs: str, **fields: Any) -> Article:
    draft = of.get_latest_revision_as_object()
    if paragraphs:
        draft.body[0].value.source = "".join(f"<p>{one}</p>" for one in paragraphs)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    of.refresh_from_db()
    return draft


def changes(before: Article, after: Article) -> list[tuple[str, str]]:
    pairs = parts.aligned(parts.parts_of(before), parts.parts_of(after))
    return [(p.before.text if p.before else "", p.after.text if p.after else "") for p in pairs if p.is_changed]


def open_rows(translation: Article) -> list[str]:
    return [row.change.part.text for row in translated_parts.rows(translation) if row.is_open]


def test_versions_differ_by_paragraph_field_note_and_formatting() -> None:
    first = story("Snow fell.", "The road is shut.", dek="Short")
    before = first.get_latest_revision_as_object()
    after = change(first, "Snow fell.", "Buses wait.", "The road is <b>shut</b>.", dek="Shorter")
    assert changes(before, after) == [
        ("Short", "Shorter"), ("The road is shut.", "Buses wait."), ("", "The road is shut."),
    ]  # fmt: skip


def test_only_the_paragraph_that_changed_is_marked_until_somebody_looks() -> None:
    original = story("Snow fell.", "The road is shut.")
    russian = translations.begin(original, "ru")
    change(russian, "Выпал снег.", "Дорога закрыта.", headline="Дорога")
    assert open_rows(russian) == []
    change(original, "Snow fell.", "Buses wait.", "The road is open.")
    original.notes.add(ArticleNote(kind="correction", text="<p>It is open.</p>"))
    assert open_rows(russian) == ["Buses wait.", "The road is open."]
    rows = [row for row in translated_parts.rows(russian) if row.part.kind == "text"]
    assert next((r.part.text, r.translation and r.translation.text) for r in rows) == ("Snow fell.", "Выпал снег.")
    first = next(row for row in rows if row.is_open)
    assert translated_parts.check(russian, first.change.digest)
    assert open_rows(russian) == ["The road is open."]
    assert not translated_parts.check(russian, first.change.digest), "it was checked already"
    assert translations.behind(russian).edits == 1


def test_when_every_change_was_looked_at_the_translation_is_up_to_date() -> None:
    original = story("Snow fell.", "The road is shut.")
    russian = translations.begin(original, "ru")
    change(original, "Snow fell.", "The road is open.", dek="Open")
    for row in [row for row in translated_parts.rows(russian) if row.is_open]:
        assert translated_parts.check(russian, row.change.digest)
    assert (open_rows(russian), translations.behind(russian)) == ([], translations.UP)
    assert not CheckedChange.objects.exists()
    change(original, "Snow fell.", "The road is shut.")
    assert open_rows(russian) == ["The road is shut."], "changed back is a change, too"


def test_whoever_edits_a_paragraph_has_looked_at_its_original() -> None:
    original = story("Snow fell.", "The road is shut.")
    russian = translations.begin(original, "ru")
    change(russian, "Выпал снег.", "Дорога закрыта.")
    change(original, "Snow falls.", "The road is open.")
    before = translated_parts.own_words(russian.get_latest_revision_as_object())
    change(russian, "Выпал снег.", "Дорога открыта.")
    translated_parts.edited(russian, before)
    assert open_rows(russian) == ["Snow falls."]


def test_a_story_that_was_imported_is_aligned_by_order() -> None:
    original = story("Snow fell.", "The road is shut.")
    russian = translations.begin(original, "ru")
    russian.body = [("text", "<p>Выпал снег.</p><p>Дорога закрыта.</p>"), ("heading", "На перевале")]
    russian.save_revision()
    rows = [row for row in translated_parts.rows(russian) if row.part.kind in ("text", "heading")]
    assert [row.translation.text for row in rows if row.translation] == [
        "Выпал снег.",
        "Дорога закрыта.",
        "На перевале",
    ]
    assert [row.part.text for row in rows] == ["Snow fell.", "The road is shut.", "On the pass"]


def test_one_part_of_an_older_version_comes_back_and_the_rest_stays() -> None:
    first = story("Snow fell.", dek="Short")
    older = first.latest_revision
    block = str(first.body[0].id)
    now = change(first, "Snow falls.", dek="Shorter", headline="A road opens")
    assert versions.restore_part(first, older, block)
    first.refresh_from_db()
    draft = first.get_latest_revision_as_object()
    assert ("Snow fell." in str(draft.body[0].value), draft.dek, draft.headline) == (True, "Shorter", "A road opens")
    assert versions.restore_part(first, older, "dek")
    first.refresh_from_db()
    assert first.get_latest_revision_as_object().dek == "Short"
    assert not versions.restore_part(first, older, "pk")
    del now.body[1]
    now.save_revision()
    first.refresh_from_db()
    heading = str(older.as_object().body[1].id)
    assert versions.restore_part(first, older, heading)
    first.refresh_from_db()
    assert [child.block_type for child in first.get_latest_revision_as_object().body] == ["text", "heading"]


def test_autosave_does_not_overwrite_a_version_with_a_name() -> None:
    first = story("Snow fell.")
    versions.name_version(first, first.latest_revision, "As the lawyer saw it")
    named = first.latest_revision
    first.save_revision(overwrite_revision=named)
    assert first.latest_revision != named
