"""Places of the front that an editor chose: they hold until their time, are filled otherwise, and change nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles, deleting, pins
from tamizdat.newsroom.actions.pins import Pinned
from tests.edition.newsroom import contents

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db
FRONT = keys.front("en")


def headlines(room: SmallNewsroom, path: str = "en/index.html") -> list[str]:
    page = re.sub(r'<section class="latest">.*?</section>', "", room.read(path), flags=re.DOTALL)  # the newest of all
    return re.findall(r'class="headline[^"]*"><a [^>]*>([^<]+)', page)


def test_a_chosen_story_leads_until_its_time_and_stands_nowhere_else(room: SmallNewsroom, monkeypatch) -> None:
    stories = [room.story(f"Story {number}", topics=[room.topic]) for number in range(9)]
    room.bake()
    before = contents(room.baker)
    assert headlines(room)[:2] == ["Story 8", "Story 7"]
    pins.choose(
        FRONT,
        [Pinned(article=stories[0].pk, until=timezone.now() + timedelta(hours=1)), None, Pinned(article=stories[2].pk)],
    )
    room.bake()
    shown = headlines(room)
    assert shown[:5] == ["Story 0", "Story 8", "Story 2", "Story 7", "Story 6"]
    assert shown.count("Story 0") == shown.count("Story 2") == 1
    after = contents(room.baker)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.removesuffix(".br") for path in changed} == {"en/index.html"}
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=2))
    room.bake()
    assert headlines(room)[:3] == ["Story 8", "Story 7", "Story 2"]


def test_a_place_whose_story_is_taken_off_is_filled(room: SmallNewsroom) -> None:
    stories = [room.story(f"Story {number}") for number in range(7)]
    pins.choose(FRONT, [Pinned(article=stories[0].pk), Pinned(article=stories[1].pk)])
    room.bake()
    assert headlines(room)[:3] == ["Story 0", "Story 1", "Story 6"]
    articles.unpublish(stories[0])
    deleting.delete(stories[1])
    room.bake()
    assert headlines(room)[:2] == ["Story 6", "Story 5"]


def test_a_region_s_page_begins_with_what_was_chosen(room: SmallNewsroom) -> None:
    north = room.regions[0]
    stories = [room.story(f"Story {number}", regions=[north]) for number in range(5)]
    pins.choose(keys.noun_list("en", "region", north.pk), [Pinned(article=stories[1].pk)])
    room.bake()
    page = re.findall(r"Story \d", " ".join(headlines(room, "en/regions/north/index.html")))
    assert page == ["Story 1", "Story 4", "Story 3", "Story 2", "Story 0"]
    assert headlines(room)[0] == "Story 4"
    numbered = " ".join(headlines(room, "en/regions/north/page/1/index.html"))
    assert re.findall(r"Story \d", numbered)[0] == "Story 4"
