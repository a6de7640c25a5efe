"""The text edition: every story in pages of less than 14 kB that ask for nothing else."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from lxml import html

from tamizdat.edition import text_edition
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import ArticleNote
from tests.edition.newsroom import CANONICAL

pytestmark = pytest.mark.database
MOST = 14_000
ROW = "<tr><td>1</td><td>2</td></tr>"
LONG = [("text", "".join(f"<p>Paragraph {number}: {'мост ' * 40}</p>" for number in range(90)))]


def text_path(story) -> str:
    return story.get_url_parts()[2].replace("/en/", "/en/text/", 1)


def page(room, path: str):
    return html.document_fromstring(room.read(f"{path}index.html"))


def said(tree) -> str:
    return " ".join(tree.text_content().split())


def test_a_story_is_one_page_that_asks_for_nothing_else(room):
    story = room.story(
        "A bridge opened", dek="At last.", authors=room.authors, body=[("text", "<p>Old <b>and</b> new.</p>")]
    )
    room.bake()
    tree = page(room, text_path(story))
    assert not tree.xpath("//script|//style|//img|//@src|//@style|//@class")
    assert [one.get("href")[:5] for one in tree.xpath("//link[@rel!='canonical']")] == ["data:"]
    assert "A bridge opened At last. By Ana and Bek · " in said(tree)
    assert "Old and new." in said(tree)
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{CANONICAL}{story.get_url_parts()[2]}"]
    assert text_path(story) in page(room, story.get_url_parts()[2]).xpath("//a/@href")


def test_notes_are_told(room):
    story = room.story("A bridge opened", editors_note="From our archive.")
    for kind, words in (("correction", "It is older."), ("update", "It is closed.")):
        story.notes.add(ArticleNote(kind=kind, text=f"<p>{words}</p>"))
    articles.publish(story)
    room.bake()
    told = said(page(room, text_path(story)))
    assert all(
        words in told for words in ("Correction", "It is older.", "Update", "It is closed.", "From our archive.")
    )


def test_links_stay_on_the_host_that_the_reader_is_on(room):
    other = room.story("Before it")
    body = [("text", f'<p><a linktype="page" id="{other.pk}">Before</a> <a href="https://example.net/">Away</a></p>')]
    story = room.story("After it", body=body)
    room.bake()
    addresses = page(room, text_path(story)).xpath("//main//a/@href")
    assert addresses == [other.get_url_parts()[2], "https://example.net/"]


def test_a_long_story_comes_in_parts_that_hold_all_of_it(room):
    story = room.story("A long road", body=LONG)
    room.bake()
    path, found = text_path(story), []
    while path:
        assert len(room.read(f"{path}index.html").encode()) < MOST
        tree = page(room, path)
        found += re.findall(r"Paragraph (\d+)", said(tree))
        path = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert [int(number) for number in found] == list(range(90))
    assert "Part 2 of" in said(page(room, f"{text_path(story)}2/"))
    assert page(room, f"{text_path(story)}2/").xpath("//a[@rel='prev']/@href") == [text_path(story)]


@pytest.mark.parametrize("verb", [articles.kill, articles.unpublish, lambda story: story.delete()])
def test_nothing_is_left_of_a_story_that_was_withdrawn(room, verb):
    story = room.story("A long road", body=LONG)
    room.bake()
    path = text_path(story)
    verb(story)
    room.bake()
    assert "A long road" not in room.read(f"{path}index.html")
    assert not room.exists(f"{path}2/index.html")


def test_a_killed_story_goes_from_the_text_edition_before_all_else(room):
    story = room.story("A long road", body=LONG)
    room.bake()
    path = text_path(story)
    articles.kill(story)
    room.baker.drain(timezone.now())
    room.baker.step(most=1)
    assert room.baker.graph.counts()["stale"]
    assert not room.exists(f"{path}2/index.html")
    assert "A long road" not in room.read(f"{path}index.html")


def test_a_moved_story_leads_on(room):
    story = room.story("A bridge opened", slug="bridge")
    room.bake()
    old = text_path(story)
    story.slug = "crossing"
    articles.publish(story)
    room.bake()
    assert text_path(story) != old
    assert text_path(story) in room.read(f"{old}index.html")


def test_the_lists_hold_every_story(room):
    stories = [room.story(f"Story {number}", slug=f"story-{number}") for number in range(33)]
    room.bake()
    found, path = [], "/en/text/"
    while path:
        assert len(room.read(f"{path}index.html").encode()) < MOST
        tree = page(room, path)
        found += tree.xpath("//main//a/@href")
        path = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert set(found) == {text_path(story) for story in stories}


def test_a_list_of_endless_headlines_stays_small(room):
    for number in range(30):
        room.story("Слово " * 40 + str(number), slug=f"word-{number}")
    room.bake()
    assert len(room.read("/en/text/index.html").encode()) < MOST


@pytest.mark.parametrize(
    "piece",
    [
        f"<p>{'слово ' * 9_000}</p>",
        f"<p>{'&amp;' * 9_000}</p>",
        f"<ul>{'<li>One of <b>many</b></li>' * 2_000}</ul>",
        f"<ol><li>{'слово ' * 5_000}</li></ol>",
        f"<table><caption>C</caption><thead><tr><th>H</th></tr></thead><tbody>{ROW * 900}</tbody></table>",
        f"<table><tbody><tr><td>{'слово ' * 5_000}</td></tr></tbody></table>",
        f"<blockquote>{'<p>Said<br>so</p>' * 2_000}</blockquote>",
    ],
)
def test_what_is_too_long_by_itself_is_cut_and_stays_whole(piece):
    parts = list(text_edition.divided(f"<p>Before</p>\n{piece}\n<hr>\n<p>After</p>", 5_000))
    assert max(len(part.encode()) for part in parts) <= 5_000

    def letters(text: str) -> str:
        return "".join(html.fragment_fromstring(text, create_parent="div").text_content().split())

    assert "".join(letters(part) for part in parts) == letters(f"<p>Before</p>{piece}<hr><p>After</p>")


def test_elements_are_cut_between_and_never_inside():
    text = 'One<p>Two<br>lines</p><hr><ul><li>A<ul><li>B</li></ul></li></ul> <p class="x">End</p>'
    assert text_edition.elements(text) == [
        "One", "<p>Two<br>lines</p>", "<hr>", "<ul><li>A<ul><li>B</li></ul></li></ul>", '<p class="x">End</p>',
    ]  # fmt: skip
