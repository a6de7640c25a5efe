"""A copy is a story of its own; words of a killed story do not come back unnoticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.rich_text import RichText

from tamizdat.newsroom.actions import articles, copies, translations
from tamizdat.newsroom.models import Article, ArticleNote
from tests.desk import forms

Make = Callable[..., Article]
WARNING = "which was killed"


def copy_address(story: Article) -> str:
    return reverse("wagtailadmin_pages:copy", args=[story.pk])


def edit_address(story: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def newest() -> Article:
    return Article.objects.order_by("-pk")[0]


def test_a_copy_has_the_newest_words_and_the_headline_that_was_typed(editor: Client, published: Make) -> None:
    story = published("A road", dek="Old")
    story.dek = "New"
    story.save_revision()
    answer = editor.post(
        copy_address(story), {"new_title": " Another\u200b road ", "new_slug": "Дорога", "publish_copies": "on"}
    )
    made = newest()
    assert answer.url == edit_address(made)
    assert (made.headline, made.title, made.slug, made.dek, made.live) == (
        "Another road",
        "Another road",
        "doroga",
        "New",
        True,
    )
    assert made.translation_key != story.translation_key


@pytest.mark.parametrize(
    "more",
    [
        {"alias": "on"},
        {"new_parent_page": ""},
        {"new_parent_page": "999999"},
        {"new_parent_page": "x"},
        {"new_title": ""},
        {"new_title": "\u200b"},
        {"new_title": "x" * 300},
        {"new_slug": ""},
        {"new_slug": "x" * 300},
        {"copy_subpages": "on"},
    ],
)
def test_no_copy_form_fails(editor: Client, published: Make, more: dict[str, str]) -> None:
    story = published("A road", external_id="wire-2")
    answer = editor.post(copy_address(story), {"new_title": "A copy", "new_slug": "a-copy"} | more)
    assert answer.status_code in (200, 302)
    assert not Article.objects.filter(alias_of__isnull=False).exists()
    assert 'name="alias"' not in editor.get(copy_address(story)).content.decode()


def test_a_copy_of_a_killed_story_warns_before_it_is_made_and_until_it_is_published(
    editor: Client, published: Make
) -> None:
    story = published("Names of sources")
    articles.kill(story)
    assert "“Names of sources” was killed" in editor.get(copy_address(story)).content.decode()
    editor.post(copy_address(story), {"new_title": "A copy", "new_slug": "a-copy"})
    made = newest()
    assert not made.live
    page = editor.get(edit_address(made)).content.decode()
    assert WARNING in page
    assert "Names of sources" in page
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert WARNING in editor.get(f"{many}?id={made.pk}").content.decode()


def test_a_kill_is_told_to_copies_of_copies_and_to_other_languages(editor: Client, published: Make) -> None:
    """Whatever came first, the copy or the kill."""
    story = published("Names of sources")
    copied = copies.copy(copies.copy(story, headline="Copy", slug="copy"), headline="Copy two", slug="copy-two")
    translated = translations.begin(story, "ru")
    assert WARNING not in editor.get(edit_address(copied)).content.decode()
    articles.kill(Article.objects.get(pk=story.pk))
    for other in (copied, translated):
        assert WARNING in editor.get(edit_address(other)).content.decode()
    killed = Article.objects.get(pk=story.pk)
    begin = reverse("desk_translate", args=[story.pk, "ar"])
    assert "was killed" in editor.get(begin).content.decode()
    articles.lift_kill(killed)
    assert WARNING not in editor.get(edit_address(copied)).content.decode()


def test_corrections_of_the_original_are_not_those_of_its_copy_or_translation(published: Make) -> None:
    story = published("A road", editors_note="The number was wrong at first.")
    story.notes.add(ArticleNote(kind="correction", text="<p>It was two.</p>"))
    story.save_revision().publish()
    for other in (copies.copy(story, headline="Copy", slug="copy", publish=True), translations.begin(story, "ru")):
        assert (other.notes.count(), other.editors_note) == (0, "")
    assert Article.objects.get(pk=story.pk).notes.count() == 1


def test_words_of_another_language_are_published_only_when_the_editor_says_so_twice(
    editor: Client, published: Make
) -> None:
    headline, body = (
        "The bridge at Zeskari opens",
        [("text", forms.rich("<p>The first bus crossed at six in the morning.</p>"))],
    )
    story = published(headline, body=[("text", RichText("<p>The first bus crossed at six in the morning.</p>"))])
    begun = translations.begin(story, "ru")
    copied = copies.copy(begun, headline="Мост в Зескари открыт", slug="most")
    for one, typed in ((begun, headline), (copied, "Мост в Зескари открыт")):
        data = forms.story(typed, body=body, press="publish")
        answer = editor.post(edit_address(one), data)
        assert "still in another language: English" in str(answer.context["form"].non_field_errors())
        assert not Article.objects.get(pk=one.pk).live
        many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        assert "still in another language" in editor.get(f"{many}?id={one.pk}").content.decode()
        assert 'name="untranslated" value="on"' in answer.content.decode()
        editor.post(edit_address(one), data | {"untranslated": "on"})
        assert Article.objects.get(pk=one.pk).live
    assert "still in another language" in editor.get(copy_address(begun)).content.decode()


def test_a_translation_is_published_without_a_question(editor: Client, published: Make) -> None:
    begun = translations.begin(published("The bridge at Zeskari opens"), "ru")
    editor.post(edit_address(begun), forms.story("Мост в Зескари открыт после ремонта", press="publish"))
    assert Article.objects.get(pk=begun.pk).live
