"""What a phone or a browser shows for the site: icons of every size, and a manifest in each language."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from lxml import html
from PIL import Image

from tamizdat.edition.look import DAY, NIGHT
from tamizdat.newsroom.actions import articles

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


def test_every_icon_is_there_in_the_size_that_it_says(room: SmallNewsroom) -> None:
    room.story()
    room.bake()
    public = room.baker.tree.root
    for language in room.baker.policy.reader.languages:
        page = html.fromstring((public / language / "index.html").read_bytes())
        (named,) = page.xpath("//link[@rel='manifest']/@href")
        manifest = json.loads((public / named.lstrip("/")).read_bytes())
        assert (manifest["lang"], manifest["start_url"]) == (language, f"/{language}/")
        assert manifest["dir"] == ("rtl" if language == "ar" else "ltr")
        found = {icon["src"]: icon["sizes"] for icon in manifest["icons"]}
        assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
        assert {"192x192", "512x512"} <= set(found.values())
        for link in page.xpath("//link[@rel='icon' or @rel='apple-touch-icon']"):
            found[link.get("href")] = link.get("sizes") or ("180x180" if "png" in link.get("href") else "any")
        for src, sizes in found.items():
            data = (public / src.lstrip("/")).read_bytes()
            if src.endswith(".svg"):
                assert data.startswith(b"<svg")
            else:
                assert "{}x{}".format(*Image.open(BytesIO(data)).size) == sizes
        colours = {one.get("media"): one.get("content") for one in page.xpath("//meta[@name='theme-color']")}
        assert colours == {"(prefers-color-scheme: light)": DAY, "(prefers-color-scheme: dark)": NIGHT}


def test_machines_are_led_to_siblings_feeds_and_oembed(room: SmallNewsroom) -> None:
    room.story("A bridge opened")
    room.bake()
    front = html.fromstring(room.read("en/index.html"))
    told = {link.get("hreflang"): link.get("href") for link in front.xpath("//link[@hreflang]")}
    assert told["x-default"] == "https://example.org/"
    assert set(told) == {"en", "ru", "ar", "x-default"}
    (story,) = set(front.xpath("//main//*[contains(@class, 'headline')]//a/@href"))
    page = html.fromstring(room.read(f"{story}index.html"))
    for kind in ("atom+xml", "rss+xml", "feed+json", "json+oembed"):
        (href,) = page.xpath(f"//link[@rel='alternate' and @type='application/{kind}']/@href")
        assert room.exists(href.removeprefix("https://example.org"))


def test_the_index_of_sitemaps_names_files_that_are_there(room: SmallNewsroom) -> None:
    room.story()
    room.bake()
    places = site_maps(room)
    assert "sitemaps/en-0.xml" in places
    assert all(room.exists(place) for place in places)
    assert "Sitemap: https://example.org/sitemap.xml" in room.read("robots.txt")


def test_a_sitemap_whose_stories_are_all_gone_is_not_named(room: SmallNewsroom) -> None:
    story = room.story()
    room.bake()
    articles.unpublish(story)
    room.bake()
    assert site_maps(room) == ["sitemaps/pages.xml"]
    articles.publish(story)
    room.bake()
    assert site_maps(room) == ["sitemaps/pages.xml", "sitemaps/en-0.xml"]


def site_maps(room: SmallNewsroom) -> list[str]:
    index = html.fromstring(room.read("sitemap.xml").encode())
    return [loc.text.removeprefix("https://example.org/") for loc in index.iter("loc")]
