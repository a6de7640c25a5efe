"""Stories are begun, written, saved, published, found and translated at the desk."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail import hooks
from wagtail.rich_text import RichText

from tamizdat.bake.models import Change
from tamizdat.desk.stories.state import state
from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles, translations
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Address, Article, Author, AuthorText, BinEntry, Region, RegionGroup, RegionText
from tests.desk import forms

Make = Callable[..., Article]


def new(language: str = "en") -> str:
    return reverse("wagtailadmin_pages:add", args=["newsroom", "article", folder(language).pk])


def edit(story: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def newest() -> Article:
    return Article.objects.latest("pk")


def author(name: str) -> Author:
    made = Author()
    made.texts.add(AuthorText(language="en", name=name))
    made.save()
    return made


def region(name: str) -> Region:
    group, _ = RegionGroup.objects.get_or_create(slug="caucasus")
    made = Region(group=group)
    made.texts.add(RegionText(language="en", name=name))
    made.save()
    return made


def test_a_new_story_is_two_clicks_away_and_asks_for_the_language(editor: Client) -> None:
    asked = editor.get("/desk/stories/new/").content.decode()
    for code, name in (("en", "English"), ("ru", "Русский"), ("ar", "العربية")):
        assert name in asked
        assert editor.get(f"/desk/stories/new/{code}/").url == new(code)
    assert editor.get("/desk/stories/new/xx/").status_code == 404


def test_an_editor_publishes_a_story_with_all_it_needs(editor: Client) -> None:
    nino, georgia = author("Nino Kapanadze"), region("Georgia")
    data = forms.story(
        press="publish",
        kicker="Roads",
        dek="The council asked for a plough.",
        authors=[{"author": nino.pk, "role": "reporting"}],
        regions=[georgia.pk],
        slugline="pass-road",
        internal_note="Call the council again.",
    )
    assert editor.post(new(), data).status_code == 302
    story = newest()
    assert (story.live, story.title, story.slug) == (True, "A road over the pass", "a-road-over-the-pass")
    assert [(entry.author_id, entry.role) for entry in story.authors.all()] == [(nino.pk, "reporting")]
    assert list(story.regions.all()) == [georgia]
    assert story.owner.username == "anna"
    assert Change.objects.filter(key=keys.article(story.pk)).exists(), "what is published must be noted for the bake"
    assert story.url == Address.objects.get(owner=keys.article(story.pk)).path


def test_a_new_story_is_open_for_typing_and_its_buttons_stand_side_by_side(editor: Client, writer: Client) -> None:
    form = editor.get(new("ru"))
    page = form.content.decode()
    assert "New story: Русский" in page
    assert [block.block_type for block in form.context["form"].initial["body"]] == ["text"]
    assert re.search(r'class="desk-two">.*?>Save draft<.*?>Publish<', page, re.DOTALL)
    assert ">Publish<" not in writer.get(new()).content.decode()


def test_text_in_which_nothing_is_written_is_left_out(editor: Client) -> None:
    text, empty = ("text", forms.rich("<p>Snow.</p>")), ("text", forms.raw_rich(" "))
    editor.post(new(), forms.story(body=[empty, text, empty], press="publish"))
    assert [strip_tags(str(block.value)) for block in newest().body] == ["Snow."]
    answer = editor.post(new(), forms.story(body=[empty, text, ("heading", "")], press="publish"))
    errors = answer.context["form"].errors.as_data()["body"][0]
    assert list(errors.block_errors) == [2], "an error is shown at the block that has it"


def test_a_draft_gets_no_address(editor: Client) -> None:
    editor.post(new(), forms.story())
    assert not newest().live
    assert not Address.objects.filter(owner=keys.article(newest().pk)).exists()


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_slugs_are_ascii_whatever_is_typed(editor: Client, language: str) -> None:
    editor.post(new(language), forms.story("Дорога через перевал", press="publish", slug="Дорога домой"))
    assert newest().slug == "doroga-domoy"
    editor.post(new(language), forms.story("Дорога домой", press="publish"))
    assert newest().slug == "doroga-domoy-2", "a taken slug gets a numeral, not an error"


def test_the_slug_of_a_draft_follows_its_headline_until_it_is_published(editor: Client) -> None:
    editor.post(new(), forms.story("A ro"))
    story = newest()
    editor.post(edit(story), forms.story("A road home", slug=story.slug, press="publish"))
    story.refresh_from_db()
    assert story.slug == "a-road-home"
    editor.post(edit(story), forms.story("The road home", slug=story.slug, press="publish"))
    story.refresh_from_db()
    assert (story.slug, story.headline) == ("a-road-home", "The road home")


def test_a_slug_that_was_typed_stays(editor: Client) -> None:
    editor.post(new(), forms.story("A road", slug="winter"))
    story = newest()
    editor.post(edit(story), forms.story("Another road", slug="winter"))
    assert story.get_latest_revision_as_object().slug == "winter"


@pytest.mark.parametrize("headline", ["", "   ", "\u200b\u2060", "\ufeff"])
def test_a_story_without_a_readable_headline_is_kept_as_a_draft_and_not_published(
    editor: Client, headline: str
) -> None:
    answer = editor.post(new(), forms.story(headline, press="publish"))
    assert "headline" in answer.context["form"].errors
    assert not Article.objects.exists()
    editor.post(new(), forms.story(headline))
    assert (newest().headline, newest().live) == ("", False)
    assert "(no headline yet)" in editor.get("/desk/stories/").content.decode()
    editor.post(edit(newest()), forms.story("A road"))
    story = newest().get_latest_revision_as_object()
    assert (story.headline, story.title, story.slug) == ("A road", "A road", "a-road")


def test_publishing_while_the_first_autosave_is_under_way_makes_one_story(editor: Client) -> None:
    key = str(uuid.uuid4())
    editor.post(new(), forms.story("A ro", new_story=key))
    editor.post(new(), forms.story("A road", new_story=key, press="publish"))
    assert [(story.headline, story.live) for story in Article.objects.all()] == [("A road", True)]


def test_an_autosave_that_comes_after_its_form_was_published_makes_no_second_story(editor: Client) -> None:
    key = str(uuid.uuid4())
    editor.post(new(), forms.story("A road", new_story=key, press="publish"))
    answer = editor.post(new(), forms.story("A road", new_story=key), headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert [(story.headline, story.live) for story in Article.objects.all()] == [("A road", True)]


def test_an_autosave_whose_answer_was_lost_can_be_sent_again(editor: Client) -> None:
    key = str(uuid.uuid4())
    for headline in ("A ro", "A road"):
        data = forms.story(headline, new_story=key)
        assert editor.post(new(), data, headers={"accept": "application/json"}).json()["success"]
    assert [story.headline for story in Article.objects.all()] == ["A road"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_autosave_that_began_before_the_story_was_published_does_not_take_it_off_the_site(editor: Client) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory, as the tests have it, refuses a second connection where a file has it wait")
    data = forms.story(new_story=str(uuid.uuid4()))
    editor.post(new(), data, headers={"accept": "application/json"})
    story, published, begun = newest(), threading.Event(), threading.Event()

    def publish() -> None:
        begun.wait(10)
        editor.post(edit(story), data | {"action-publish": "1"})
        published.set()
        connections.close_all()

    def read_the_story_and_wait(request: HttpRequest, _: Article) -> None:
        if "action-publish" not in request.POST and not begun.is_set():
            begun.set()
            published.wait(2)

    with hooks.register_temporarily("before_edit_page", read_the_story_and_wait):
        thread = threading.Thread(target=publish)
        thread.start()
        editor.post(
            edit(story),
            data | {"overwrite_revision_id": story.latest_revision_id, "loaded_revision_id": story.latest_revision_id},
            headers={"accept": "application/json"},
        )
        thread.join()
    assert newest().live


def test_an_old_form_never_replaces_a_story_that_was_worked_on(editor: Client, published: Make) -> None:
    story = published("Kept")
    editor.post(new(), forms.story("From an old tab", new_story=str(story.translation_key)))
    assert {one.headline for one in Article.objects.all()} == {"Kept", "From an old tab"}


def test_the_list_shows_and_filters(editor: Client, draft: Make, published: Make) -> None:
    nino, georgia = author("Nino Kapanadze"), region("Georgia")
    road = draft("A road over the pass", slugline="pass-road")
    road.authors.create(author=nino)
    road.regions.add(georgia)
    road.save()
    published("Дорога домой", "ru")
    killed = published("A bridge")
    articles.kill(killed)

    def listed(**query: Any) -> set[str]:
        rows = editor.get("/desk/stories/", query).context["object_list"]
        return {story.headline for story in rows}

    assert listed() == {"A road over the pass", "Дорога домой", "A bridge"}
    assert listed(locale="ru") == {"Дорога домой"}
    assert listed(state="draft") == {"A road over the pass"}
    assert listed(state="live") == {"Дорога домой"}
    assert listed(state="killed") == {"A bridge"}
    assert listed(author=nino.pk) == {"A road over the pass"}
    assert listed(region=georgia.pk) == {"A road over the pass"}
    assert listed(q="road pass") == {"A road over the pass"}
    assert listed(q="Дорога") == {"Дорога домой"}
    assert listed(q="nothing like it") == set()
    page = editor.get("/desk/stories/").content.decode()
    assert "Nino Kapanadze" in page
    assert "desk-state--killed" in page


def test_a_story_to_come_is_listed_as_scheduled(editor: Client, draft: Make) -> None:
    story = draft(go_live_at=timezone.now() + timedelta(days=1))
    articles.publish(story)
    rows = editor.get("/desk/stories/", {"state": "scheduled"}).context["object_list"]
    assert [(row.pk, state(row)) for row in rows] == [(story.pk, "scheduled")]
    assert not editor.get("/desk/stories/", {"state": "draft"}).context["object_list"]


def test_there_is_no_tree_to_explore(editor: Client) -> None:
    assert editor.get("/desk/pages/").url.startswith("/desk/stories/")
    assert editor.get(f"/desk/pages/{folder('ru').pk}/").url == "/desk/stories/?locale=ru"


def test_a_translation_is_a_draft_sibling_with_the_newest_words(editor: Client, published: Make) -> None:
    story = published("A road", dek="Old dek", external_id="wire-1", embargoed_until=timezone.now())
    nino = author("Nino Kapanadze")
    story.authors.create(author=nino)
    story.dek = "New dek"
    story.save_revision()
    address = reverse("desk_translate", args=[story.pk, "ru"])
    assert "A road" in editor.get(address).content.decode()
    assert Article.objects.count() == 1, "asking changes nothing"
    answer = editor.post(address)
    sibling = newest()
    assert answer.url == edit(sibling)
    assert sibling.translation_key == story.translation_key
    assert (sibling.language, sibling.live, sibling.dek) == ("ru", False, "New dek")
    assert [entry.author_id for entry in sibling.authors.all()] == [nino.pk]
    assert (sibling.external_id, sibling.embargoed_until, sibling.first_published_at) == (None, None, None)
    assert editor.post(address).url == edit(sibling), "a second time opens the same one"
    assert editor.get(edit(sibling)).status_code == 200
    editor.post(edit(sibling), forms.story("Дорога", slug=sibling.slug, press="publish"))
    sibling.refresh_from_db()
    assert (sibling.live, sibling.slug) == (True, "doroga")


def test_a_copy_of_an_imported_story_can_be_made(editor: Client, published: Make) -> None:
    story = published("A road", external_id="wire-2")
    data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": folder("en").pk}
    assert editor.post(reverse("wagtailadmin_pages:copy", args=[story.pk]), data).status_code == 302
    assert newest().external_id is None


def test_unpublish_and_delete_at_the_desk(editor: Client, published: Make) -> None:
    story = published()
    address = reverse("wagtailadmin_pages:unpublish", args=[story.pk])
    assert "referenced" not in editor.get(address).content.decode(), "no other story refers to it"
    editor.post(address)
    story.refresh_from_db()
    assert not story.live
    editor.post(reverse("wagtailadmin_pages:delete", args=[story.pk]))
    editor.post(f"/desk/bin/{BinEntry.objects.get().pk}/erase/", {"sure": "1"})
    assert not Article.objects.exists()
    assert Address.objects.get().ended == Address.Ended.GONE


@pytest.mark.parametrize("verb", ["unpublish", "delete"])
def test_many_stories_at_once_are_noted_like_one(editor: Client, published: Make, verb: str) -> None:
    gone, kept = published("A road"), published("A bridge")
    Change.objects.all().delete()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb])
    assert editor.post(f"{address}?id={gone.pk}&next=/desk/stories/").status_code == 302
    assert not Article.objects.get(pk=gone.pk).live
    noted = set(Change.objects.values_list("key", flat=True))
    assert keys.article(gone.pk) in noted
    assert keys.article(kept.pk) not in noted


def test_all_in_the_list_means_what_the_list_shows(editor: Client, published: Make) -> None:
    published("A road"), published("A bridge"), published("Дорога", "ru")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    editor.post(f"{address}?id=all&q=road&locale=en&next=/desk/stories/")
    assert {story.headline for story in Article.objects.filter(live=False)} == {"A road"}


def test_the_form_says_which_language_is_written_and_from_which(editor: Client, published: Make) -> None:
    original = published("A road")
    translation = translations.begin(original, "ru")
    page = editor.get(edit(translation)).content.decode()
    said = re.search(r'<p class="desk-language">(.*?)</p>', page, re.S)
    assert said is not None
    assert " ".join(strip_tags(said[1]).split()) == "Translation: English → Русский. Original: A road Side by side"
    assert f'href="{edit(original)}" lang="en"' in said[1]
    page = editor.get(edit(original)).content.decode()
    assert "Language: <strong><bdi>English" in " ".join(page.split())


def test_a_published_story_is_called_so_and_a_correction_is_added_by_a_button_of_its_name(
    editor: Client, published: Make
) -> None:
    story = published("A road")
    page = editor.get(edit(story)).content.decode()
    assert "Add a correction or note" in page
    assert story.status_string == "published"


def test_compared_versions_keep_their_paragraphs_apart(editor: Client, published: Make) -> None:
    story = published("A road", body=[("text", RichText("<p>It snowed.</p><p>It stopped.</p>"))])
    first = story.save_revision()
    story.body = [("text", RichText("<p>It snowed.</p><p>It stopped at noon.</p>"))]
    second = story.save_revision()
    compared = reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, first.pk, second.pk])
    text = strip_tags(editor.get(compared).content.decode())
    assert re.search(r"It snowed\.\s+It stopped", text)
