"""The front and the page of a running event: what leads, what is new, and what stands there without pictures and deks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from tamizdat.newsroom.models import Address
from tests.edition.newsroom import contents

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db

TEXT = "<p>Tuesday</p><p>The bridge over the Naryn opened to traffic after two years of repairs. It is long.</p>"
OPENING = "The bridge over the Naryn opened to traffic after two years of repairs."


def page(room: SmallNewsroom, path: str) -> html.HtmlElement:
    return html.document_fromstring(room.read(path))


def headlines(part: html.HtmlElement) -> list[str]:
    return part.xpath(".//h3/a/text()")


def test_the_latest_of_the_front_are_the_newest_of_all_and_what_leads_is_among_them(room: SmallNewsroom) -> None:
    for number in range(12):
        room.story(f"Story {number}", urgency=1 if number == 9 else 5)
    room.bake()
    front = page(room, "en/index.html")
    assert front.xpath("//div[@class='lead-head']/h2/a/text()") == ["Story 9"]
    (latest,) = front.xpath("//section[@class='latest']")
    assert headlines(latest) == [f"Story {number}" for number in range(11, 1, -1)]


def test_a_front_that_shows_every_story_has_no_list_of_the_latest(room: SmallNewsroom) -> None:
    room.story("Story 0")
    room.story("Story 1")
    room.bake()
    assert not page(room, "en/index.html").xpath("//section[@class='latest']")


def test_a_story_without_a_dek_opens_with_its_text_on_the_front_in_lists_and_for_search_engines(
    room: SmallNewsroom,
) -> None:
    story = room.story("Bare", body=[("text", TEXT)], regions=room.regions[:1])
    room.story("Told", dek="A dek.", body=[("text", TEXT)], regions=room.regions[:1])
    room.bake()
    for path in ("en/index.html", "en/north/index.html", "en/regions/north/index.html"):
        if room.exists(path):
            deks = page(room, path).xpath("//p[@class='dek']/text()")
            assert sorted(deks) == ["A dek.", OPENING], path
    own = page(room, f"{story.get_url_parts()[2]}index.html")
    assert own.xpath("//meta[@name='description']/@content") == [OPENING]
    assert not own.xpath("//header[@class='story-head']/p[@class='dek']")


def test_a_running_event_leads_with_its_most_urgent_story_and_says_what_is_new_since(room: SmallNewsroom) -> None:
    for number in range(4):
        room.story(f"Story {number}", topics=[room.event], urgency=2 if number == 2 else 5)
    room.bake()
    path = f"{Address.objects.get(owner=f'topic:{room.event.pk}', language='en').path}index.html"
    event = page(room, path)
    assert event.xpath("//div[@class='featured']//h2/a/text()") == ["Story 2"]
    new, before = event.xpath("//section[starts-with(@class, 'timeline')]")
    assert headlines(new) == ["Story 3"]
    assert headlines(before) == ["Story 1", "Story 0"]
    room.event.running = False
    room.event.save()
    room.bake()
    assert not page(room, path).xpath("//section[starts-with(@class, 'timeline')]")
    fresh = room.another("fresh")
    room.bake_whole(fresh)
    assert contents(fresh) == contents(room.baker)
