"""What a translation lacks of its original: counted in edits of the words and in corrections, until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Callable

from wagtail.models import Revision

from tamizdat.newsroom.actions import articles, translations
from tamizdat.newsroom.actions.translations import behind
from tamizdat.newsroom.models import Article, ArticleNote, TranslatedFrom

Make = Callable[..., Article]
TEXT = [("text", "<p>Snow fell.</p>")]


def test_edits_and_corrections_since_the_translation_was_made(published: Make) -> None:
    story = published("A road", body=TEXT)
    russian = translations.begin(story, "ru")
    assert behind(russian) == (0, 0)
    story.dek = "It is open"
    articles.publish(story)
    story.body = [("text", "<p>Snow fell twice.</p>")]
    articles.publish(story)
    story.urgency = 3  # no words
    articles.publish(story)
    story.notes.add(ArticleNote(kind="correction", text="<p>It fell twice.</p>"))
    story.notes.add(ArticleNote(kind="update", text="<p>More later.</p>"))
    articles.publish(story)
    assert behind(russian) == (2, 1)
    assert behind(story) == (0, 0), "the original"
    articles.publish(russian)
    assert behind(russian) == (2, 1), "saving or publishing it is no comparison"
    translations.declare_up_to_date(russian)
    assert behind(russian) == (0, 0)


def test_what_was_changed_back_is_no_edit(published: Make) -> None:
    story = published("A road")
    russian = translations.begin(story, "ru")
    for dek in ("Open", ""):
        story.dek = dek
        articles.publish(story)
    assert behind(russian) == (0, 0)


def test_without_a_record_what_came_after_its_last_version_counts(published: Make) -> None:
    story = published("A road")
    story.dek = "Open"
    articles.publish(story)
    russian = translations.begin(story, "ru")
    TranslatedFrom.objects.all().delete()
    assert behind(russian) == (0, 0)
    story.headline = "A road opens"
    articles.publish(story)
    assert behind(russian) == (1, 0)


def test_autosave_does_not_overwrite_the_version_that_was_translated(draft: Make) -> None:
    story = draft("A road")
    russian = translations.begin(story, "ru")
    made_from = story.latest_revision
    story.headline = "A road opens"
    story.save_revision(overwrite_revision=made_from)
    later = story.latest_revision
    assert later != made_from
    assert Revision.objects.get(pk=made_from.pk).content["headline"] == "A road"
    story.headline = "A road opens again"
    story.save_revision(overwrite_revision=later)
    assert story.latest_revision == later
    assert behind(russian) == (1, 0)


def test_many_cost_as_many_queries_as_one(
    published: Make, django_assert_max_num_queries: Callable[..., object]
) -> None:
    made = []
    for number in range(4):
        story = published(f"A road {number}")
        made += [translations.begin(story, language) for language in ("ru", "ar")]
        story.dek = "Open"
        articles.publish(story)
    with django_assert_max_num_queries(5):
        found = translations.behind_all(made)
    assert set(found.values()) == {(1, 0)}
