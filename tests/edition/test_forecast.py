"""What a publication would change is found before it: the same files as it then writes, and nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tamizdat.bake.forecast import Forecast, Forecasting
from tamizdat.bake.models import Change
from tamizdat.config import wiring
from tamizdat.desk.publication import wired
from tamizdat.edition.policy import Edition
from tamizdat.edition.preview import preview_page, with_addresses
from tamizdat.kit.keys import Key
from tamizdat.newsroom.actions import articles, trying
from tamizdat.newsroom.models import Address, Article, ArticleNote, Picture
from tamizdat.operations import foreseeing
from tests.desk.test_pictures import jpeg
from tests.edition.newsroom import SmallNewsroom, contents


def foreseen(room: SmallNewsroom, verb: Callable[[], object]) -> Forecast:
    """Made in several transactions, as at the desk."""
    making = Forecasting(room.baker)
    while making.waits:
        trying.tried(verb, lambda keys: making.go_on(keys, seconds=0.2))
    return making.end()


def files(room: SmallNewsroom) -> dict[str, bytes]:
    """What readers get, but for copies in brotli and the search's word lists, which follow within minutes."""
    late = room.baker.graph.files_of([f"words:{language}" for language in ("en", "ru", "ar")])
    later = {path for paths in late.values() for path in paths}
    found = contents(room.baker)
    return {path: data for path, data in found.items() if not path.endswith(".br") and path not in later}


def compare(room: SmallNewsroom, verb: Callable[[], object]) -> dict[str, bytes | None]:
    """Look ahead, do it, and compare. Answers what changed, by path."""
    room.bake()
    before, rows, addresses = files(room), Change.objects.count(), Address.objects.count()
    epoch, waits = room.baker.graph.store.epoch, room.baker.graph.queue.waits()
    found = foreseen(room, verb)
    assert (Change.objects.count(), Address.objects.count()) == (rows, addresses)
    assert (room.baker.graph.store.epoch, room.baker.graph.queue.waits()) == (epoch, waits)
    assert files(room) == before
    assert not found.failures
    assert not found.skipped
    verb()
    room.bake()
    after = files(room)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    told = {change.path: change.after for change in found.changes}
    assert told.keys() == changed
    assert told == {path: after.get(path) for path in changed}
    assert {change.path: change.before for change in found.changes} == {path: before.get(path) for path in changed}
    return told


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page says when its story was published."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_a_publication_writes_what_was_foreseen(room: SmallNewsroom) -> None:
    for number in range(3):
        room.story(f"Earlier {number}", regions=[room.regions[0]], topics=[room.event], series=room.series[0])
    story = room.story(
        "A new bridge", publish=False, regions=room.regions, topics=[room.event], authors=room.authors, series=room.series[0]
    )  # fmt: skip
    told = compare(room, lambda: trying.publish(story.pk))
    for path in (
        "en/index.html",
        "en/feed.xml",
        "en/regions/south/index.html",
        "sitemaps/en-0.xml",
        "news-sitemap.xml",
    ):
        assert path in told, path
    draft = Article.objects.get(pk=story.pk)
    draft.headline = "A new bridge, and a toll"
    draft.save_revision()
    told = compare(room, lambda: trying.publish(story.pk))
    assert b"and a toll" in (told["en/feed.xml"] or b"")
    assert "en/regions/north/index.html" in told
    told = compare(room, lambda: articles.kill(Article.objects.get(pk=story.pk)))
    assert "en/feed.xml" in told
    assert not [path for path, page in told.items() if b"A new bridge" in (page or b"")]


def test_a_translation_changes_its_siblings(room: SmallNewsroom) -> None:
    story = room.story("A bridge", regions=[room.regions[0]])
    other = room.story("Мост", "ru", publish=False, regions=[room.regions[0]])
    Article.objects.filter(pk=other.pk).update(translation_key=story.translation_key)
    other = Article.objects.get(pk=other.pk)
    other.save_revision()
    told = compare(room, lambda: trying.publish(other.pk))
    page = Address.objects.get(owner=f"article:{story.pk}", current=True).path
    assert f"{page.lstrip('/')}index.html" in told


def test_too_little_time_is_told(room: SmallNewsroom) -> None:
    story = room.story(publish=False)
    room.bake()
    making = Forecasting(room.baker)
    trying.tried(lambda: trying.publish(story.pk), lambda keys: making.go_on(keys, seconds=-1))
    found = making.end()
    assert not found.changes
    assert Key.of("article", story.pk) in found.skipped


def test_the_preview_of_a_public_story_is_its_page(room: SmallNewsroom, settings: Any) -> None:
    (room.folder / "one").mkdir(exist_ok=True)
    (room.folder / "one/renditions").symlink_to(settings.NEWSROOM.renditions)
    picture = Picture(title="Bridge", file=ContentFile(jpeg(), "bridge.jpg"), alt_text="A bridge")
    picture.save()
    stories = [
        room.story(
            f"Part {number}", series=room.series[0], topics=[room.event], regions=room.regions, authors=room.authors
        )
        for number in range(3)
    ]
    body = [
        ("text", "<p>See it.</p>"),
        ("picture", {"picture": picture, "caption": "", "alt_text": "", "credit_line": ""}),
    ]
    whole = room.story("Whole", lead_picture=picture, body=body)
    for language in ("ru", "ar"):
        sibling = room.story(f"Whole in {language}", language, lead_picture=picture, body=body, publish=False)
        Article.objects.filter(pk=sibling.pk).update(translation_key=whole.translation_key)
        stories.append(articles.publish(Article.objects.get(pk=sibling.pk)))
    whole.notes.add(ArticleNote(kind="correction", text="<p>It is open.</p>"))
    stories.append(articles.publish(whole))
    room.bake()
    assert isinstance(room.baker.policy, Edition)
    seen = {"pictures_at": "/desk/p/", "files_at": "/desk/f/"}
    for story in stories:
        page = room.read(f"{Address.objects.get(owner=f'article:{story.pk}', current=True).path}index.html")
        newest = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
        assert preview_page(room.baker.policy, newest, **seen) == with_addresses(page.encode(), **seen)


def test_the_desk_is_told_in_short_transactions(
    room: SmallNewsroom, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=room.folder / "one")
    monkeypatch.setattr(wiring, "own_edition", lambda: room.baker.policy)
    monkeypatch.setattr(foreseeing, "OPEN", 0.0001)
    monkeypatch.setattr(foreseeing, "PAUSE", 0)
    story = room.story(publish=False)
    with pytest.raises(wired.NotPossible):
        foreseeing.foresee(story.pk, "publish")
    room.bake()
    found = foreseeing.foresee(story.pk, "publish")
    page = foreseeing.would_be(story.pk, "page")
    front, feeds = foreseeing.would_be(story.pk, "front").files, foreseeing.would_be(story.pk, "feeds").files
    trying.publish(story.pk)
    room.bake()
    assert page.files[f"{page.address.lstrip('/')}index.html"] == room.read(f"{page.address}index.html").encode()
    assert front["en/index.html"] == room.read("en/index.html").encode()
    assert {room.read(path).encode() == data for path, data in feeds.items()} == {True}
    assert {change.path: change.after for change in found.changes}.items() <= files(room).items()
    assert not found.skipped
