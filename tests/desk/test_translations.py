"""What a translation lacks of its original: counted in edits of the words and in corrections, until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.models import Revision

from tamizdat.desk.languages import autonyms
from tamizdat.newsroom import machine
from tamizdat.newsroom.actions import articles, translations
from tamizdat.newsroom.actions.translations import behind
from tamizdat.newsroom.models import Article, ArticleNote, TranslatedFrom
from tests.desk import forms

Make = Callable[..., Article]
TABLE = "/desk/stories/languages/"
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


def cells(client: Client, **query: object) -> dict[str, list[str]]:
    """The table: by headline, what it says of each language, in the newsroom's order."""
    page = html.document_fromstring(client.get(TABLE, query).content)
    return {
        row.xpath("string(th/a)"): [
            " ".join(" ".join(cell.xpath(".//a//text() | span[@class='w-sr-only']//text()")).split())
            for cell in row.xpath("td")
        ]
        for row in page.xpath("//table[contains(@class, 'desk-languages-table')]/tbody/tr")
    }


def test_the_table_of_stories_and_languages(editor: Client, writer: Client, draft: Make, published: Make) -> None:
    codes = [code for code, _name in autonyms()]
    story = published("A road")
    russian = articles.publish(translations.begin(story, "ru"))
    for dek in ("Open", "Closed"):
        story.dek = dek
        story.notes.add(ArticleNote(kind="correction", text="<p>Wrong.</p>"))
        articles.publish(story)
    draft("Мост", "ru")
    articles.kill(published("Killed"))
    rows = cells(editor)
    assert list(rows) == ["Мост", "A road"], "the latest first"
    assert rows["A road"][codes.index("en")] == "Published"
    assert rows["A road"][codes.index("ru")] == "Published Behind: 2 edits, 2 corrections"
    assert rows["A road"][codes.index("ar")].startswith("Translate : ")
    assert rows["Мост"][codes.index("ru")] == "Draft"
    assert list(cells(editor, missing="ru")) == []
    assert list(cells(editor, missing="en")) == ["Мост"]
    assert list(cells(editor, language="en", topic="x", p="\0")) == ["A road"]
    address = f"/desk/stories/{russian.pk}/up-to-date/"
    assert "Behind: 2 edits" in editor.get(f"/desk/pages/{russian.pk}/edit/").content.decode()
    assert "Behind: 2 edits" in editor.get(address).content.decode()
    User.objects.get(username="writer").groups.get().page_permissions.all().delete()
    writer.post(address)
    assert behind(russian) == (2, 2), "who may not edit it cannot say so"
    assert editor.post(address).url == TABLE
    assert cells(editor)["A road"][codes.index("ru")] == "Published"
    assert "Translation marked as up to date" in editor.get(f"/desk/pages/{russian.pk}/history/").content.decode()


def test_the_table_asks_as_much_for_many_rows_as_for_one(editor: Client, published: Make) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(TABLE)
        return len(queries)

    def more(number: int) -> None:
        story = published(f"A road {number}")
        translations.begin(story, "ru")
        story.dek = "Open"
        articles.publish(story)

    more(0)
    editor.get(TABLE)
    before = cost()
    for number in range(1, 4):
        more(number)
    assert cost() == before


def test_side_by_side_a_change_is_marked_until_somebody_says_that_the_translation_is_fine(
    editor: Client, published: Make
) -> None:
    story = published("A road", body=[("text", "<p>Snow fell.</p><p>The road is shut.</p>")])
    russian = translations.begin(story, "ru")
    address = f"/desk/stories/{russian.pk}/side-by-side/"
    stranger = User.objects.create_user("stranger")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    elsewhere = Client()
    elsewhere.force_login(stranger)
    assert elsewhere.get(address).status_code == 302, "whoever may not edit it is sent away"
    draft = story.get_latest_revision_as_object()
    draft.body[0].value.source = "<p>Snow fell.</p><p>The road is open.</p>"
    articles.publish(draft)
    page = html.fromstring(editor.get(address).content)
    (row,) = page.find_class("desk-sides__row--open")
    assert [one.text for one in row.iter("del", "ins")] == ["shut.", "open."]
    (digest,) = row.xpath(".//button[@name='check']/@value")
    assert editor.post(address, {"check": "nothing"}).status_code == 302
    assert behind(russian) == (1, 0)
    editor.post(address, {"check": digest})
    assert behind(russian) == (0, 0)
    assert not html.fromstring(editor.get(address).content).find_class("desk-sides__row--open")
    assert editor.get(f"/desk/stories/{story.pk}/side-by-side/").status_code == 302, "an original has no original"


def test_two_versions_are_compared_named_and_one_part_restored(editor: Client, published: Make) -> None:
    story = published("A road", dek="Short", body=TEXT)
    first = story.latest_revision_id
    story.dek = "Long"
    articles.publish(story)
    address = f"/desk/stories/{story.pk}/versions/"
    page = html.fromstring(editor.get(address, {"a": story.latest_revision_id, "b": first}).content)
    assert [one.text for one in page.iter("mark")] == ["Short", "Long"]
    assert page.xpath("//button[@name='restore']/@value") == ["dek"]
    editor.post(address, {"version": first, "name": "<b>As the lawyer saw it"})
    assert "&lt;b&gt;As the lawyer" in editor.get(address).content.decode()
    editor.post(address, {"version": first, "restore": "dek"})
    newest = Article.objects.get(pk=story.pk)
    assert (newest.get_latest_revision_as_object().dek, newest.dek) == ("Short", "Long")
    for wrong in ({"version": "x"}, {"version": first, "restore": "pk"}, {"version": first, "name": "x" * 101}):
        assert editor.post(address, wrong).status_code == 302
    assert editor.get(address, {"a": "9" * 30, "b": "x"}).status_code == 200


def test_a_translation_starts_by_machine_and_is_not_published_unread(
    editor: Client, published: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Engine(machine.NoEngine):
        def directions(self) -> frozenset[tuple[str, str]]:
            return frozenset([("en", "ru")])

        def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
            return [f"Перевод {number}" for number in range(len(texts))]

    monkeypatch.setattr(machine, "engine", Engine())
    story = published("A road")
    address = f"/desk/stories/{story.pk}/translate/ru/"
    assert 'name="machine"' in editor.get(address).content.decode()
    answer = editor.post(address, {"machine": "1"})
    russian = Article.objects.get(locale__language_code="ru")
    view = f"/desk/stories/{russian.pk}/side-by-side/"
    assert answer.url == view
    form = f"/desk/pages/{russian.pk}/edit/"
    assert "nobody has read them" in editor.get(form).content.decode()
    words = forms.story("Перевод 0", body=[])
    assert editor.post(form, words | {"action-publish": "1"}).status_code == 302
    assert not Article.objects.get(pk=russian.pk).live
    (value,) = html.fromstring(editor.get(view).content).xpath("//button[@name='read']/@value")
    editor.post(view, {"read": value})
    editor.post(form, words | {"action-publish": "1"})
    assert Article.objects.get(pk=russian.pk).live
