"""The demo newsroom as rows: whole, once, and ready for the desk."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from wagtail.models import Page

from tamizdat.audience.store import counts as counts_of_reads
from tamizdat.demo.errors import DemoError
from tamizdat.demo.fill import fill
from tamizdat.demo.filling import readers, reads
from tamizdat.demo.reading import load
from tamizdat.demo.shapes import DemoNewsroom, DemoStory
from tamizdat.letters.store import Store
from tamizdat.letters.store.consents import of_reader
from tamizdat.letters.store.figures import by_list
from tamizdat.letters.store.lists import MailingList
from tamizdat.letters.store.lists import replace as replace_lists
from tamizdat.letters.store.readers import by_state, newest
from tamizdat.letters.store.shown import digest
from tamizdat.letters.store.shown import put as put_shown
from tamizdat.letters.store.singles import take
from tamizdat.newsroom import addresses
from tamizdat.newsroom.actions import most_read
from tamizdat.newsroom.models import (
    Address,
    Article,
    Attachment,
    Author,
    Menu,
    MostRead,
    Picture,
    Region,
    Series,
    SiteSettings,
    StaticPage,
    Topic,
)

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    """Rows of every table, the outbox among them."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.fixture(scope="module")
def demo() -> DemoNewsroom:
    return load()


def row_of(story: DemoStory) -> Article:
    return Article.objects.get(external_id=f"demo:{story.key}:{story.language}")


def test_everything_is_there_once(filled: list[tuple[int, int]], demo: DemoNewsroom) -> None:
    assert Article.objects.filter(live=True).count() == Article.objects.count() == len(demo.stories)
    assert Picture.objects.count() == len(demo.pictures)
    assert Author.objects.count() == len(demo.authors)
    assert Region.objects.count() == sum(len(group.regions) for group in demo.region_groups)
    assert Topic.objects.count() == sum(1 + len(topic.events) for topic in demo.topics)
    assert Counter(Series.objects.values_list("form", flat=True)) == Counter(one.kind for one in demo.series)
    assert StaticPage.objects.count() == len(demo.pages)
    assert Menu.objects.count() == 2 * len(demo.languages)
    audio = {value["file"] for story in demo.stories for kind, value in story.body if kind == "audio"}
    assert Attachment.objects.count() == len(audio)
    assert all(seconds > 20 for seconds in Attachment.objects.values_list("seconds", flat=True))
    assert {text.name for text in SiteSettings.get().texts.all()} == set(demo.name.values())
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_second_run_does_nothing(filled: list[tuple[int, int]]) -> None:
    before = counts()
    fill()
    assert counts() == before


def test_progress_ends_at_its_end(filled: list[tuple[int, int]]) -> None:
    assert filled[-1][0] == filled[-1][1]
    assert filled == sorted(filled)


def test_stories_have_the_demos_own_dates_and_addresses(filled: list[tuple[int, int]], demo: DemoNewsroom) -> None:
    for story in demo.stories:
        row = row_of(story)
        assert (row.language, row.first_published_at, row.slug) == (
            story.language,
            story.first_published_at,
            story.slug,
        )
        address = Address.objects.get(owner=f"article:{row.pk}")
        assert address.current
        assert address.path == addresses.for_article(story.language, story.slug, story.first_published_at)
        assert row.authors.count() == len(story.authors)
        assert row.regions.count() == len(story.regions)
        assert row.topics.count() == len(story.topics)


def test_siblings_belong_together(filled: list[tuple[int, int]], demo: DemoNewsroom) -> None:
    languages = Counter(story.key for story in demo.stories)
    families = Counter(Article.objects.values_list("translation_key", flat=True))
    assert sorted(families.values()) == sorted(languages.values())
    both = [story for story in demo.stories if languages[story.key] == 2]
    assert both
    for story in both:
        assert {one.language for one in Article.objects.filter(translation_key=row_of(story).translation_key)} == {
            "en",
            "ru",
        }


def test_the_desk_would_accept_every_story_as_it_is(filled: list[tuple[int, int]]) -> None:
    kinds = set()
    for story in Article.objects.all():
        story.full_clean()
        story.body.stream_block.clean(story.body)
        kinds |= {block.block_type for block in story.body}
        for block in story.body:
            if block.block_type == "related":
                assert block.value.specific.language == story.language
    assert {"text", "heading", "picture", "gallery", "quote", "pull_quote", "table", "audio", "related", "box"} <= kinds


def test_notes_of_the_desk_stand_nowhere_else(filled: list[tuple[int, int]], demo: DemoNewsroom) -> None:
    noted = [story for story in demo.stories if story.internal_note]
    assert noted
    for story in noted:
        row = Article.objects.filter(pk=row_of(story).pk).values().get()
        assert row.pop("internal_note") == story.internal_note
        assert story.internal_note not in str({name: str(value) for name, value in row.items()})
    assert Author.objects.filter(pseudonym=True).exists()
    assert not Author.objects.exclude(real_name="").exists(), "a name that is not written down cannot leak"


def test_pictures_have_words_in_every_language(filled: list[tuple[int, int]], demo: DemoNewsroom) -> None:
    for one in demo.pictures:
        picture = Picture.objects.get(title=one.title)
        assert (picture.alt_text, picture.texts["ru"]["alt_text"]) == (one.alt_text["en"], one.alt_text["ru"])
        assert picture.sizes
        assert picture.has_focal_point()


def test_a_newsroom_without_the_demos_languages_is_told_so(settings: LazySettings) -> None:
    settings.LANGUAGES = [("en", "English")]
    with pytest.raises(DemoError, match="ru"):
        fill()


def test_invented_reads_order_the_most_read_and_are_invented_anew_once_they_are_old(
    filled: list[tuple[int, int]], tmp_path: Path
) -> None:
    audience, day = tmp_path / "audience.sqlite3", date(2026, 11, 30)
    reads.invent(audience, day)
    order = list(MostRead.objects.filter(language="ru").order_by("place").values_list("article", flat=True))
    assert len(order) == most_read.MOST
    counted = counts_of_reads.by_page(audience, counts_of_reads.READ, day)
    reads.invent(audience, day + timedelta(days=1))
    assert counts_of_reads.by_page(audience, counts_of_reads.READ, day) == counted
    reads.invent(audience, day + timedelta(days=6))
    assert counts_of_reads.by_page(audience, counts_of_reads.READ, day + timedelta(days=1)) == counted
    assert list(MostRead.objects.filter(language="ru").order_by("place").values_list("article", flat=True)) == order


def test_the_demo_says_that_its_reads_are_invented(filled: list[tuple[int, int]]) -> None:
    texts = StaticPage.objects.get(slug="about").texts
    assert "made up too" in texts.get(language="en").body
    assert "выдуманы" in texts.get(language="ru").body


def test_invented_readers_confirmed_and_a_letter_reaches_most_of_them(tmp_path: Path) -> None:
    """Each consent names the sentence that was shown; a second start adds nobody."""
    store, now = Store(str(tmp_path / "letters.sqlite3")), 1_800_000_000
    lists = {"the-week": 1, "zeskari-vote": 2}
    replace_lists(store, [MailingList(id=id, slug=slug, is_open=True, texts={}) for slug, id in lists.items()])
    sentences = {"en": "We store your address.", "ru": "Мы храним ваш адрес."}
    put_shown(store, sentences.items())
    shown = {language: digest(language, text) for language, text in sentences.items()}
    for _ in range(2):
        readers.invent(store, b"k" * 32, lists=lists, shown=shown, now=now)
    states = by_state(store)
    assert (states["active"], states["pending"], states["left"]) == (10, 1, 1)
    everyone = newest(store, 0, 100)
    assert all(one.address.endswith("@example.org") for one in everyone)
    steps = [step for one in everyone for step in of_reader(store, one.id)]
    assert {step.shown for step in steps if step.action == "asked"} == set(shown.values())
    assert not take(store, "a sender", 100, now), "no mail of weeks ago is sent"
    weekly = by_list(store)[1]
    assert weekly.active >= 8
    assert set(weekly.by_language) == {"en", "ru"}
    store.close()
