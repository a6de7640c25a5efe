"""Whatever is typed or pasted into the story's form is kept as harmless text, and every page of the desk still opens."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article
from tests.desk import forms

EXECUTABLE = re.compile(
    r"<\s*(script|iframe|object|embed|svg|math|style|link|meta|img|form)\b|\bon\w+\s*=|javascript:", re.I
)
ALLOWED = re.compile(r"</?(p|b|i|s|sup|sub|ul|ol|li|br/?)( data-block-key=\"\w+\")?>|</a>|<a [^<>]*>", re.I)
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202d\u202e\u2060\ufeff]")
FIELDS = ("kicker", "dek", "byline", "dateline", "lead_caption", "slugline", "editors_note", "internal_note", "slug")


def strings(shared_data: Path) -> list[str]:
    return list(json.loads((shared_data / "hostile-strings-blns" / "blns.json").read_text()))


def markup(shared_data: Path) -> list[str]:
    found = []
    for path in sorted((shared_data / "hostile-html-misc").rglob("*")):
        if path.is_file() and path.suffix in (".txt", ".html", ".dat", ".test", ".data", ".py"):
            found += [part for part in re.split(r"\n{2,}|#data\n", path.read_text(errors="replace")) if "<" in part]
    return found


def publish(editor: Client, data: dict[str, Any]) -> Article | None:
    """The story that was made, or None when the form said what is wrong."""
    before = set(Article.objects.values_list("pk", flat=True))
    answer = editor.post(reverse("wagtailadmin_pages:add", args=["newsroom", "article", folder("en").pk]), data)
    assert answer.status_code in (200, 302)
    made = Article.objects.exclude(pk__in=before).first()
    assert (made is None) == (answer.status_code == 200)
    return made


def is_harmless(html: str) -> bool:
    """Only the tags that the editor may use; addresses of links lead to the web, to mail or to a story."""
    links = re.findall(r'<a [^<>]*?href="([^"]*)"', html)
    clean = "<" not in ALLOWED.sub("", html)
    return clean and all(re.match(r"https?://|mailto:|tel:|#|/(?!/)", link) for link in links)


def groups(texts: list[str], size: int) -> list[list[str]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def assert_lists_open(editor: Client) -> None:
    for address in ("/desk/", "/desk/stories/", "/desk/stories/?p=2", "/desk/reports/site-history/"):
        page = editor.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_hostile_strings_in_every_field(editor: Client, shared_data: Path) -> None:
    """Each string stands once in a field of one line or in a note, and once in the body."""
    for group in groups(strings(shared_data), len(FIELDS)):
        fields = {name: text.replace("\x00", "")[:90] for name, text in zip(FIELDS, group, strict=False)}
        body = [
            (kind, value) for text in group for kind, value in (("text", forms.raw_rich(text)), ("pull_quote", text))
        ]
        body = [(kind, value) for kind, value in body if value.strip()]
        story = publish(editor, forms.story("A readable headline", body=body, press="publish", **fields))
        assert story, group
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", story.slug), group
        for name in FIELDS:
            assert not INVISIBLE.search(getattr(story, name)), (name, getattr(story, name))
        for block in story.body:
            assert block.block_type != "text" or is_harmless(block.value.source), block.value.source
    assert_lists_open(editor)


def test_hostile_strings_as_headlines(editor: Client, shared_data: Path) -> None:
    """A headline is kept readable, or refused with a word; never a page that does not open."""
    made = 0
    for text in strings(shared_data)[::6]:
        story = publish(editor, forms.story(text[:200], body=[], press="publish"))
        if story:
            made += 1
            assert story.headline.strip()
            assert not INVISIBLE.search(story.headline)
            assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", story.slug), text
    assert made > 60
    assert_lists_open(editor)


def test_hostile_strings_can_be_searched_for(editor: Client, shared_data: Path) -> None:
    for text in strings(shared_data)[::4]:
        query = {"q": text, "author": text, "ordering": text, "state": text, "region": text}
        assert editor.get("/desk/stories/", query).status_code == 200, text


def test_forms_of_hostile_stories_open(editor: Client, shared_data: Path) -> None:
    for text in strings(shared_data)[::40]:
        story = publish(editor, forms.story("Safe", kicker=text[:90], body=[("text", forms.raw_rich(text))]))
        assert story
        page = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
        assert "<script>alert" not in page


def test_hostile_markup_as_text(editor: Client, shared_data: Path) -> None:
    """What is typed or pasted as text keeps its signs and becomes no markup."""
    pieces = markup(shared_data)
    assert len(pieces) > 50
    story = publish(editor, forms.story("Markup", body=[("text", forms.raw_rich(piece)) for piece in pieces[:400]]))
    assert story
    for block in story.body:
        assert is_harmless(block.value.source), block.value.source
    assert "&lt;script" in " ".join(block.value.source for block in story.body)


@pytest.mark.parametrize("kind", ["IMAGE", "EMBED", "HORIZONTAL_RULE", "UNKNOWN", "<script>"])
@pytest.mark.parametrize("block", ["unstyled", "atomic", "header-two", "<script>"])
def test_what_pretends_to_come_from_the_editor_keeps_only_what_it_may_use(
    editor: Client, kind: str, block: str
) -> None:
    content = json.loads(forms.raw_rich("some text"))
    hostile = '"><script>alert(1)</script>'
    data = {"url": "javascript:alert(1)", "id": hostile, "src": hostile, "alt": hostile, "onclick": "alert(1)"}
    content["entityMap"]["0"] = {"type": kind, "mutability": "MUTABLE", "data": data}
    styles = [{"offset": 0, "length": 4, "style": style} for style in ("BOLD", "<script>")]
    ranges = [{"offset": 0, "length": 4, "key": 0}]
    content["blocks"][0] |= {"type": block, "entityRanges": ranges, "inlineStyleRanges": styles}
    story = publish(editor, forms.story("Forged", body=[("text", json.dumps(content)), ("heading", "End")]))
    assert story
    assert not EXECUTABLE.search(" ".join(one.value.source for one in story.body if one.block_type == "text"))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x"]
)
def test_a_forged_link_is_dropped(editor: Client, address: str) -> None:
    content = json.loads(forms.raw_rich("a link"))
    content["entityMap"]["0"] = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}
    content["blocks"][0]["entityRanges"] = [{"offset": 0, "length": 6, "key": 0}]
    story = publish(editor, forms.story("Links", body=[("text", json.dumps(content))]))
    assert story
    html = story.get_latest_revision_as_object().body[0].value.source
    assert not EXECUTABLE.search(html), html
