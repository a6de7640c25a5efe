"""Feeds: three forms, whole and short, of the newsroom and of its lists, read by readers of feeds."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import feedparser
import pytest
from lxml import etree, html

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import ArticleNote, SiteSettings, SiteText
from tests.edition import feed_rules
from tests.edition.newsroom import CANONICAL

pytestmark = pytest.mark.database
XML = ("feed.xml", "rss.xml", "feed-summary.xml", "rss-summary.xml")
HUB = "https://hub.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
LENIENT = {"MissingElement", "InvalidRFC2822Date", "InvalidContact"}


def filled(room, **fields):
    fields.setdefault("dek", "Nobody <cut> a ribbon & nobody minded.")
    return room.story(
        "A bridge & a <road>",
        slug="bridge",
        regions=room.regions[:1],
        topics=[room.topic],
        authors=room.authors,
        body=[("text", '<p>Text with <a href="https://example.net/?a=1&amp;b=2">a link</a>.</p>'), ("heading", "Then")],
        **fields,
    )


@pytest.mark.parametrize("name", XML)
def test_every_feed_of_the_newsroom_is_read_without_a_complaint(room, name):
    story = filled(room)
    room.bake()
    feed = feedparser.parse(room.read(f"en/{name}").encode())
    assert feed.bozo == 0
    assert feed.feed.title == "The Test"
    (entry,) = feed.entries
    assert entry.title in ("A bridge & a <road>", "A bridge &amp; a &lt;road&gt;")
    assert entry.link == f"{CANONICAL}{story.get_url_parts()[2]}"
    assert entry.published_parsed
    assert bool(entry.get("content")) == ("summary" not in name)


@pytest.mark.parametrize("place", ["regions/north", "topics/politics", "authors/ana"])
def test_every_list_has_its_own_in_three_forms(room, place):
    filled(room)
    room.story("Elsewhere")
    room.bake()
    for name in ("feed.xml", "rss.xml"):
        feed = feedparser.parse(room.read(f"en/{place}/{name}").encode())
        assert feed.bozo == 0
        assert len(feed.entries) == 1
    assert len(json.loads(room.read(f"en/{place}/feed.json"))["items"]) == 1
    page = room.read(f"en/{place}/index.html")
    for name in ("feed.xml", "rss.xml", "feed.json"):
        assert f'href="/en/{place}/{name}"' in page


def test_a_month_has_its_own_of_summaries_while_it_has_stories(room):
    story = filled(room)
    room.bake()
    month = story.get_url_parts()[2].rpartition("bridge/")[0].strip("/")
    page = room.read(f"{month}/index.html")
    for name in ("feed.xml", "rss.xml"):
        feed = feedparser.parse(room.read(f"{month}/{name}").encode())
        assert feed.bozo == 0
        (entry,) = feed.entries
        assert entry.link == f"{CANONICAL}{story.get_url_parts()[2]}"
        assert entry.summary
        assert not entry.get("content")
        assert f'href="/{month}/{name}"' in page
    assert len(json.loads(room.read(f"{month}/feed.json"))["items"]) == 1
    articles.unpublish(story)
    room.bake()
    assert not room.exists(f"{month}/feed.xml")


def test_json_feed_says_what_its_specification_asks_for(room):
    filled(room)
    room.bake()
    for name in ("feed.json", "feed-summary.json"):
        feed = json.loads(room.read(f"en/{name}"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"{CANONICAL}/en/{name}"
        (item,) = feed["items"]
        assert item["id"].startswith("urn:uuid:")
        assert [author["name"] for author in item["authors"]] == ["Ana", "Bek"]
        assert ("content_html" in item) != ("content_text" in item)
        assert item["language"] == "en"


def test_our_reading_of_the_w3c_validators_rules_agrees_with_its_own_cases(shared_data):
    cases = shared_data / "feeds-w3c-feedvalidator" / "testcases"
    tried, flawless = set(), 0
    for case in sorted([*cases.glob("rss20/**/*.xml"), *cases.glob("atom/**/*.xml")]):
        expected = re.search(rb"Expect:\s+(!?)(\w+)", case.read_bytes())
        rule = expected[2].decode() if expected else ""
        if expected and expected[1] and rule in ("Error", "Warning"):
            assert feed_rules.broken(case.read_bytes()) == set(), case.name
            flawless += 1
        # Cases that miss no element of one name may miss others, and we write none of the odder dates and mail addresses.
        elif rule in feed_rules.KNOWN and not (rule in LENIENT and expected[1]) and not _of_another_vocabulary(case):
            assert (rule in feed_rules.broken(case.read_bytes())) == (not expected[1]), case.name
            tried.add(rule)
    assert tried == feed_rules.KNOWN
    assert flawless > 30


def _of_another_vocabulary(case):
    return case.name.startswith("unknown_element_in_known") or re.search(rb"Expect:.*element:\w+:", case.read_bytes())


def test_feeds_break_none_of_the_w3c_validators_rules(room):
    story = filled(room)
    room.story("A second")
    room.bake()
    month = story.get_url_parts()[2].rpartition("bridge/")[0].strip("/")
    for place in ("en", "en/regions/north", "en/authors/ana", month):
        for name in ("feed.xml", "rss.xml", *(XML[2:] if place == "en" else ())):
            assert feed_rules.broken(room.read(f"{place}/{name}").encode()) == set(), (place, name)


def test_a_correction_stands_in_the_text_of_an_entry(room):
    story = filled(room)
    room.bake()
    story.notes.add(ArticleNote(kind="correction", text="<p>The bridge is older.</p>"))
    articles.publish(story)
    room.bake()
    (entry,) = feedparser.parse(room.read("en/feed.xml").encode()).entries
    assert entry.content[0].value.index("The bridge is older") < entry.content[0].value.index("Text with")


def test_a_note_makes_an_entry_newer_in_feeds_and_for_search_engines(room):
    story = filled(room)
    noted = story.first_published_at.replace(microsecond=0) + timedelta(hours=3)
    story.notes.add(ArticleNote(kind="correction", text="<p>The bridge is older.</p>", date=noted))
    articles.publish(story)
    room.bake()
    feed = feedparser.parse(room.read("en/feed.xml").encode())
    assert datetime.fromisoformat(feed.entries[0].updated) == datetime.fromisoformat(feed.feed.updated) == noted
    (item,) = json.loads(room.read("en/feed.json"))["items"]
    assert datetime.fromisoformat(item["date_modified"]) == noted
    page = room.read(f"{story.get_url_parts()[2]}index.html")
    assert datetime.fromisoformat(re.search(r'"dateModified": ?"([^"]+)"', page)[1]) == noted


def test_a_hub_is_named_where_the_newsroom_has_one(room):
    filled(room)
    settings = SiteSettings.get()
    settings.hub = HUB
    settings.save()
    room.bake()
    for name in ("feed.xml", "rss.xml"):
        links = feedparser.parse(room.read(f"en/{name}").encode()).feed.links
        assert HUB in [link.href for link in links if link.rel == "hub"]
    assert json.loads(room.read("en/feed.json"))["hubs"] == [{"type": "WebSub", "url": HUB}]


def test_those_who_follow_a_list_keep_it_under_its_former_name(room):
    filled(room)
    room.bake()
    room.regions[0].slug = "renamed"
    room.regions[0].save()
    room.bake()
    for name in ("feed.xml", "rss.xml"):
        assert room.read(f"en/regions/north/{name}") == room.read(f"en/regions/renamed/{name}")
    assert f"{CANONICAL}/en/regions/renamed/feed.xml" in room.read("en/regions/north/feed.xml")


def test_no_feed_is_left_of_a_list_that_is_gone(room):
    filled(room)
    room.bake()
    assert room.exists("en/regions/south/rss.xml")
    room.regions[1].delete()
    room.bake()
    assert not room.exists("en/regions/south/rss.xml")


def test_plain_text_loses_nothing_where_rss_holds_html(room):
    said = 'Law <draft> on rivers & x<y, 5 > 3 &amp; "so on"'
    site = SiteSettings.get()
    site.texts.set([SiteText(language="en", name="The Test", tagline=said)])
    site.save()
    filled(room, dek=said)
    room.bake()
    for name in ("rss.xml", "rss-summary.xml"):
        channel = etree.fromstring(room.read(f"en/{name}").encode()).find("channel")
        for where in ("description", "item/description"):
            assert html.fragment_fromstring(channel.findtext(where), create_parent=True).text_content() == said, where
    for name in ("feed.xml", "feed-summary.xml"):  # Atom's are text by their type
        feed = feedparser.parse(room.read(f"en/{name}").encode())
        assert feed.entries[0].summary_detail.type == "text/plain"
        assert etree.fromstring(room.read(f"en/{name}").encode()).findtext(f"{ATOM}entry/{ATOM}summary") == said
