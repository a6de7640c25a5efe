"""What every page must have, read from the specimen's bytes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree, html

from tamizdat.edition.shapes import Note
from tamizdat.edition.shapes.blocks import EmbedBlock, HeadingBlock, TableBlock
from tamizdat.render import Renderer
from tests.theme import values

FRAMED = ("index.html", "2026/11/story-0/index.html", "regions/g0/index.html", "regions/index.html", "404.html")


def parsed(pages: dict[str, bytes], name: str) -> html.HtmlElement:
    return html.document_fromstring(pages[name].decode())


def story(render: Renderer, language: str = "en", **changes: object) -> html.HtmlElement:
    article = values.article(language, **changes)
    page = render.page(
        "pages/article.html",
        language,
        site=values.site(language),
        page=values.article_page(article),
        article=article,
        related=(),
    )
    return html.document_fromstring(page.decode())


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
@pytest.mark.parametrize("path", FRAMED)
def test_a_page_says_its_language_and_has_one_heading_and_a_way_past_the_menu(
    pages: dict[str, bytes], language: str, path: str
) -> None:
    page = parsed(pages, f"{language}/{path}")
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "fa" else "ltr")
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#content"]
    assert page.xpath("//main[@id='content']")
    assert page.xpath("//title/text()")[0].strip()
    for kind in ("atom+xml", "rss+xml", "feed+json"):
        assert page.xpath(f"//link[@type='application/{kind}' and @rel='alternate']")


def test_nothing_is_inline(pages: dict[str, bytes]) -> None:
    for name, data in pages.items():
        if not name.endswith(".html") or name.endswith("/story.html"):
            continue  # the one file that is taken along carries its own style
        page = html.document_fromstring(data.decode())
        assert not page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]"), name
        scripts = page.xpath("//script[not(@src)]")
        assert all(script.get("type") == "application/ld+json" for script in scripts), name
        assert not page.xpath("//*[starts-with(@src, 'http') or starts-with(@href, 'javascript:')]"), name


def test_every_picture_has_its_size_and_words_and_only_the_first_is_fetched_at_once(pages: dict[str, bytes]) -> None:
    for name in ("en/index.html", "en/2026/11/story-0/index.html", "en/regions/g0/index.html"):
        pictures = parsed(pages, name).xpath("//img")
        assert pictures
        for picture in pictures:
            assert picture.get("width", "").isdigit()
            assert picture.get("height", "").isdigit()
            assert picture.get("alt") is not None
            assert picture.get("decoding") == "async"
            assert re.fullmatch(r"fx-\d+ fy-\d+ r[0-9a-f] g[0-9a-f] b[0-9a-f]", picture.get("class"))
        eager = [picture for picture in pictures if picture.get("loading") != "lazy"]
        assert [picture.get("fetchpriority") for picture in eager] in ([], ["high"])
        assert eager == pictures[: len(eager)]


def test_the_language_switch_leads_to_the_sibling_or_else_to_the_front(pages: dict[str, bytes]) -> None:
    switch = "//nav[@class='languages']//a/@href"
    assert parsed(pages, "en/2026/11/story-0/index.html").xpath(switch) == [
        "/ru/2026/11/story-0/",
        "/fa/2026/11/story-0/",
    ]
    assert parsed(pages, "en/2026/11/bare/index.html").xpath(switch) == ["/ru/", "/fa/"]


def test_siblings_are_told_to_machines_once_each(pages: dict[str, bytes]) -> None:
    page = parsed(pages, "ru/2026/11/story-0/index.html")
    told = page.xpath("//link[@rel='alternate' and @hreflang]")
    assert sorted(link.get("hreflang") for link in told) == ["en", "fa", "ru"]
    assert all(link.get("href").startswith("https://pass.example/") for link in told)


def test_without_a_canonical_address_nothing_absolute_is_claimed(render: Renderer) -> None:
    article = values.article("en")
    page = replace(values.article_page(article), canonical="")
    written = render.page(
        "pages/article.html", "en", site=values.site("en", canonical=""), page=page, article=article, related=()
    ).decode()
    assert 'rel="canonical"' not in written
    assert "og:url" not in written
    assert "pass.example" not in written


def test_a_story_tells_machines_who_wrote_what_when(render: Renderer) -> None:
    data = json.loads(story(render).xpath("//script[@type='application/ld+json']")[0].text)
    assert data["@type"] == "ReportageNewsArticle"
    assert data["datePublished"] == "2026-11-24T12:05:00+04:00"
    assert [author["name"] for author in data["author"]] == ["Nino Tvaliashvili", "Aibek Sadyrbaev"]
    assert data["url"].startswith("https://pass.example/en/")
    assert data["publisher"]["@type"] == "NewsMediaOrganization"
    plain = json.loads(
        story(render, authors=(), byline="Wikinews", picture=None, dek="", genre="news", regions=(), topics=())
        .xpath("//script[@type='application/ld+json']")[0]
        .text
    )
    assert plain["author"] == [{"@type": "Person", "name": "Wikinews"}]
    assert not {"image", "description", "contentLocation", "articleSection"} & plain.keys()


def test_authors_are_linked_and_a_crowd_is_counted(render: Renderer) -> None:
    few = story(render).xpath("//p[@class='story-meta']//span[@class='by']")[0]
    assert few.text_content() == "By Nino Tvaliashvili and Aibek Sadyrbaev"
    assert few.xpath("a/@href") == ["/en/authors/0/", "/en/authors/1/"]
    crowd = tuple(values.author_line("ru", number, portrait=False) for number in range(40))
    many = story(render, "ru", authors=crowd)
    assert many.xpath("//span[@class='by']")[0].text_content().endswith("и ещё 36")
    assert len(many.xpath("//ul[@id='authors']/li")) == 40


def test_a_story_without_text_promises_no_minutes_of_reading(render: Renderer) -> None:
    assert story(render, word_count=1).xpath("//*[@class='reading-time']")[0].text == "1 min read"
    assert not story(render, word_count=0).xpath("//*[@class='reading-time']")


def test_an_editors_note_stands_before_the_text(render: Renderer) -> None:
    page = story(render)
    order = [element.get("class") for element in page.xpath("//article/*")]
    assert order.index("note") < order.index(None)
    assert not story(render, editors_note="").xpath("//*[@class='note']")


def test_the_head_says_when_a_story_was_corrected_and_leads_to_the_note(render: Renderer) -> None:
    note = Note(kind="correction", date=values.NOON + timedelta(days=3), html="<p>It was <b>412</b>.</p>")
    page = story(render, updated_at=None, notes=(note,))
    meta = page.xpath("//p[@class='story-meta']")[0]
    assert meta.xpath("span[@class='updated']")[0].text_content() == "Updated 27 November 2026, 12:05"
    assert meta.xpath("span[@class='noted']")[0].text_content() == "Correction"
    target = meta.xpath("span[@class='noted']/a/@href")[0].removeprefix("#")
    assert "412" in page.get_element_by_id(target).text_content()
    assert not story(render, updated_at=None).xpath("//span[@class='updated']")


def test_a_long_story_has_its_contents(render: Renderer) -> None:
    headings = tuple(HeadingBlock(text=f"Part {number}", id=f"h-{number}") for number in range(3))
    assert story(render, body=headings).xpath("//nav[@class='contents']//a/@href") == ["#h-0", "#h-1", "#h-2"]
    assert not story(render, body=headings[:2]).xpath("//nav[@class='contents']")


def test_what_an_event_had_before_stands_beside_the_text_and_not_after_it(pages: dict[str, bytes]) -> None:
    page = parsed(pages, "en/2026/11/story-0/index.html")
    beside = page.xpath("//aside[@class='event-before']//p[@class='headline']/a/@href")
    after = page.xpath("//aside[@class='next']//h3/a/@href")
    assert len(beside) == 4
    assert after
    assert not set(beside) & set(after)


def test_cards_without_a_dek_show_how_the_text_begins(render: Renderer) -> None:
    lead = replace(values.card("en", 0, pictured=False), dek="", opening="The road was closed on Monday.")
    page = render.page(
        "pages/front.html",
        "en",
        site=values.site("en"),
        page=values.page("en", "/en/", "The Pass"),
        front=replace(values.front("en"), lead=lead),
    )
    found = html.document_fromstring(page.decode()).xpath("//article[contains(@class, 'lead-card')]//p[@class='dek']")
    assert [one.text_content() for one in found] == ["The road was closed on Monday."]


def test_a_running_event_has_a_lead_then_what_is_new_since_then_what_was_before(pages: dict[str, bytes]) -> None:
    page = parsed(pages, "en/topics/event/index.html")
    lead = page.xpath("//div[@class='featured']//h2/a/@href")
    new, before = page.xpath("//section[starts-with(@class, 'timeline')]")
    assert new.xpath("h2")[0].text_content() == "New since 24 November 2026"
    assert lead == ["/en/2026/11/story-1/"]
    assert new.xpath(".//h3/a/@href") == ["/en/2026/11/story-0/"]
    assert before.xpath(".//h3/a/@href") == [f"/en/2026/11/story-{number}/" for number in range(2, 12)]
    days = before.xpath(".//li[@class='day']/p/time")
    assert [day.text for day in days][:2] == ["23 November 2026", "22 November 2026"]


def test_columns_of_numbers_are_marked(render: Renderer) -> None:
    table = TableBlock(caption="", head=("Gallery", "m"), rows=(("First", "412"),), numbers=frozenset({1}))
    page = story(render, body=(table,))
    assert [cell.text for cell in page.xpath("//*[@class='number']")] == ["m", "412"]


def test_an_imported_story_names_its_source_and_licence(pages: dict[str, bytes]) -> None:
    source = parsed(pages, "en/2026/11/imported/index.html").xpath("//p[@class='source']")[0]
    assert "first published by Wikinews" in source.text_content()
    assert "CC BY 2.5" in source.text_content()
    assert source.xpath("a/@href") == ["https://news.example/1"]


def test_every_kind_of_block_has_a_template(render: Renderer) -> None:
    kinds = {block.kind for block in values.every_block("en")}
    assert len(kinds) == 14
    empty = story(render, body=()).xpath("//article/*")
    for block in values.every_block("en"):
        assert len(story(render, body=(block,)).xpath("//article/*")) > len(empty), block.kind


def test_an_embed_loads_nothing_and_names_who_would_be_told(render: Renderer) -> None:
    url = "https://www.youtube.com/watch?v=abc123"
    page = story(render, body=(EmbedBlock(url=url, host="youtube.com", title="t"),))
    embed = page.xpath("//div[@class='embed']")[0]
    assert embed.xpath(".//a/@href") == [url]
    assert "youtube.com. That site will see your IP address." in embed.text_content()
    assert not page.xpath("//iframe")


def test_parts_in_another_language_say_so(render: Renderer) -> None:
    foreign = values.card("fa", 2)
    front = replace(values.front("en"), secondary=(foreign,))
    page = render.page(
        "pages/front.html", "en", site=values.site("en"), page=values.page("en", "/en/", "The Pass"), front=front
    )
    found = html.document_fromstring(page.decode()).xpath("//article[@lang='fa']")
    assert [element.get("dir") for element in found] == ["rtl"]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("en/2026/11/index.html", "November 2026"),
        ("ru/2026/11/index.html", "Ноябрь 2026"),
        ("en/latest/index.html", "Latest"),
        ("ru/latest/index.html", "Новое"),
        ("ru/archive/index.html", "Архив"),
        ("ru/regions/index.html", "Регионы"),
    ],
)
def test_lists_without_a_name_of_their_own_get_one_in_the_readers_language(
    pages: dict[str, bytes], name: str, heading: str
) -> None:
    page = parsed(pages, name)
    assert page.xpath("//h1")[0].text_content().strip() == heading
    assert page.xpath("//title")[0].text.startswith(heading)


def test_a_numbered_page_says_which_and_leads_both_ways(pages: dict[str, bytes]) -> None:
    page = parsed(pages, "en/regions/g0/33/index.html")
    assert "page 33" in page.xpath("//h1")[0].text_content()
    pager = page.xpath("//nav[@class='pager']")[0]
    assert pager.xpath("a[@rel='prev']/@href") == ["/en/regions/g0/34/"]
    assert pager.xpath("a[@rel='next']/@href") == ["/en/regions/g0/32/"]
    assert not page.xpath("//div[@class='introduction']")


def test_moved_and_gone_pages_begin_as_the_door_expects(pages: dict[str, bytes]) -> None:
    assert pages["moved/index.html"].startswith(b"<!doctype html><!--tamizdat:301 /en/2026/11/story-0/-->")
    assert pages["ru/410.html"].startswith(b"<!doctype html><!--tamizdat:410 ru-->")
    others = [name for name, data in pages.items() if b"<!--tamizdat:" in data]
    assert sorted(others) == ["en/410.html", "fa/410.html", "moved/index.html", "ru/410.html"]


def test_the_root_offers_every_language_in_its_own_words(pages: dict[str, bytes]) -> None:
    links = parsed(pages, "index.html").xpath("//ul[@class='choose']//a")
    assert [(link.get("href"), link.get("lang"), link.get("dir")) for link in links] == [
        ("/en/", "en", "ltr"),
        ("/ru/", "ru", "ltr"),
        ("/fa/", "fa", "rtl"),
    ]


def test_feeds_and_sitemaps_are_well_formed_and_absolute(pages: dict[str, bytes]) -> None:
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = etree.fromstring(pages["ru/feed.xml"])
    assert len(feed.xpath("a:entry", namespaces=atom)) == 3
    for element in feed.xpath("//a:entry/a:id | //a:entry/a:updated | /a:feed/a:updated", namespaces=atom):
        assert element.text
    assert all(href.startswith("https://pass.example/") for href in feed.xpath("//a:link/@href", namespaces=atom))
    sitemap = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    for name in ("sitemap.xml", "sitemaps.xml", "news.xml"):
        places = etree.fromstring(pages[name]).xpath("//s:loc/text()", namespaces=sitemap)
        assert places, name
        assert all(place.startswith("https://pass.example/") for place in places), name


def test_a_story_is_sent_by_plain_links_that_hold_its_headline_and_address(
    pages: dict[str, bytes], render: Renderer
) -> None:
    page = story(render, headline="Salt & water, 5 %")
    links = [urlsplit(href) for href in page.xpath("//p[@class='share-ways']/a/@href")]
    mail, telegram, whatsapp = (parse_qs(link.query) for link in links[:3])
    address = "https://pass.example/en/2026/11/story-0/"
    assert [link.scheme + ":" + link.netloc for link in links[:3]] == ["mailto:", "https:t.me", "https:wa.me"]
    assert mail == {"subject": ["Salt & water, 5 %"], "body": [address]}
    assert telegram == {"url": [address], "text": ["Salt & water, 5 %"]}
    assert whatsapp == {"text": [f"Salt & water, 5 % {address}"]}
    shared = parsed(pages, "en/2026/11/noted/share/index.html")
    assert len(shared.xpath("//p[@class='share-ways']/a")) == 3
    for button in shared.xpath("//button[@data-do='copy']"):
        assert shared.xpath(f"//*[@id='{button.get('data-of')}']"), "what it copies is there"


def test_a_story_offers_to_share_it_once(render: Renderer) -> None:
    page = story(render)
    assert [link.text for link in page.xpath("//main//*[self::a or self::summary]") if link.text == "Share"] == [
        "Share"
    ]
    assert page.xpath("//main//details//a[contains(@href, '/share/')]"), "without a script too"


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_every_picture_of_a_story_leads_to_the_whole_of_it(pages: dict[str, bytes], language: str) -> None:
    for path in ("2026/11/story-0", "2026/11/visual", "2026/11/episode"):
        page = parsed(pages, f"{language}/{path}/index.html")
        pictures = page.xpath("//article//figure//img | //article//*[contains(@class, 'frame')]/a//img")
        assert pictures
        for picture in pictures:
            (link,) = picture.xpath("ancestor::a")
            assert re.fullmatch(r"/_/pictures/p\d-1600\.jpg", link.get("href"))


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_error_pages_lead_on(pages: dict[str, bytes], language: str) -> None:
    lost = parsed(pages, f"{language}/404.html")
    assert len(lost.xpath("//section[@class='offers']//a")) == 5
    for page in (lost, parsed(pages, f"{language}/410.html")):
        assert page.xpath("//main//form[@role='search']/@action") == [f"/{language}/search/"]
        assert page.xpath("//main//p[@class='more']/a/@href") == [f"/{language}/", f"/{language}/latest/"]


def test_the_foot_of_a_page_leads_everywhere(pages: dict[str, bytes]) -> None:
    links = parsed(pages, "en/2026/11/story-0/index.html").xpath("//nav[@class='footer-links']//a/@href")
    assert links[-5:] == ["/en/latest/", "/en/archive/", "/en/text/", "/en/newsletter/", "/en/feed/"]


def test_a_typed_byline_is_printed_instead_of_the_authors_names(render: Renderer) -> None:
    line = story(render, byline="By our own correspondents").xpath("//p[@class='story-meta']//span[@class='by']")[0]
    assert line.text_content() == "By our own correspondents"
