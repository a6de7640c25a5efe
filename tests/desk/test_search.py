"""The desk's search, and the table of spellings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from lxml import html

from tamizdat.bake import full
from tamizdat.bake.baker import Baker
from tamizdat.bake.models import Change
from tamizdat.config.wiring import edition
from tamizdat.newsroom.models import Article, SearchAlias
from tamizdat.search import rebuild
from tests.desk.test_nouns import send

Make = Callable[..., Article]


@pytest.fixture
def bake(settings: Any, tmp_path: Path) -> Callable[[], Path]:
    """Bakes into a folder of its own, whose indexes the desk reads then; answers where they are."""
    room = replace(django_settings.NEWSROOM, folder=tmp_path / "newsroom")
    settings.NEWSROOM = room
    baker = Baker(public=room.public, state=room.state, policy=edition(room))

    def bake() -> Path:
        if not baker.graph.state.generation:
            baker.tree.open()
            full.mark_all(baker)
        assert not baker.bake_due(timezone.now()).failures
        return room.search

    return bake


def shown(client: Client, **query: Any) -> Any:
    answer = client.get("/desk/search/", query)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content).xpath("//div[contains(@class, 'desk-search')]")[0]


def test_drafts_and_published_stories_are_found_with_their_words_marked(
    editor: Client, draft: Make, published: Make, bake: Callable[[], Path]
) -> None:
    body = [("text", "<p>Александр Лукашенко came over the pass.</p>")]
    one, two = draft("A visit", body=body), published("A road", body=body)
    published("Elsewhere")
    bake()
    page = shown(editor, q="Lukashenko")
    links = set(page.xpath(".//ul[contains(@class, 'desk-list')]/li/a/@href"))
    assert links == {f"/desk/pages/{story.pk}/edit/" for story in (one, two)}
    assert page.xpath(".//mark/text()") == ["Лукашенко", "Лукашенко"]
    states = page.xpath(".//span[contains(@class, 'desk-state')]/text()")
    assert sorted(states) == ["Draft", "Published"]
    assert "No results. Try fewer words" in shown(editor, q="Nowhere").text_content()
    assert len(shown(editor, q="Lukashenko", language="ru").xpath(".//ul[contains(@class, 'desk-list')]/li")) == 0
    listed = editor.get("/desk/stories/", {"q": "Łukaszenka"})
    assert {story.pk for story in listed.context["object_list"]} == {one.pk, two.pk}


def test_an_index_that_is_being_made_is_told_and_the_list_of_stories_works(
    editor: Client, draft: Make, bake: Callable[[], Path]
) -> None:
    draft("A road over the pass")
    folder = bake()
    assert "1 story" in shown(editor, q="road").text_content()
    rebuild.wipe(folder / "desk")
    assert "being rebuilt" in shown(editor, q="road").text_content()
    listed = editor.get("/desk/stories/", {"q": "road"})
    assert len(listed.context["object_list"]) == 1


def test_whatever_is_asked_is_answered(editor: Client, bake: Callable[[], Path]) -> None:
    bake()
    for query in ('"', "-", "OR OR", "a" * 5000, "\0\x07", "*", "(((", "AND NOT", "%00"):
        for page in ("1", "-3", "999999", "x", "٣"):
            shown(editor, q=query, page=page, region="nowhere", sort="odd")


def test_spellings_are_kept_one_a_line_and_noted(administrator: Client) -> None:
    begun = SearchAlias.objects.count()
    assert begun > 20
    Change.objects.all().delete()
    send(administrator, "/desk/spellings/new/", {"spellings": "Oldtown\n\n  Newburg \nOldtown"})
    assert SearchAlias.objects.order_by("-pk")[0].spellings == "Oldtown\nNewburg"
    noted = set(Change.objects.values_list("key", flat=True))
    assert {key for key in noted if not key.startswith("words:")} == {
        f"alias:{SearchAlias.objects.order_by('-pk')[0].pk}"
    }
    answer = administrator.post("/desk/spellings/new/", {"spellings": "Alone"})
    assert "at least two spellings" in answer.content.decode()
    assert SearchAlias.objects.count() == begun + 1
    assert "Nagorno-Karabakh" in administrator.get("/desk/spellings/").content.decode()


def test_nobody_searches_without_signing_in(client: Client) -> None:
    assert client.get("/desk/search/", {"q": "road"}).status_code == 302
