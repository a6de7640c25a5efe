"""Structured data of a story, where the demo's own cannot show it."""

from __future__ import annotations

import json

import pytest
from lxml import html

from tamizdat.render import Renderer
from tests.theme import specimen, values


@pytest.fixture(scope="module")
def render() -> Renderer:
    return specimen.renderer()


def authors(render: Renderer, **fields: object) -> list[dict[str, str]]:
    article = values.article("en", **fields)
    page = render.page(
        "pages/article.html",
        "en",
        site=values.site("en"),
        page=values.article_page(article),
        article=article,
        related=(),
    )
    scripts = html.document_fromstring(page).xpath("//script[@type='application/ld+json']")
    (found,) = [data["author"] for one in scripts if "author" in (data := json.loads(one.text))]
    return found


def test_a_byline_without_an_author_is_no_organisation(render: Renderer) -> None:
    assert authors(render, authors=(), byline="Ana Bek and Dato") == [{"@type": "Person", "name": "Ana Bek and Dato"}]


def test_a_story_without_any_is_the_newsrooms(render: Renderer) -> None:
    name = values.site("en").name
    assert authors(render, authors=(), byline="") == [{"@type": "Organization", "name": name}]
