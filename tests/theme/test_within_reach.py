"""By keyboard, enlarged, without movement, in any light: what WCAG asks and a rule engine cannot see."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LOOK = (Path(__file__).parent / "look.js").read_text()
"""What the page itself is asked: faint() and unmarked()."""
KINDS = ("", "2026/11/story-0/", "2026/11/many/", "2026/11/visual/", "2026/11/episode/", "series/show/", "series/blog/",
         "regions/g0/", "regions/g0/33/", "regions/", "archive/", "authors/0/", "about/1/", "corrections/", "support/warned/",
         "contact/", "offline/", "feed/", "2026/11/noted/share/", "404.html")  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_a_contrast_of_seven(page: Page, served: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    for kind in KINDS:
        page.goto(f"{served}en/{kind}")
        assert page.evaluate(f"{LOOK}; faint(7)") == [], kind


def test_the_measure_of_contrast_finds_faint_text(page: Page, served: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # else colours change slowly
    page.goto(f"{served}en/")
    page.evaluate("document.querySelector('.lead-card .headline a').style.color = '#666'")
    (found,) = page.evaluate(f"{LOOK}; faint(7)")
    assert found.startswith("A: The road over the pass")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_first_key_leads_past_the_menu(page: Page, served: str, language: str) -> None:
    page.goto(f"{served}{language}/2026/11/story-0/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip:focus")
    box = skip.bounding_box()
    assert box
    assert min(box["x"], box["y"]) >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("kind", ["", "2026/11/story-0/", "contact/", "2026/11/visual/"])
def test_the_focus_is_seen_wherever_it_stands_and_is_trapped_nowhere(page: Page, served: str, kind: str) -> None:
    page.goto(f"{served}en/{kind}")
    page.keyboard.press("Tab")
    stops = []
    while (stop := page.evaluate(f"{LOOK}; focused()")) and len(stops) < 400:
        assert stop["marked"], stop["name"]
        assert not stop["hidden"], f"{stop['name']} has the focus behind something else"
        if not stop["player"] or stop["name"] not in stops:  # a player has stops of its own
            stops.append(stop["name"])
        page.keyboard.press("Tab")
    assert 10 < len(stops) < 400
    assert len(set(stops)) == len(stops), "the focus came to the same place twice"


ENLARGED = ((640, "100%"), (1280, "200%"), (320, "100%"))


@pytest.mark.parametrize(("width", "size"), ENLARGED)
def test_nothing_needs_scrolling_sideways_when_the_page_is_enlarged(
    page: Page, served: str, width: int, size: str
) -> None:
    """A window of 1280 at 200 % is 640 wide, at 400 % 320; text alone can be set twice as large as well. Every kind of page is
    seen in each size and in each direction."""
    page.set_viewport_size({"width": width, "height": 700})
    for number, kind in enumerate(KINDS):
        language = ("en", "fa")[(number + ENLARGED.index((width, size))) % 2]
        page.goto(f"{served}{language}/{kind}")
        page.evaluate("size => document.documentElement.style.fontSize = size", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{language}/{kind}"
        assert page.evaluate(f"{LOOK}; cut()") == [], f"{language}/{kind}"


MOVING = """[...document.querySelectorAll('*')].filter(
    one => one.checkVisibility() && getComputedStyle(one).transitionDuration !== '0s').length"""


@pytest.mark.parametrize(("wanted", "moves"), [("no-preference", True), ("reduce", False)])
def test_nothing_moves_but_what_is_pointed_at(browser: Browser, served: str, wanted: str, moves: bool) -> None:
    """What could change slowly at rest would do so as a page arrives, if it was styled before its sheet was there."""
    with browser.new_context(reduced_motion=wanted) as context:
        page = context.new_page()
        for kind in KINDS:
            page.mouse.move(0, 0)
            page.goto(f"{served}en/{kind}")
            assert page.evaluate(MOVING) == 0, kind
            assert not page.evaluate("document.getAnimations().length"), kind
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
            page.locator("a:not(.skip):visible").first.hover()
            assert (page.evaluate(MOVING) > 0) == moves, kind


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_whatever_is_in_another_script_says_its_language(page: Page, served: str, language: str) -> None:
    for kind in KINDS:
        page.goto(f"{served}{language}/{kind}")
        assert page.evaluate(f"{LOOK}; foreign()") == [], kind
