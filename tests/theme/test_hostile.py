"""Hostile text in every field: nothing executable comes through, nothing breaks a page or a feed."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from tamizdat.edition.shapes import Feed
from tamizdat.render import Renderer
from tests.theme import values

# Fields that the reader of the database promises are clean (shapes/): markup and addresses, codes and class names.
TRUSTED = {
    "html", "introduction", "long_bio", "transcript", "url", "source_url", "page_url", "feed_url", "share_url",
    "canonical", "src", "srcset", "captions_url", "newer", "older", "archive_url", "language", "code",
    "direction", "time_zone", "focal", "type", "kind", "genre", "series_kind", "id", "host",
}  # fmt: skip
CHUNK = 40


def poisoned(value: Any, text: str, name: str = "") -> Any:
    """`value` with `text` in place of every plain text in it."""
    if isinstance(value, str):
        return value if name in TRUSTED else text
    if isinstance(value, tuple):
        return tuple(poisoned(item, text, name) for item in value)
    if isinstance(value, dict):
        return {key: poisoned(item, text, key) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: poisoned(getattr(value, field.name), text, field.name) for field in fields(value)}
        return replace(value, **changes)
    return value


@pytest.fixture(scope="module")
def strings(shared_data: Path) -> list[str]:
    return json.loads((shared_data / "hostile-strings-blns" / "blns.json").read_text())


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Elements and the names of their attributes: what a text must not be able to change. Long ones are set smaller, and
    what looks like a name with a hyphen is kept in one line."""
    tree = html.document_fromstring(page)
    return [
        (element.tag, tuple(name for name in element.attrib if name != "class"))
        for element in tree.iter()
        if isinstance(element.tag, str) and (element.tag, dict(element.attrib)) != ("span", {"class": "nobr"})
    ]


@pytest.mark.parametrize("template", ["article", "front", "listing", "directory", "static", "404"])
def test_no_text_can_change_a_page(render: Renderer, strings: list[str], template: str) -> None:
    shapes = {
        "article": {"article": values.article("en"), "related": values.related("en")},
        "front": {"front": values.front("en")},
        "listing": {"listing": values.author_listing("en")},
        "directory": {"directory": values.directory("en")},
        "static": {"static_page": values.static_page("en")},
        "404": {"stories": values.cards("en", 0, 2)},
    }[template]
    given = {"site": values.site("en"), "page": values.page("en", "/en/", "t", description="d"), **shapes}
    harmless = skeleton(render.page(f"pages/{template}.html", "en", **poisoned(given, "harmless")).decode())
    for text in (joined(strings[at : at + CHUNK]) for at in range(0, len(strings), CHUNK)):
        page = render.page(f"pages/{template}.html", "en", **poisoned(given, text))
        assert b"\x00" not in page
        assert skeleton(page.decode()) == harmless, text


def joined(texts: list[str]) -> str:
    return " ".join(texts) or "empty"


def test_no_text_can_break_structured_data(render: Renderer, strings: list[str]) -> None:
    for text in filter(None, strings):
        article = poisoned(values.article("en"), text)
        page = render.page(
            "pages/article.html",
            "en",
            site=values.site("en"),
            page=values.page("en", "/", "t"),
            article=article,
            related=(),
        )
        script = html.document_fromstring(page.decode()).xpath("//script[@type='application/ld+json']")
        assert len(script) == 1
        assert json.loads(script[0].text)["wordCount"] == 1000


def test_no_text_can_break_a_feed_or_a_sitemap(render: Renderer, strings: list[str]) -> None:
    site = values.site("en")
    for text in filter(None, strings):
        feed: Feed = poisoned(values.feed("en"), text)
        feed = replace(feed, entries=tuple(replace(entry, html=text) for entry in feed.entries))
        tree = etree.fromstring(render.page("feeds/atom.xml", "en", site=poisoned(site, text), feed=feed))
        assert len(tree.findall("{*}entry")) == len(feed.entries)
        tree = etree.fromstring(render.page("feeds/rss.xml", "en", site=poisoned(site, text), feed=feed))
        assert len(tree.findall("channel/item")) == len(feed.entries)
        entries = poisoned(values.sitemap("en"), text)
        given = {"entries": entries, "canonical": site.canonical, "names": {"en": text}}
        assert len(etree.fromstring(render.page("feeds/news_sitemap.xml", "", **given))) == len(entries)
