"""Random edits, compared with a full bake after each; what must not be public any more; and that these tests see a key
that is not recorded."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.utils import timezone

from tamizdat.edition.reader import KINDS
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, Author, AuthorText, Picture
from tests.edition.newsroom import SmallNewsroom, contents
from tests.edition.random_edits import Edit, LinkedNewsroom, draw, every_edit, png, run_edits

# How the edition records what it used. Only these two functions know it.

SOURCES = (
    "article",
    "region",
    "topic",
    "series",
    "author",
    "page",
    "group",
    "menu",
    "site",
    "picture",
    "attachment",
    "pins",
)


SHOWN_BY = {
    "order": ("an author is added", "a topic is added"),
    "label": ("Region.texts.name", "Series.texts.name"),
    "site_text": (
        "SiteSettings.texts.contact_email",
        "SiteSettings.texts.republish_terms",
        "SiteSettings.texts.safe_ways",
    ),
    "texts": ("SiteSettings.words.text", "SiteSettings.words.added"),
    "noun_text": (
        "StaticPage.texts.body",
        "Topic.texts.introduction",
        "Series.texts.introduction",
        "Author.texts.long_bio",
    ),
    "podcast_facts": ("Series.owner_email", "Series.category", "Series.funding_url", "Series.explicit"),
    "author_links": ("Author.links.url", "Author.links.label"),
    "series_authors": ("Series.authors.added", "Series.authors.removed", "Series.authors.author"),
    "running": ("Topic.running", "Topic.running", "Topic.running"),
    "site_pictures": ("the newsroom gets a card that no page shows yet",),
    "robots_may_train": ("SiteSettings.robots_may_train",),
    "spellings": ("SearchAlias.spellings",),
    "style": ("SiteSettings.accent", "SiteSettings.type"),
    "ask": ("SiteSettings.texts.ask_mode", "SiteSettings.texts.ask"),
    "region_ask": ("Region.ask",),
    "near": ("Region.neighbours",),
    "person": ("Author.texts.short_bio", "Author.texts.name"),
    "map": ("Region.latitude", "Region.longitude"),
    "frame": ("Region.texts.name", "Topic.texts.name"),
    "image": ("Picture.alt_text", "Picture.caption"),
    "file": ("Attachment.title", "a file is deleted"),
    "copy": ("Article.body", "Article.headline"),
    "addressed": ("Article.slug",),
    "card": ("Article.headline", "Article.dek"),
    "family": ("a translation is added", "a translation is removed"),
    "neighbours": ("Article.headline", "Article.headline", "Article.headline", "Article.series", "a story is killed"),
    "last_page": ("old stories are imported", "a story is written"),
    "slices": ("a story is written",),
    "opened": ("a story is written", "a story is moved to another language's folder"),
    "most_read_order": ("most read",),
    "pinned": ("a lead is chosen", "a lead is chosen", "Pin.slot"),
    "notes": ("Article.notes.added", "Article.notes.removed"),
    "moved": ("Article.slug",),
    "newest": ("Article.headline", "a story is written"),
    "news": ("Article.headline", "a story is written"),
    "has_slice": ("a story is unpublished",) * 4,
    "has_news": ("the two days of news pass",),
    "slice": ("Article.slug", "a story is written"),
    "months": ("old stories are imported",),
    "letters": ("a letter is sent", "a letter is a draft again"),
    "letter_text": ("Letter.texts.subject", "Letter.texts.introduction"),
    "letter_page": ("Letter.texts.subject", "Letter.texts.introduction", "Letter.items.removed"),
    "versions": ("a translation is added", "a translation is removed", "a story is killed"),
    "letter_lists": ("LetterList.texts.name", "LetterList.is_open"),
    "letter_offer": ("LetterList.texts.description", "LetterList.is_open"),
    "article": ("Article.headline",),
    "region": ("Region.texts.name",),
    "topic": ("Topic.texts.name",),
    "series": ("Series.texts.name",),
    "author": ("Author.texts.name",),
    "page": ("StaticPage.texts.body", "StaticPage.texts.title"),
    "group": ("RegionGroup.texts.name",),
    "menu": ("Menu.items.label", "Menu.items.added"),
    "site": ("SiteSettings.texts.name",),
    "picture": ("Picture.alt_text",),
    "attachment": ("Attachment.title",),
    "pins": ("a lead is chosen", "a lead is chosen", "Pin.slot"),
}
"""By kind of key, values first, edits that are likely to show that keys of the kind are not recorded: they are tried first."""

VALUES = tuple(kind for kind in SHOWN_BY if kind not in SOURCES)

COVERED = {
    "noun_text": "a page that shows a noun's text records the noun's row as well, for its addresses",
    "running": "what changes it changes the frame, which every page that shows it has",
    "addressed": "the product that asks for it bakes its target for every story that is touched",
}
"""Kinds that can be left out and nothing is stale today, with the reason."""

OF_SMALL_PAGES = ("last_page", "slices", "has_slice", "opened")
"""Kinds that only a list of several numbered pages, or a language of several sitemaps, shows: with them both are made so
small that the next story opens one."""


def edits_for(kind: str) -> Iterator[Edit]:
    """The likely ones, then all others; among these one that reaches every page would repair more than it shows."""
    every = {edit.name: edit for edit in every_edit()}
    yield from (every[name] for name in SHOWN_BY[kind])
    yield from (edit for name, edit in every.items() if not edit.everywhere and name not in SHOWN_BY[kind])


def test_every_kind_of_value_is_tried():
    assert set(VALUES) == {kind.name for kind in KINDS}


def forget_kind(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """From now on no key of the kind is recorded."""
    uses = import_module("tamizdat.edition.uses").Uses
    record = uses.record

    def filtered(self: object, key: object) -> None:
        if str(key).partition(":")[0] != kind:
            record(self, key)

    class Shared(set[str]):
        """Keys that a target has in common with its like, but for those of the kind."""

        def add(self, key: str) -> None:
            if str(key).partition(":")[0] != kind:
                super().add(key)

        def __ior__(self, others: Iterable[str]) -> Shared:
            for key in others:
                self.add(key)
            return self

    making = import_module("tamizdat.edition.products.product").Making
    begin = making.__init__

    def begin_filtered(self: Any, *arguments: Any) -> None:
        begin(self, *arguments)
        self.shared = Shared(self.shared)

    monkeypatch.setattr(uses, "record", filtered)
    monkeypatch.setattr(making, "__init__", begin_filtered)


@pytest.fixture
def linked(db, settings, tmp_path: Path, monkeypatch) -> LinkedNewsroom:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    room = LinkedNewsroom(tmp_path)
    room.use_clock(monkeypatch)
    return room


def compare_after_each(room: LinkedNewsroom, seed: int, steps: int) -> None:
    """Runs with an even seed make no edit that touches every page: one would hide what the others leave stale."""
    rnd = random.Random(seed)
    done: list[str] = []
    for outcome in islice(run_edits(room, draw(rnd, everywhere=bool(seed % 2)), rnd), steps):
        done.append(outcome.edit)
        assert not outcome.fault, f"seed {seed}, after {' | '.join(done)}:\n{outcome.fault}"


@pytest.mark.parametrize("seed", range(2))
def test_every_step_gives_what_a_full_bake_gives(linked, seed, monkeypatch):
    monkeypatch.setattr("tamizdat.newsroom.keys.PAGE_SIZE", 4)
    compare_after_each(linked, seed, 10)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 42))
def test_many_steps_give_what_a_full_bake_gives(linked, seed, monkeypatch):
    monkeypatch.setattr("tamizdat.newsroom.keys.PAGE_SIZE", 4)
    monkeypatch.setattr("tamizdat.newsroom.keys.SITEMAP_SIZE", 5)
    monkeypatch.setattr("tamizdat.newsroom.keys.LEDGER_SIZE", 3)
    compare_after_each(linked, seed, 60)


@pytest.mark.soak
@pytest.mark.parametrize("kind", [kind for kind in SHOWN_BY if kind not in COVERED])
def test_a_kind_of_key_that_is_not_recorded_is_seen(linked, kind, monkeypatch):
    if kind in OF_SMALL_PAGES:
        monkeypatch.setattr("tamizdat.newsroom.keys.PAGE_SIZE", 2)
        monkeypatch.setattr("tamizdat.newsroom.keys.SITEMAP_SIZE", 2)
    forget_kind(monkeypatch, kind)
    assert any(one.fault for one in run_edits(linked, edits_for(kind), random.Random(kind))), (
        f"no edit shows that keys of the kind {kind!r} are left out: are they of any use?"
    )


@pytest.mark.soak
@pytest.mark.parametrize("kind", COVERED)
def test_a_kind_that_another_covers_is_not_missed(linked, kind, monkeypatch):
    """When this fails, the other covers it no more: take the kind out of COVERED."""
    forget_kind(monkeypatch, kind)
    likely = islice(edits_for(kind), len(SHOWN_BY[kind]))
    assert [one.fault for one in run_edits(linked, likely, random.Random(kind)) if one.fault] == []


# What must be gone, or must have come


def holding(room: SmallNewsroom, *words: str) -> list[str]:
    """The public files that hold one of the words in their name or their text, those in sidecars too."""
    found = []
    for path, data in contents(room.baker).items():
        text = (brotli.decompress(data) if path.endswith(".br") else data).decode("utf-8", "replace")
        if any(word in text or word in path for word in words):
            found.append(path)
    return found


def with_a_card(room: SmallNewsroom, **fields):
    """A story with a headline of its own, and another one in whose body its card stands."""
    story = room.story("Zzheadline", regions=room.regions, topics=[room.topic], authors=room.authors[:1], **fields)
    link = f'<p><a linktype="page" id="{story.pk}">there</a></p>'
    room.story("Another one", body=[("related", story), ("text", link)])
    return story


def test_a_changed_alt_text_reaches_every_list(linked):
    story = linked.stories[3]
    story.lead_alt_text = "zzformer"
    story = articles.publish(story)
    linked.bake()
    before = holding(linked, "zzformer")
    assert [path for path in before if path.startswith("en/regions/")], "a list shows the alt text of its stories"
    story.lead_alt_text = "zznewer"
    articles.publish(story)
    linked.bake()
    assert holding(linked, "zzformer") == []
    assert holding(linked, "zznewer") == before


def test_an_embargo_on_a_published_story_takes_it_off_every_page(room):
    story = with_a_card(room)
    room.bake()
    assert holding(room, "Zzheadline", "zzheadline")
    story.embargoed_until = timezone.now() + timedelta(days=1)
    articles.publish(story)
    room.bake()
    assert holding(room, "Zzheadline", "zzheadline") == []


def _renamed(author: Author) -> None:
    text = author.texts.get()
    author.texts = [AuthorText(pk=text.pk, language="en", name="The Heron")]
    author.save()


def _pen_name(author: Author) -> None:
    author.pseudonym, author.slug = True, "the-heron"
    _renamed(author)


@pytest.mark.parametrize("change", [_renamed, _pen_name])
def test_the_former_name_of_an_author_is_in_no_file(room, change: Callable[[Author], None]):
    author = room.authors[0]
    author.texts = [AuthorText(pk=author.texts.get().pk, language="en", name="Zzformer Name")]
    author.save()
    with_a_card(room)
    room.bake()
    assert holding(room, "Zzformer")
    change(author)
    room.bake()
    assert holding(room, "Zzformer") == []


def _of_one(author: Author) -> None:
    author.delete()


def _of_many(author: Author) -> None:
    """As the desk's lists delete."""
    Author.objects.filter(pk=author.pk).delete()


def assert_as_a_full_bake(room: SmallNewsroom) -> None:
    full = room.another("full")
    room.bake_whole(full)
    assert contents(room.baker) == contents(full)


@pytest.mark.parametrize("pseudonym", [True, False])
@pytest.mark.parametrize("delete", [_of_one, _of_many])
def test_the_name_of_a_deleted_author_is_in_no_file(room, delete: Callable[[Author], None], pseudonym: bool):
    """Not in a card inside another story's body either, nor in its share page, text edition and feeds."""
    author = room.authors[0]
    author.pseudonym, author.real_name = pseudonym, "Zzreal Name"
    author.texts = [
        AuthorText(pk=author.texts.get().pk, language="en", name="Zzformer Name", short_bio="Zzformer life")
    ]
    author.save()
    with_a_card(room)
    room.bake()
    other = Article.objects.get(headline="Another one").get_url_parts()[2].strip("/")
    assert [path for path in holding(room, "Zzformer") if path.startswith(f"{other}/")], "its card stands there"
    delete(author)
    room.bake()
    assert holding(room, "Zzformer", "Zzreal") == []
    assert_as_a_full_bake(room)


@pytest.mark.parametrize("verb", ["replace", "delete", "delete many"])
def test_a_picture_that_was_replaced_or_deleted_is_in_no_file(linked, verb: str):
    """In cards of other stories' bodies too: neither its sizes nor its words, and its sizes are files no more."""
    picture = linked.pictures[0]
    picture.alt_text = picture.caption = "Zzformer wall"
    picture.save()
    linked.bake()
    sizes = [size["file"] for size in picture.sizes]
    assert holding(linked, *sizes)
    assert holding(linked, "Zzformer")
    if verb == "replace":
        picture.file, picture.alt_text, picture.caption = png("orange"), "Another wall", "Another wall"
        picture.save()
        assert not {size["file"] for size in picture.sizes} & set(sizes)
    elif verb == "delete":
        picture.delete()
    else:
        Picture.objects.filter(pk=picture.pk).delete()
    linked.bake()
    assert holding(linked, *sizes, "Zzformer") == []
    assert_as_a_full_bake(linked)
