"""What stands after a story: explained, and no burden on what was baked before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tamizdat.config import wiring
from tamizdat.newsroom import relating
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Address, RelatedStory
from tests.edition.newsroom import contents

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


def page_of(room: SmallNewsroom, story) -> html.HtmlElement:
    path = Address.objects.get(owner=f"article:{story.pk}", current=True).path
    return html.document_fromstring(room.read(f"{path}index.html"))


def after(room: SmallNewsroom, story) -> dict[str, list[str]]:
    """Headlines after a story, by what explains them."""
    page = page_of(room, story)
    return {
        " ".join(group.xpath("h2")[0].text_content().split()): group.xpath(".//h3//a/text()")
        for group in page.xpath("//aside[@class='next']/section")
    }


def beside(room: SmallNewsroom, story) -> list[str]:
    """Headlines of what the same event had before, beside a story's text."""
    return page_of(room, story).xpath("//aside[@class='event-before']//p[@class='headline']/a/text()")


def same_as_fresh(room: SmallNewsroom, name: str) -> bool:
    fresh = room.another(name)
    room.bake_whole(fresh)
    return contents(fresh) == contents(room.baker)


def test_the_same_event_beside_the_text_then_the_same_place_then_the_newest_before(room: SmallNewsroom) -> None:
    north, event = room.regions[0], room.event
    room.story("An old bridge", regions=[north])
    room.story("The vote is called", topics=[event], regions=[north])
    room.story("Elsewhere", regions=[room.regions[1]])
    last = room.story("The vote is held", topics=[event], regions=[north])
    room.bake()
    assert beside(room, last) == ["The vote is called"]
    assert after(room, last) == {"More from North": ["An old bridge"], "More stories": ["Elsewhere"]}


def test_every_story_ends_with_three_others_and_shows_none_twice(room: SmallNewsroom) -> None:
    blog, north = room.series[0], room.regions[0]
    stories = [
        room.story(f"Story {number}", regions=[north] if number % 2 else [], series=blog if number % 3 else None)
        for number in range(9)
    ]
    stories.append(room.story("With a card", regions=[north], body=[("related", stories[7]), ("text", "<p>Text.</p>")]))
    room.bake()
    for story in stories:
        page = page_of(room, story)
        links = "//aside[@class='next']//h3/a/@href"
        ends = page.xpath(links)
        shown = page.xpath("//nav[@class='neighbours']/a/@href | //aside[@class='related']//h3/a/@href")
        assert len(ends) == 3, story.headline
        assert len({*ends, *shown, story.get_url_parts()[2]}) == len(ends) + len(shown) + 1, story.headline
    assert same_as_fresh(room, "fresh")


def test_the_first_stories_show_what_came_next(room: SmallNewsroom) -> None:
    first = room.story("First")
    room.bake()
    assert after(room, first) == {}
    second = room.story("Second")
    room.story("Third")
    room.bake()
    assert after(room, first) == {"More stories": ["Second", "Third"]}
    assert after(room, second) == {"More stories": ["First", "Third"]}
    assert same_as_fresh(room, "fresh")


def test_a_new_story_makes_no_older_page_stale(room: SmallNewsroom) -> None:
    stories = [room.story(f"Story {number}", regions=[room.regions[0]]) for number in range(6)]
    room.bake()
    before = {path: data for path, data in contents(room.baker).items() if "/story-" in path}
    assert after(room, stories[-1]) == {"More from North": ["Story 4", "Story 3", "Story 2"]}
    room.story("A new one", regions=[room.regions[0]])
    room.bake()
    assert before == {path: data for path, data in contents(room.baker).items() if "/story-" in path}


def test_what_leaves_the_site_or_the_place_leaves_the_pages_after_which_it_stood(room: SmallNewsroom) -> None:
    north = room.regions[0]
    first, second, third = (room.story(f"Story {number}", regions=[north]) for number in range(3))
    room.bake()
    assert after(room, third) == {"More from North": ["Story 1", "Story 0"]}
    articles.unpublish(second)
    room.bake()
    assert after(room, third) == {"More from North": ["Story 0"]}
    articles.publish(second)
    room.bake()
    assert after(room, third) == {"More from North": ["Story 1", "Story 0"]}
    first.regions = [room.regions[1]]
    articles.publish(first)
    room.bake()
    assert after(room, third) == {"More from North": ["Story 1"], "More stories": ["Story 0"]}
    assert same_as_fresh(room, "fresh")


DAM = "<p>Engineers of the Zeskari reservoir inspected the cracked sluice and the turbine hall in Nortal.</p>"


@pytest.fixture
def indexed(room: SmallNewsroom, settings, monkeypatch: pytest.MonkeyPatch) -> SmallNewsroom:
    """A newsroom whose stories are related by its own index when they are published, as at the desk."""
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=room.folder / "one")
    monkeypatch.setattr(relating, "choose", wiring.nearest)
    return room


def test_what_the_search_finds_nearest_is_stored_when_a_story_is_published(indexed: SmallNewsroom) -> None:
    room = indexed
    for number in range(12):
        room.story(f"Market report {number}", body=[("text", f"<p>Wheat and barley prices, day {number}.</p>")])
    first = room.story("Cracks at the Zeskari reservoir", body=[("text", DAM)])
    room.bake()
    assert RelatedStory.objects.filter(article=first).count() == 0
    last = room.story("Turbine hall at the Zeskari reservoir closed", body=[("text", DAM)])
    room.bake()
    assert list(RelatedStory.objects.values_list("article", "other", "why")) == [(last.pk, first.pk, "event")]
    reports = [f"Market report {number}" for number in (11, 10, 9)]
    assert after(room, last) == {"Related stories": ["Cracks at the Zeskari reservoir"], "More stories": reports[:2]}
    assert after(room, first) == {"More stories": reports}
    first.headline = "Old cracks at the Zeskari reservoir"
    articles.publish(first)
    room.bake()
    assert after(room, last)["Related stories"] == ["Old cracks at the Zeskari reservoir"]
    assert same_as_fresh(room, "fresh")
    articles.unpublish(first)
    room.bake()
    assert after(room, last) == {"More stories": reports}
    assert same_as_fresh(room, "fresher")


def test_a_story_published_while_the_index_is_made_keeps_what_its_lists_say(indexed: SmallNewsroom) -> None:
    north = indexed.regions[0]
    indexed.story("An old bridge", regions=[north])
    last = indexed.story("A new bridge", regions=[north])
    assert not RelatedStory.objects.exists()
    indexed.bake()
    assert after(indexed, last) == {"More from North": ["An old bridge"]}
