"""The demo's edition as a browser meets it: whom it asks, and all of it without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext

from tamizdat.bake.baker import Baker
from tests.door.client import running_door

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(baked: Baker) -> Iterator[str]:
    """The edition at the door."""
    with running_door(baked.tree.root) as door:
        yield f"http://127.0.0.1:{door.port}/"


def stories(root: Path) -> set[str]:
    return {f"/{path.parent.relative_to(root)}/" for path in root.glob("??/[12][0-9]*/[01][0-9]/*/index.html")}


def test_no_page_asks_anybody_else(context: BrowserContext, baked: Baker, address: str, asked: list[str]) -> None:
    page = context.new_page()
    for place in ("/", "/en/", "/ru/", "/en/topics/politics/", *sorted(stories(Path(baked.tree.root)))):
        page.goto(urljoin(address, place))
    page.wait_for_load_state("networkidle")
    assert len(asked) > 100
    assert {urlsplit(one).netloc for one in asked} == {urlsplit(address).netloc}


def test_every_story_list_and_menu_is_reached_without_javascript(browser: Browser, baked: Baker, address: str) -> None:
    root = Path(baked.tree.root)
    context = browser.new_context(java_script_enabled=False)
    context.route("**/_/**", lambda route: route.abort())  # the crawl wants links, no looks
    page = context.new_page()
    found, waiting = set(), {"/"}
    while waiting:
        place = waiting.pop()
        found.add(place)
        answer = page.goto(urljoin(address, place), wait_until="domcontentloaded")
        assert answer
        assert answer.status == 200, place
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        ours = {unquote(urlsplit(urljoin(place, link)).path) for link in links if "://" not in link}
        waiting |= {
            one for one in ours if one.endswith("/") and not one.endswith("/share/") and "/text/" not in one
        } - found
    assert stories(root) <= found
    lists = {f"/{path.parent.relative_to(root)}/" for kind in ("regions", "topics", "series", "authors")
             for path in root.glob(f"??/{kind}/**/index.html") if "page" not in path.parts}  # fmt: skip
    assert len(lists) > 100
    assert lists <= found
    context.close()


def test_every_panel_of_the_menu_opens_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for language in ("en", "ru"):
        page.goto(f"{address}{language}/")
        panels = page.locator(".menu details")
        assert panels.count() == 4
        for panel in panels.all():
            panel.locator("summary").click()
            assert panel.locator("a").first.is_visible()
            assert not panel.locator("button:visible, input:visible").count()
    context.close()
