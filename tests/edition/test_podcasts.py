"""Shows, episodes and their feed, as two podcast parsers and the namespace's own schema read them."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

import feedparser
import podcastparser
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from lxml import etree, html

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, Attachment, Series, SeriesAuthor, SeriesText
from tests.edition import podcast_rules
from tests.edition.newsroom import CANONICAL, contents

SOUND = b"\xff\xfb\x50\xc4" * 137
FEED = "en/series/podcast/podcast.xml"
NAMESPACE = "https://podcastindex.org/namespace/1.0"
FORMER = "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
"""The namespace's first name, under which podcastparser knows it; both are valid."""
PODCAST = f"{{{NAMESPACE}}}"
TRANSCRIPT = "<p>0:04 A radio &amp; rain.</p><p>1:04 The end.</p>"


@pytest.fixture
def show(room, settings) -> Series:
    settings.MEDIA_ROOT = room.folder / "one" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (room.folder / "whole").mkdir()
    (room.folder / "whole" / "media").symlink_to(settings.MEDIA_ROOT)
    series = room.series[1]
    series.owner_email, series.funding_url = "desk@example.org", "https://give.example.org/"
    series.authors = [SeriesAuthor(author=room.authors[0])]
    series.texts.set([SeriesText(language="en", name="Long & Wave", introduction="<p>About <b>sound</b>.</p>")])
    series.save()
    return series


@pytest.fixture
def record(room, show):
    def made(headline: str, number: int, **fields) -> Article:
        file = Attachment(title=headline, file=ContentFile(SOUND + bytes([number]), f"day {number}.mp3"), seconds=125)
        file.file_hash, file.file_size = (
            f"{number:040x}",
            1,
        )  # the length of what is served counts, not of what is noted
        file.save()
        audio = {
            "file": file.pk,
            "title": "",
            "transcript": TRANSCRIPT,
            "chapters": [{"start": "1:04", "title": "Rain"}, {"start": "0:00", "title": "Radio"}],
        }
        body = json.dumps(
            [
                {"type": "text", "value": f'<p>Notes, <a href="/en/about/">ours</a>, of {headline}.</p>'},
                {"type": "audio", "value": audio},
            ]
        )
        return room.story(headline, body=body, series=show, genre="podcast", episode=number, **fields)

    return made


@pytest.fixture
def episodes(room, record) -> list[Article]:
    now = timezone.now()
    return [
        record("Silence <one>", 1, first_published_at=now - timedelta(days=2), authors=room.authors, season=1),
        record("Rain", 2, first_published_at=now - timedelta(days=1), dek="It rained & rained."),
    ]


def test_the_feed_reads_without_a_complaint(room, episodes):
    room.bake()
    read = feedparser.parse(room.read(FEED))
    assert read.bozo == 0
    assert read.feed.title == "Long & Wave"
    assert read.feed.language == "en"
    assert read.feed.link == f"{CANONICAL}/en/series/podcast/"
    assert [entry.title for entry in read.entries] == ["Rain", "Silence <one>"]
    assert read.entries[0].link == CANONICAL + episodes[1].get_url_parts()[2]


def test_the_feed_says_to_a_podcast_player_what_it_needs(room, episodes):
    room.bake()
    feed = room.read(FEED).replace(NAMESPACE, FORMER)
    read = podcastparser.parse(f"{CANONICAL}/{FEED}", BytesIO(feed.encode()))
    assert (read["title"], read["type"], read["language"]) == ("Long & Wave", "episodic", "en")
    assert read["explicit"] is False
    assert read["import_prohibited"] is True
    assert read["description"] == "About sound."
    assert read["funding_url"] == "https://give.example.org/"
    assert read["itunes_owner"] == {"name": "The Test", "email": "desk@example.org"}
    newest, oldest = read["episodes"]
    assert newest["total_time"] == 125
    assert newest["number"] == 2
    assert unescape(newest["description"]) == "It rained & rained."  # it holds HTML
    assert f'href="{CANONICAL}/en/about/"' in newest["description_html"]
    assert newest["chapters_json_url"].endswith("/rain/chapters.json")
    assert newest["transcript_url"].endswith("/rain/transcript.vtt")
    assert [(person["name"], person["role"]) for person in oldest["persons"]] == [("Ana", "host"), ("Bek", "reporter")]


def test_an_enclosure_has_the_exact_length_and_type_of_what_is_served(room, episodes):
    room.bake()
    for entry in feedparser.parse(room.read(FEED)).entries:
        (enclosure,) = entry.enclosures
        assert enclosure.type == "audio/mpeg"
        file = room.folder / "one" / "public" / enclosure.href.removeprefix(CANONICAL).lstrip("/")
        assert int(enclosure.length) == file.stat().st_size == len(SOUND) + 1


def test_chapters_and_transcripts_stand_where_the_feed_says(room, episodes):
    room.bake()
    channel = ElementTree.fromstring(room.read(FEED)).find("channel")
    item = channel.find("item")
    urls = {one.get("type"): one.get("url") for one in item if one.tag.startswith(PODCAST) and one.get("type")}
    assert set(urls) == {"text/html", "text/vtt", "application/json+chapters"}
    read = {kind: room.read(url.removeprefix(CANONICAL)) for kind, url in urls.items()}
    assert [one["startTime"] for one in json.loads(read["application/json+chapters"])["chapters"]] == [0, 64]
    assert read["text/vtt"].startswith("WEBVTT\n\n00:00:04.000 --> 00:01:04.000\nA radio &amp; rain.\n")
    assert "A radio &amp; rain." in read["text/html"]


def test_names_of_the_feed_and_of_episodes_outlive_its_address(room, show, episodes):
    room.bake()
    before = ElementTree.fromstring(room.read(FEED)).find("channel")
    assert uuid.UUID(before.find(f"{PODCAST}guid").text).version == 5
    show.slug = "long-wave"
    show.save()
    room.bake()
    moved, kept = (ElementTree.fromstring(room.read(path)) for path in ("en/series/long-wave/podcast.xml", FEED))
    for after in (moved, kept):
        channel = after.find("channel")
        assert channel.find(f"{PODCAST}guid").text == before.find(f"{PODCAST}guid").text
        assert [one.text for one in channel.iter("guid")] == [one.text for one in before.iter("guid")]
        assert (
            channel.find("{http://www.itunes.com/dtds/podcast-1.0.dtd}new-feed-url").text
            == f"{CANONICAL}/en/series/long-wave/podcast.xml"
        )


def test_every_tag_of_the_namespace_is_as_its_schema_says(room, episodes, shared_data):
    room.bake()
    source = etree.parse(shared_data / "feeds-podcast-namespace" / "podcast.xsd")
    schema = etree.XMLSchema(source)
    known = {one.get("name") for one in source.iter("{http://www.w3.org/2001/XMLSchema}element")}
    checked = set()
    for tag in etree.fromstring(room.read(FEED).encode()).iter(f"{PODCAST}*"):
        name = etree.QName(tag).localname
        if name in known:
            alone = etree.Element(name, dict(tag.attrib))
            alone.text = tag.text
            root = etree.Element("root")
            root.append(alone)
            schema.assertValid(root)
            checked.add(name)
    assert checked >= {"locked", "funding", "person", "transcript", "chapters", "episode"}


def test_our_reading_of_the_w3c_validators_rules_agrees_with_its_own_cases(shared_data):
    cases = shared_data / "feeds-w3c-feedvalidator" / "testcases" / "ext" / "itunes"
    tried = set()
    for case in sorted(cases.glob("*.xml")):
        expected = re.search(rb"Expect:\s+(!?)(\w+)", case.read_bytes())
        rule = expected[2].decode()
        if rule in podcast_rules.KNOWN:
            assert (rule in podcast_rules.broken(case.read_bytes())) == (not expected[1]), case.name
            tried.add(rule)
    assert tried == podcast_rules.KNOWN


@pytest.mark.parametrize("category", ["News", "News > Politics"])
def test_the_feed_breaks_none_of_the_w3c_validators_rules_for_podcasts(room, show, episodes, category):
    show.category = category
    show.full_clean()
    show.save()
    room.bake()
    assert podcast_rules.broken(room.read(FEED).encode()) == set()
    assert feedparser.parse(room.read(FEED)).feed.category == "News"


def test_a_category_that_no_directory_knows_is_refused(show):
    show.category = "Mountains"
    with pytest.raises(ValidationError, match="Directories know no such category"):
        show.full_clean()


def test_an_episode_that_leaves_leaves_the_feed_and_takes_its_files_along(room, episodes):
    room.bake()
    folder = episodes[1].get_url_parts()[2]
    assert room.exists(f"{folder}transcript.vtt")
    articles.unpublish(episodes[1])
    room.bake()
    assert [entry.title for entry in feedparser.parse(room.read(FEED)).entries] == ["Silence <one>"]
    assert not room.exists(f"{folder}transcript.vtt")
    assert not room.exists(f"{folder}chapters.json")
    articles.unpublish(episodes[0])
    room.bake()
    assert not room.exists(FEED)


def test_a_show_that_becomes_a_blog_has_no_podcast_feed(room, show, episodes):
    room.bake()
    show.form = "blog"
    show.save()
    room.bake()
    assert not room.exists(FEED)
    whole = room.another("whole")
    room.bake_whole(whole)
    assert contents(room.baker) == contents(whole)


def test_the_shows_page_lists_episodes_and_offers_the_feed(room, episodes):
    room.bake()
    page = room.read("en/series/podcast/index.html")
    assert 'type="application/rss+xml" title="Long &amp; Wave" href="/en/series/podcast/podcast.xml"' in page
    assert page.index("Rain") < page.index("Silence")
    assert "2:05" in page
    assert "https://give.example.org/" in page


def test_without_a_canonical_address_there_is_no_feed_and_none_is_offered(room, episodes, monkeypatch):
    monkeypatch.setattr("tests.edition.newsroom.CANONICAL", "")
    baker = room.another("whole")
    room.bake_whole(baker)
    found = contents(baker)
    assert FEED not in found
    assert b"podcast.xml" not in found["en/series/podcast/index.html"]


def test_new_episodes_come_in_as_a_full_bake_has_them(room, record, episodes):
    room.bake()
    record("Late", 3)
    room.authors[0].save()
    room.bake()
    whole = room.another("whole")
    room.bake_whole(whole)
    assert contents(room.baker) == contents(whole)


def test_plain_text_loses_nothing_where_the_feed_holds_html(room, show, record):
    said = "Law <draft> on rivers & x<y &amp; so on"
    show.texts.set([SeriesText(language="en", name="Wave", introduction="<p>Law &lt;draft&gt; &amp; x&lt;y</p>")])
    show.save()
    record("First", 1, dek=said)
    room.bake()
    channel = etree.fromstring(room.read(FEED).encode()).find("channel")
    for where, text in (("description", "Law <draft> & x<y"), ("item/description", said)):
        assert html.fragment_fromstring(channel.findtext(where), create_parent=True).text_content() == text
