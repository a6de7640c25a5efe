"""Hostile text as headline, dek, caption and byline: it runs nothing, asks for nothing and fits a window of 320 px."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tamizdat.render import Renderer
from tests.theme import values
from tests.theme.test_hostile import poisoned

pytestmark = pytest.mark.browser

AT_ONCE = 24
"""Texts on one front: each a story's headline, dek and byline."""


@pytest.fixture(scope="module")
def strings(shared_data: Path) -> list[str]:
    texts = json.loads((shared_data / "hostile-strings-blns" / "blns.json").read_text())
    return [text for text in texts if text.strip("\0 \t\n")]


def test_no_text_breaks_the_layout_or_runs(browser: Browser, render: Renderer, served: str, strings: list[str]) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    opened: list[str] = []
    shown = {"body": b""}

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=shown["body"], content_type="text/html; charset=utf-8")
        else:
            asked.append(route.request.url)
            route.continue_()

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    site, about = values.site("en"), values.page("en", "/en/", "t", description="d")
    for at in range(0, len(strings), AT_ONCE):
        texts = strings[at : at + AT_ONCE]
        cards = tuple(poisoned(values.card("en", number), text) for number, text in enumerate(texts))
        listing = values.listing("en", cards=cards, featured=cards[0])
        shown["body"] = render.page("pages/listing.html", "en", site=site, page=about, listing=listing)
        page.goto(f"{served}en/hostile/")
        fits(page, texts)
        story = poisoned(values.article("en", body=()), " ".join(texts))
        shown["body"] = render.page("pages/article.html", "en", site=site, page=about, article=story, related=())
        page.goto(f"{served}en/hostile/")
        fits(page, texts)
    assert not opened
    assert {url for url in asked if not url.startswith(f"{served}_/")} == set()
    context.close()


def fits(page, texts: list[str]) -> None:
    wide = page.evaluate("""[...document.querySelectorAll('body *')].filter(one => one.checkVisibility()
        && !one.closest('.panel, .menu-links, svg') && one.getBoundingClientRect().right > 321)
        .map(one => one.outerHTML.slice(0, 120))""")
    assert not wide, texts
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, texts
