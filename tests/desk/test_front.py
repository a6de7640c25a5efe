"""Choosing the front at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tamizdat.bake.models import Change
from tamizdat.config.wiring import edition
from tamizdat.desk import front
from tamizdat.edition.filling import filled
from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import pins
from tamizdat.newsroom.actions.pins import Pinned
from tamizdat.newsroom.models import Article, Pin
from tamizdat.newsroom.models.pins import SLOTS

Make = Callable[..., Article]


def places(*stories: Article | None, until: Any = "") -> dict[str, Any]:
    data: dict[str, Any] = {"form-TOTAL_FORMS": SLOTS, "form-INITIAL_FORMS": 0}
    for slot in range(SLOTS):
        story = stories[slot] if slot < len(stories) else None
        data |= {f"form-{slot}-story": story.pk if story else "", f"form-{slot}-until": until if story else ""}
    return data


def pinned(page: str) -> list[tuple[int, int]]:
    return list(Pin.objects.filter(page=page).order_by("slot").values_list("slot", "article"))


def test_an_editor_chooses_the_lead_until_a_time(editor: Client, published: Make) -> None:
    road, bridge = published("A road"), published("A bridge")
    assert "A road" in [
        one["name"] for one in editor.get("/desk/find/stories/", {"q": "road", "language": "en"}).json()["found"]
    ]
    until = timezone.localtime() + timedelta(hours=3)
    assert (
        editor.post("/desk/front/en:front/", places(road, None, bridge, until=f"{until:%Y-%m-%d %H:%M}")).status_code
        == 302
    )
    assert pinned("en:front") == [(0, road.pk), (2, bridge.pk)]
    assert Change.objects.filter(key="pins:en:front", due_at__isnull=False).count() == 1
    page = editor.get("/desk/front/").content.decode()
    assert "A road</option>" in page
    editor.post("/desk/front/en:front/", places(bridge, road))
    assert pinned("en:front") == [(0, bridge.pk), (1, road.pk)]
    editor.post("/desk/front/en:front/", places())
    assert pinned("en:front") == []


def test_what_cannot_be_is_refused(editor: Client, writer: Client, published: Make, draft: Make) -> None:
    road, waiting, russian = published("A road"), draft("Not yet"), published("Дорога", "ru")
    past = f"{timezone.localtime() - timedelta(hours=3):%Y-%m-%d %H:%M}"
    for data in (places(road, road), places(waiting), places(russian), places(road, until=past)):
        assert editor.post("/desk/front/en:front/", data).status_code == 200
    for page in ("xx:front", "en:author:1", "en:region:99", "en:region:x", "en"):
        assert editor.get(f"/desk/front/{page}/").status_code == 404
    assert writer.post("/desk/front/en:front/", places(road)).status_code == 302
    assert not Pin.objects.exists()


def test_an_empty_place_says_what_the_site_puts_there(
    editor: Client, published: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    published("A bridge", urgency=5)
    road = published("A road", urgency=1)
    newsroom = edition(settings.NEWSROOM)
    monkeypatch.setattr(front, "filled", lambda page: filled(newsroom, page))
    assert told(editor, "en:front") == ["A road", "A bridge"]
    assert told(editor, "ru:front") == []
    pins.choose(keys.front("en"), [None, Pinned(article=road.pk)])
    assert told(editor, "en:front") == ["A bridge"]


def told(editor: Client, page: str) -> list[str]:
    text = editor.get(f"/desk/front/{page}/").content.decode()
    return re.findall(r"On the site now: <span[^>]*>([^<]*)</span>", text)
