"""What stands beside a story for those who take it along."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import jsonschema
import pytest
from lxml import html

from tamizdat.bake.checking import check
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import ArticleNote, SiteSettings
from tests.edition.newsroom import CANONICAL, contents

pytestmark = pytest.mark.database
SCHEMA = (
    Path(__file__).parents[3] / "shared" / "data" / "newsml-iptc-newsinjson" / "specification" / "ninjs-schema_3.1.json"
)
BODY = [
    ("text", '<p>Text with <a href="https://example.net/">a link</a> &amp; more.</p><ul><li>One</li><li>Two</li></ul>'),
    ("heading", "Then"),
    ("quote", {"text": "We <built> it.", "attribution": "A builder"}),
]


def told(room, **fields):
    fields = {"dek": "Nobody cut a ribbon.", "body": BODY, "authors": room.authors, "regions": room.regions, **fields}
    return room.story("A bridge opened", slug="bridge", topics=[room.topic], **fields)


def beside(story, name: str) -> str:
    return f"{story.get_url_parts()[2]}{name}"


def area(room, story, name: str) -> str | None:
    found = html.document_fromstring(room.read(beside(story, "share/index.html"))).xpath(f"//textarea[@id='{name}']")
    return found[0].text if found else None


def test_the_whole_story_is_there_as_text(room):
    story = told(room)
    room.bake()
    text = area(room, story, "share-text")
    assert text.strip().splitlines()[0] == "A bridge opened"
    assert "Text with a link & more.\n\n– One\n\n– Two\n\nThen\n\nWe <built> it." in text
    assert text.rstrip().endswith(f"{CANONICAL}{story.get_url_parts()[2]}")


def test_the_html_to_republish_is_clean_and_says_where_it_is_from(room):
    story = told(room)
    settings = SiteSettings.get()
    settings.licence, settings.licence_url = "CC BY-ND 4.0", "https://example.net/licence"
    settings.save()
    room.bake()
    markup = area(room, story, "share-html")
    tree = html.fragment_fromstring(markup, create_parent="div")
    assert not [element for element in tree.iter() if element.get("class") or element.tag in ("script", "style")]
    assert tree.xpath("//a/@href")[-1] == f"{CANONICAL}{story.get_url_parts()[2]}"
    assert "first published by The Test" in markup
    assert "CC BY-ND 4.0" in markup
    assert "We &lt;built&gt; it." in markup
    plain = [line for line in area(room, story, "share-plain").splitlines() if line]
    assert plain[:2] == ["A bridge opened", "Nobody cut a ribbon."]
    assert {"Text with a link & more.", "– One", "We <built> it."} <= set(plain)
    assert plain[-1].startswith("This story was first published by The Test.")
    assert plain[-1].endswith(f"{CANONICAL}{story.get_url_parts()[2]} CC BY-ND 4.0")


@pytest.mark.parametrize(
    ("fields", "newsroom", "offered"),
    [
        ({}, True, True),
        ({"may_be_republished": False}, True, False),
        ({}, False, False),
        ({"credit": "The Other Paper"}, True, False),
        ({"credit": "The Other Paper", "licence": "CC BY 4.0"}, True, True),
    ],
)
def test_a_story_is_offered_only_where_newsroom_and_rights_allow(room, fields, newsroom, offered):
    settings = SiteSettings.get()
    settings.republishing = newsroom
    settings.save()
    story = told(room, **fields)
    room.bake()
    assert bool(area(room, story, "share-html")) == offered
    assert ("#republish" in room.read(beside(story, "index.html"))) == offered
    assert area(room, story, "share-text")


def test_one_file_carries_the_story_and_asks_for_nothing_else(room):
    story = told(room)
    room.bake()
    page = html.document_fromstring(room.read(beside(story, "story.html")))
    assert page.xpath("//h1/text()") == ["A bridge opened"]
    assert not page.xpath("//script | //link | //img[not(starts-with(@src, 'data:'))]")
    assert "We <built> it." in page.text_content()


def test_ninjs_is_what_iptc_says_it_is(room):
    if not SCHEMA.exists():
        pytest.skip(f"IPTC's schema is not at {SCHEMA}")
    story = told(room)
    story.notes.add(ArticleNote(kind="correction", text="<p>It is older.</p>"))
    articles.publish(story)
    room.bake()
    made = json.loads(room.read(beside(story, "ninjs.json")))
    validator = jsonschema.Draft202012Validator(
        json.loads(SCHEMA.read_text()), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(made)] == []
    assert made["uri"] == story.uri
    assert [body["role"] for body in made["bodies"]] == ["main", "correction"]
    assert made["by"] == "Ana, Bek"
    articles.kill(story)
    room.bake()
    withdrawn = json.loads(room.read(beside(story, "ninjs.json")))
    assert [error.message for error in validator.iter_errors(withdrawn)] == []
    assert withdrawn["pubStatus"] == "canceled"


def test_ninjs_never_tells_the_internal_name_or_note(room):
    story = told(room, slugline="inner-name", internal_note="INNER NOTE")
    room.bake()
    for name in ("ninjs.json", "oembed.json", "share/index.html", "story.html"):
        assert "inner-name" not in room.read(beside(story, name))
        assert "INNER NOTE" not in room.read(beside(story, name))


def test_the_page_leads_to_its_oembed(room):
    story = told(room)
    room.bake()
    page = html.document_fromstring(room.read(beside(story, "index.html")))
    (address,) = page.xpath("//link[@type='application/json+oembed']/@href")
    assert address == f"{CANONICAL}{beside(story, 'oembed.json')}"
    made = json.loads(room.read(beside(story, "oembed.json")))
    assert made["version"] == "1.0"
    assert made["type"] == "link"
    assert made["title"] == "A bridge opened"


@pytest.mark.parametrize("verb", [articles.kill, articles.unpublish, lambda story: story.delete()])
def test_nothing_is_left_of_a_story_that_was_withdrawn(room, verb):
    story = told(room)
    room.bake()
    paths = [beside(story, name) for name in ("share/index.html", "story.html", "ninjs.json", "oembed.json")]
    verb(story)
    room.bake()
    assert not [path for path in paths if "bridge opened" in unescape(room.read(path))]


def test_a_page_leads_to_no_companion_that_is_not_made(room):
    story = told(room)
    bare = room.another("bare", companions=())
    room.bake_whole(bare)
    mine = beside(story, "").strip("/")
    assert [path for path in contents(bare) if path.startswith(mine)] == [f"{mine}/index.html", f"{mine}/index.html.br"]
    assert not [path for path in contents(bare) if "/search/" in path]
    assert check(bare, deep=False) == []
