"""What others know a story by: an id that neither its address nor the newsroom's changes, one and the same in every form."""

from __future__ import annotations

import json
import re
import uuid
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from lxml import etree

from tamizdat.newsroom.actions import articles, imports, translations
from tamizdat.newsroom.actions.imports.incoming import Incoming
from tamizdat.newsroom.models import Address, Article, SiteSettings
from tests.edition.newsroom import CANONICAL

if TYPE_CHECKING:
    from tamizdat.bake.baker import Baker
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.database
ATOM = "{http://www.w3.org/2005/Atom}"


def ids(baker: Baker, story: Article) -> set[str]:
    """The story's id in each form in which it leaves the site."""
    root = baker.tree.root
    folder = root / Address.objects.get(owner=f"article:{story.pk}", current=True).path.strip("/")
    page = (folder / "index.html").read_text()
    data = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    found = {one["identifier"] for one in data if "identifier" in one}
    assert found
    found.add(json.loads((folder / "ninjs.json").read_text())["uri"])
    for name in ("feed", "feed-summary"):
        found |= {item["id"] for item in json.loads((root / f"en/{name}.json").read_text())["items"]}
        found |= {one.text for one in etree.parse(root / f"en/{name}.xml").findall(f"{ATOM}entry/{ATOM}id")}
    for name in ("rss", "rss-summary"):
        found |= {one.text for one in etree.parse(root / f"en/{name}.xml").iter("guid")}
    return found


def test_an_id_is_the_same_in_every_form_and_stays_when_addresses_change(room: SmallNewsroom) -> None:
    story = room.story("A bridge", slug="bridge")
    room.bake()
    (before,) = ids(room.baker, story)
    assert uuid.UUID(before.removeprefix("urn:uuid:")).urn == before
    story.slug = "iron-bridge"
    articles.publish(story)
    room.bake()
    assert "iron-bridge" in story.get_url_parts()[2]
    assert ids(room.baker, story) == {before}
    for name, canonical in (("moved", "https://elsewhere.example"), ("nowhere", "")):
        baker = room.another(name, canonical=canonical)
        room.bake_whole(baker)
        assert ids(baker, story) == {before}, canonical


def test_a_feed_has_an_id_that_no_address_is_a_part_of(room: SmallNewsroom) -> None:
    room.story(regions=room.regions[:1])
    room.bake()
    nowhere = room.another("nowhere", canonical="")
    room.bake_whole(nowhere)
    found = {}
    for path in ("en/feed.xml", "en/feed-summary.xml", "en/regions/north/feed.xml"):
        both = {etree.parse(baker.tree.root / path).findtext(f"{ATOM}id") for baker in (room.baker, nowhere)}
        (found[path],) = both
        assert uuid.UUID(found[path].removeprefix("urn:uuid:"))
    assert len(set(found.values())) == len(found)


def test_only_an_address_is_said_to_be_one(room: SmallNewsroom) -> None:
    story = room.story("A bridge", slug="bridge")
    Article.objects.filter(pk=story.pk).update(uri=f"{CANONICAL}{story.get_url_parts()[2]}")
    room.bake()
    assert [one.get("isPermaLink") for one in etree.parse(room.baker.tree.root / "en/rss.xml").iter("guid")] == ["true"]
    story.refresh_from_db()
    story.slug = "iron-bridge"
    articles.publish(story)
    room.bake()
    (guid,) = etree.parse(room.baker.tree.root / "en/rss.xml").iter("guid")
    assert (guid.get("isPermaLink"), guid.text.endswith("/bridge/")) == ("false", True)


def test_copies_translations_and_imports_have_ids_of_their_own(room: SmallNewsroom) -> None:
    story = room.story()
    copy = story.copy(update_attrs={"slug": "copy"})
    alias = story.create_alias(update_slug="alias")
    begun = translations.begin(story, "ru")
    imports.prepare()
    imports.import_batch(
        [Incoming(external_id=name, language="en", headline=name, body=(("text", "<p>Text.</p>"),)) for name in "ab"]
    )
    stories = Article.objects.all()
    assert {copy.pk, alias.pk, begun.pk} < {one.pk for one in stories}
    assert len({one.uri for one in stories}) == len(stories) == 6
    articles.publish(story)  # which brings its aliases in line
    assert len(set(stories.values_list("uri", flat=True))) == 6
    assert all(uuid.UUID(one.uri.removeprefix("urn:uuid:")) for one in stories)


def test_an_older_version_that_is_published_again_keeps_the_id(room: SmallNewsroom) -> None:
    story = room.story()
    old = story.latest_revision
    Article.objects.filter(pk=story.pk).update(uri="https://before.example/1")
    old.content.pop("uri")  # a version of before stories had ids
    old.save()
    old.as_object().save_revision().publish()
    assert Article.objects.get(pk=story.pk).uri == "https://before.example/1"


@pytest.mark.parametrize("how", ["unpublish", "kill", "delete"])
def test_a_story_that_is_gone_is_withdrawn_by_its_id(room: SmallNewsroom, how: str) -> None:
    story = room.story()
    room.bake()
    path, uri = story.get_url_parts()[2], story.uri
    story.delete() if how == "delete" else getattr(articles, how)(story)
    room.bake()
    said = json.loads(room.read(f"{path}ninjs.json"))
    assert (said["uri"], said["pubStatus"]) == (uri, "canceled")


@pytest.mark.parametrize("canonical", ["https://old.example", ""])
def test_stories_of_before_keep_the_ids_that_readers_have(room: SmallNewsroom, settings, canonical: str) -> None:
    published, draft, deleted = room.story("One"), room.story("Two", publish=False), room.story("Three")
    number, path = deleted.pk, deleted.get_url_parts()[2]
    deleted.delete()
    Article.objects.update(uri="")
    Address.objects.update(uri="")
    settings.NEWSROOM = type("Room", (), {"canonical": canonical})
    migration = import_module("tamizdat.newsroom.migrations.0008_ids")
    for _ in range(2):  # a second run changes nothing
        migration.give_ids(apps, None)
        published.refresh_from_db()
        draft.refresh_from_db()
        here = Address.objects.get(owner=f"article:{published.pk}").path
        assert published.uri == (f"{canonical}{here}" if canonical else f"urn:tamizdat:article:{published.pk}")
        assert draft.uri.startswith("urn:uuid:")
        gone = Address.objects.get(owner=f"article:{number}")
        assert gone.uri == (f"{canonical}{path}" if canonical else f"urn:tamizdat:article:{number}")


def test_no_two_newsrooms_have_the_same(room: SmallNewsroom) -> None:
    site = SiteSettings.get()
    SiteSettings.objects.all().delete()
    assert SiteSettings.get().uuid != site.uuid
