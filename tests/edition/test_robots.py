"""robots.txt: what robots may read, and where the sitemaps are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser

import pytest
from django.utils import timezone

from tamizdat.newsroom.models import SiteSettings
from tests.edition.newsroom import CANONICAL

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


def robots(room: SmallNewsroom) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(room.read("robots.txt").splitlines())
    return parser


def test_a_news_sitemap_is_named_while_it_has_news(room: SmallNewsroom) -> None:
    room.story(first_published_at=timezone.now() - timedelta(days=30))
    room.bake()
    assert robots(room).site_maps() == [f"{CANONICAL}/sitemap.xml"]
    room.story("News")
    room.bake()
    assert robots(room).site_maps() == [f"{CANONICAL}/sitemap.xml", f"{CANONICAL}/news-sitemap.xml"]


def test_robots_that_train_models_are_told_to_stay_away_where_the_newsroom_says_so(room: SmallNewsroom) -> None:
    room.story()
    room.bake()
    for name in ("GPTBot", "CCBot", "Google-Extended", "Googlebot"):
        assert robots(room).can_fetch(name, f"{CANONICAL}/en/")
    site = SiteSettings.get()
    site.robots_may_train = False
    site.save()
    room.bake()
    for name in ("GPTBot", "CCBot", "ClaudeBot", "Google-Extended", "Applebot-Extended", "Meta-ExternalAgent"):
        assert not robots(room).can_fetch(name, f"{CANONICAL}/en/"), name
    for name in ("Googlebot", "bingbot", "Applebot", "OAI-SearchBot", "Mozilla"):
        assert robots(room).can_fetch(name, f"{CANONICAL}/en/"), name
        assert not robots(room).can_fetch(name, f"{CANONICAL}/desk/login/"), name
    assert f"{CANONICAL}/sitemap.xml" in robots(room).site_maps()
