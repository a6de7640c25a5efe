"""An imported story is a story like any other: the rows of one that was written at the desk, and all that is done to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Page, PageLogEntry

from tamizdat.bake import outbox
from tamizdat.bake.models import Change
from tamizdat.importers.report import Report
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Address, Article, ArticleAuthor, Author, AuthorText, ListEntry, StoryList, Topic

Import = Callable[..., Report]
Line = Callable[..., dict[str, Any]]

NEVER_THE_SAME = {
    *("id", "uri", "page_ptr_id", "path", "translation_key", "external_id", "body"),
    *("latest_revision_id", "live_revision_id", "latest_revision_created_at", "last_published_at"),
}


@pytest.fixture
def imported(import_lines: Import, line: Line) -> Article:
    import_lines(line())
    Change.objects.all().delete()
    return Article.objects.get(external_id="one")


def one_name(pk: int) -> Callable[[str], str]:
    """A key with the number of the story in it taken for any story's."""
    own = {f"article:{pk}": "article", f"related:{pk}": "related"}
    return lambda key: own.get(key, key.replace(f":{pk}", "") if key.startswith("entry:") else key)


def noted() -> set[str]:
    return set(Change.objects.values_list("key", flat=True))


def test_the_rows_are_those_of_a_story_published_at_the_desk(import_lines: Import, line: Line) -> None:
    topic = Topic.objects.create(slug="roads")
    author = Author(texts=[AuthorText(language="en", name="Ana")])
    author.save()
    desk = Article(
        headline="The bridge is open",
        first_published_at=datetime(2024, 5, 31, 5, tzinfo=UTC),
        body=[{"type": "text", "value": "<p>It opened on Monday.</p><p>Nobody came.</p>"}],
        authors=[ArticleAuthor(author=author)],
    )
    articles.create(desk, "en")
    desk.topics.set([topic])
    Change.objects.all().delete()
    articles.publish(desk)
    desk_keys, desk_lists = noted(), set(StoryList.objects.values_list("key", "next_ordinal"))
    desk_paths = list(Address.objects.filter(owner=f"article:{desk.pk}").values_list("path", "language", "current"))
    desk_row = Article.objects.filter(pk=desk.pk).values().get()
    desk_body = [(block.block_type, str(block.value.source)) for block in desk.body]
    owner = f"article:{desk.pk}"
    renamed = one_name(desk.pk)
    desk.delete()
    Address.objects.filter(owner=owner).delete()
    StoryList.objects.all().delete()
    Change.objects.all().delete()

    import_lines(line(authors=["Ana"], topics=["roads"]))

    story = Article.objects.get()
    row = Article.objects.filter(pk=story.pk).values().get()
    assert {name: row[name] for name in row if name not in NEVER_THE_SAME} == {
        name: desk_row[name] for name in row if name not in NEVER_THE_SAME
    }
    assert [(block.block_type, str(block.value.source)) for block in story.body] == desk_body
    assert list(story.authors.values_list("author", "role", "sort_order")) == [(author.pk, "", 0)]
    assert set(StoryList.objects.values_list("key", "next_ordinal")) == desk_lists
    assert ListEntry.objects.filter(article=story).count() == len(desk_lists)
    assert list(Address.objects.values_list("path", "language", "current").filter(owner=f"article:{story.pk}")) == (
        desk_paths
    )
    own = one_name(story.pk)
    assert {own(key) for key in noted() if not key.startswith("ledger:")} == {
        # At the desk it was a draft first.
        renamed(key)
        for key in desk_keys
        if not key.startswith(("ledger:", "draft:", "author:", "topic:"))
    }
    assert any(key.startswith("ledger:") for key in noted())
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_desk_can_change_it(imported: Article) -> None:
    draft = imported.get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["text"]
    draft.headline = "Changed at the desk"
    draft.full_clean()

    articles.publish(draft)

    imported.refresh_from_db()
    assert (imported.headline, imported.external_id) == ("Changed at the desk", "one")
    assert f"article:{imported.pk}" in noted()
    assert Address.objects.filter(owner=f"article:{imported.pk}").count() == 1


def test_the_desk_finds_it(imported: Article) -> None:
    assert [page.pk for page in Page.objects.search("bridge")] == [imported.pk]
    assert [page.pk for page in Article.objects.autocomplete("brid")] == [imported.pk]


def test_it_can_be_taken_off_the_site(imported: Article) -> None:
    articles.unpublish(imported)

    assert not Article.objects.get().live
    assert f"article:{imported.pk}" in noted()


def test_it_can_be_killed_and_goes_ahead(imported: Article) -> None:
    articles.kill(imported, reason="a court")

    killed = Change.objects.get(key=f"article:{imported.pk}", due_at=None)
    assert killed.urgency == outbox.KILL


def test_it_can_be_deleted(imported: Article) -> None:
    owner = f"article:{imported.pk}"
    imported.delete()

    assert not Article.objects.exists()
    assert Address.objects.get(owner=owner).ended == Address.Ended.GONE
    assert owner in noted()
    assert Page.find_problems() == ([], [], [], [], [])


def test_its_slug_can_change_and_the_old_address_leads_on(imported: Article) -> None:
    imported.slug = "the-new-bridge"
    articles.publish(imported)

    paths = dict(Address.objects.filter(owner=f"article:{imported.pk}").values_list("path", "current"))
    assert paths == {"/en/2024/05/the-bridge-is-open/": False, "/en/2024/05/the-new-bridge/": True}


def test_a_story_of_the_desk_may_follow_it(imported: Article) -> None:
    """The place in the tree, the slug and the ordinal that come next are free."""
    story = articles.publish(articles.create(Article(headline="The bridge is open"), "en"))

    assert story.slug == "the-bridge-is-open-2"
    assert ListEntry.objects.get(article=story, list__key="en:latest").ordinal == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_its_history_says_that_it_was_imported(imported: Article) -> None:
    entry = PageLogEntry.objects.for_instance(imported).get()
    assert entry.action == "tamizdat.import"
