"""Giving and writing to the newsroom, as readers meet both: only where and how the newsroom asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, SiteSettings, SiteText, StaticPage, StaticPageText, SupportWay
from tests.edition.newsroom import CANONICAL, contents

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


def say(**fields: object) -> None:
    site = SiteSettings.get()
    text = site.texts.filter(language="en").first() or SiteText(language="en", name="The Test")
    for name, value in fields.items():
        setattr(text, name, value)
    site.texts.set([*(other for other in site.texts.all() if other.language != "en"), text])
    site.save()


def parsed(room: SmallNewsroom, path: str) -> html.HtmlElement:
    return html.document_fromstring(room.read(path))


def story_of(room: SmallNewsroom, **fields: object) -> html.HtmlElement:
    address = room.story("A bridge opened", **fields).get_url_parts()[2]
    room.bake()
    return parsed(room, f"{address}index.html")


def test_a_way_to_give_names_whose_site_it_leads_to(room: SmallNewsroom) -> None:
    site = SiteSettings.get()
    site.ways.set([SupportWay(kind="checkout", label="By card", url="https://pay.example.com/us?x=1")])
    site.save()
    room.bake()
    page = parsed(room, "en/support/index.html")
    link = page.xpath("//a[@class='way-link']")[0]
    assert link.get("href") == "https://pay.example.com/us?x=1"
    assert "pay.example.com" in link.text_content()
    assert parsed(room, "en/index.html").xpath("//p[@class='menu-support']/a/@href") == ["/en/support/"]


def test_the_ask_stands_hidden_in_stories_and_leads_to_the_page(room: SmallNewsroom) -> None:
    assert not story_of(room).xpath("//*[contains(@class, 'ask')]")
    say(ask_mode="ask", ask="Pay for the typescript.", support_introduction="<p>Why.</p>")
    ask = story_of(room).xpath("//aside[@data-ask]")[0]
    assert ask.get("hidden") is not None
    assert "Pay for the typescript." in ask.text_content()
    assert ask.xpath(".//a/@href") == ["/en/support/"]


def test_where_giving_is_a_crime_a_warning_stands_in_full_sight(room: SmallNewsroom) -> None:
    say(ask_mode="ask", warning="Do not give from here.", support_introduction="<p>Why.</p>")
    region = room.regions[0]
    region.ask = "warning"
    region.save()
    warning = story_of(room, regions=[region]).xpath("//aside[contains(@class, 'warning')]")[0]
    assert "Do not give from here." in warning.text_content()
    assert not warning.xpath("ancestor-or-self::*[@hidden]")


def test_the_contact_page_has_the_form_and_the_safe_ways(room: SmallNewsroom) -> None:
    say(contact_email="desk@example.org", safe_ways="<p>By post.</p>")
    texts = [StaticPageText(language="en", title="Contact", body="<p>Write.</p>")]
    StaticPage(slug="contact", form=StaticPage.Form.CONTACT, texts=texts).save()
    room.bake()
    page = parsed(room, "en/contact/index.html")
    form = page.xpath("//form[@data-door]")[0]
    assert (form.get("action"), form.get("method")) == ("/api/contact", "post")
    assert "By post." in page.xpath("//section[@class='contact']/aside")[0].text_content()
    assert page.xpath("//p[@class='by-mail']/a/@href") == ["mailto:desk@example.org"]


def test_a_story_says_under_which_address_a_read_counts(room: SmallNewsroom) -> None:
    address = room.story("A bridge opened").get_url_parts()[2]
    room.bake()
    assert parsed(room, f"{address}index.html").xpath("//article/@data-read") == [address]
    assert parsed(room, f"{address}share/index.html").xpath("//textarea/@data-republish") == [address] * 2


def offered(room: SmallNewsroom, path: str = "en/404.html") -> list[str]:
    return [one.text_content() for one in parsed(room, path).xpath("//section[@class='offers']//a")]


def test_error_pages_offer_stories_and_are_not_written_anew_with_each(
    room: SmallNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "PAGE_SIZE", 6)
    stories = [room.story(f"Story {number}") for number in range(2)]
    room.bake()
    assert offered(room) == offered(room, "410.html") == ["Story 1", "Story 0"]
    assert offered(room, "ru/404.html") == [], "a language without stories"
    stories += [room.story(f"Story {number}") for number in range(2, 7)]
    room.bake()
    assert offered(room) == ["Story 5", "Story 4", "Story 3", "Story 2", "Story 1"]
    before = contents(room.baker)
    room.story("Story 7")
    room.bake()
    after = contents(room.baker)
    assert before["en/latest/index.html"] != after["en/latest/index.html"]
    assert not [path for path in after if ("404" in path or "410" in path) and before[path] != after[path]]
    articles.kill(stories[5])
    room.bake()
    assert offered(room) == ["Story 4", "Story 3", "Story 2", "Story 1", "Story 0"]


def test_a_removed_story_leaves_a_page_that_offers_none(room: SmallNewsroom) -> None:
    room.story("Another")
    address = room.story("A bridge opened").get_url_parts()[2]
    room.bake()
    articles.kill(Article.objects.get(headline="A bridge opened"))
    room.bake()
    page = parsed(room, f"{address}index.html")
    assert not page.xpath("//section[@class='offers']")
    assert "/en/latest/" in page.xpath("//main//p[@class='more']/a/@href")


def test_the_page_about_feeds_leads_to_feeds_that_are_there(room: SmallNewsroom) -> None:
    room.story("A bridge opened", regions=[room.regions[0]], topics=[room.topic])
    room.bake()
    page = parsed(room, "en/feed/index.html")
    links = page.xpath("//main//a/@href")
    for name in (
        "rss.xml",
        "feed.xml",
        "feed.json",
        "rss-summary.xml",
        "regions/north/rss.xml",
        "series/podcast/rss.xml",
    ):
        assert f"/en/{name}" in links
    assert [link for link in links if not room.exists(link)] == []
    assert f"{CANONICAL}/en/rss.xml" in page.text_content()
