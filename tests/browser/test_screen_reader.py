"""A blind editor writes, publishes, corrects and kills a story: by the keyboard alone, with what a screen reader says.

Everything is found by its role and its name, and reached with the Tab key, so nothing here works that has no name or no place in
the order of the page.
"""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import EDITOR
from tests.cli.command import eventually, status_of

HEADLINE, DEK, TEXT = (
    "The night train stops again",
    "For the first time in nine years.",
    "Its first passenger was late.",
)
MOST = 150
"""Presses of Tab from one end of a form to the other, and more."""


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there."""
    expect(wanted).to_have_count(1)
    for _ in range(MOST):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    reach(page, page.get_by_role(role, name=name, exact=isinstance(name, str)))  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def write(page: Page, name: str | re.Pattern[str], text: str) -> None:
    reach(page, page.get_by_role("textbox", name=name, exact=isinstance(name, str)))
    page.keyboard.type(text)


def test_a_blind_editor_writes_publishes_corrects_and_kills_a_story(page: Page, browser: Browser, site: str) -> None:
    page.goto(f"{site}/desk/")
    name, password = EDITOR
    write(page, re.compile("^Username"), name)
    write(page, re.compile("^Password"), password)
    page.keyboard.press("Enter")
    press(page, "link", "New story: English")
    expect(page.get_by_role("heading", name=re.compile("New story"), level=1)).to_be_visible()
    write(page, re.compile("^Headline"), HEADLINE)
    write(page, re.compile("^Dek"), DEK)
    write(page, re.compile("^Text"), TEXT)
    press(page, "button", "Publish")
    address = site + str(page.get_by_role("link", name="Read on the site").get_attribute("href"))
    eventually(lambda: status_of(address) == 200, "the story on the site")

    press(page, "link", HEADLINE)
    press(page, "button", "More actions")
    press(page, "link", "Correct")
    write(page, re.compile("^Wrong words"), "nine")
    write(page, re.compile("^Right words"), "eleven")
    press(page, "button", re.compile("^Publish"))
    page.wait_for_url("**/corrections/**")
    reader = browser.new_page()
    eventually(lambda: "eleven years" in words(reader, address), "the correction on the site")

    page.set_viewport_size({"width": 360, "height": 740})
    press(page, "link", re.compile(HEADLINE))
    fits(page)
    for name in ("Correct", "Kill"):
        press(page, "button", "More actions")
        press(page, "link", name)
        expect(page.get_by_role("heading", level=1, name=re.compile(name))).to_be_visible()
        fits(page)
        if name == "Correct":
            page.go_back()
    write(page, re.compile("^Reason"), "A source is in danger.")
    press(page, "button", re.compile("^Kill"))
    eventually(lambda: status_of(address) == 410, "the end of the story")
    fits(page)


def words(reader: Page, address: str) -> str:
    reader.goto(address)
    return reader.get_by_role("main").inner_text()


def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
