"""The search page in Chromium: results and suggestions while typing, by keys alone, and what happens where no door answers."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.door.client import Server
from tests.door.test_searching import door, newsroom  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser


@pytest.fixture
def files_only(newsroom: Path) -> Iterator[str]:  # noqa: F811
    """The same edition on a host that knows files and nothing else."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(newsroom / "public"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_results_come_while_typing_and_the_address_can_be_shared(page: Page, door: Server) -> None:  # noqa: F811
    page.goto(f"http://127.0.0.1:{door.port}/en/search/")
    page.keyboard.type("budget")
    expect(page.locator("#found .headline")).to_have_text(["Lukashenko signs the budget"])
    expect(page.get_by_role("status")).to_have_text("1 story")
    expect(page).to_have_url(f"http://127.0.0.1:{door.port}/en/search/?q=budget")
    page.reload()
    expect(page.locator("#found .headline")).to_have_text(["Lukashenko signs the budget"])


def test_suggestions_are_chosen_by_keys(page: Page, door: Server) -> None:  # noqa: F811
    page.goto(f"http://127.0.0.1:{door.port}/en/search/")
    field = page.get_by_role("combobox")
    page.keyboard.type("geo")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Georgia")
    expect(field).to_have_attribute("aria-activedescendant", "search-choice-0")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("r")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"http://127.0.0.1:{door.port}/en/search/?region=georgia")


def test_suggestions_close_when_the_results_stand(page: Page, door: Server) -> None:  # noqa: F811
    page.goto(f"http://127.0.0.1:{door.port}/en/search/")
    page.keyboard.type("geo")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#found [data-said]")).to_be_visible()


def test_where_no_door_answers_the_page_asks_for_another_search(page: Page, files_only: str) -> None:
    page.add_init_script(
        "addEventListener('search-away', event => { window.asked = [event.detail.query, event.detail.language]; })"
    )
    page.goto(f"{files_only}/en/search/?q=budget")
    page.wait_for_function("window.asked")
    assert page.evaluate("window.asked") == ["budget", "en"]
    expect(page.locator("#found")).to_have_text("This copy of the site cannot search.")
