"""Nothing that somebody wrote at the desk is lost: sessions end, lines break, texts come from word processors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import EDITOR
from tests.browser.test_first_story import sign_in, type_text

SAVED = "#w-autosave-indicator[data-state=saved]"

PASTED = Path(__file__).parent / "pasted"
"""HTML as these programs write it to the clipboard."""
PASTE = """(target, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", new DOMParser().parseFromString(html, "text/html").body.textContent);
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def writing(page: Page, site: str) -> Page:
    """The empty form of a new story."""
    sign_in(page, site)
    expect(page.locator(".Draftail-Editor [contenteditable=true]").first).to_be_visible()
    return page


def body_of(page: Page) -> list[tuple[str, Any]]:
    """Type and value of each block, as the form sends it; of rich text its blocks."""
    children = "document.getElementById('body-root').rootBlock.children"
    state = page.evaluate(f"{children}.map((child) => [child.type, child.block.getValue()])")
    return [(kind, json.loads(value)["blocks"] if kind == "text" else value) for kind, value in state]


def paste(page: Page, name: str) -> list[tuple[str, Any]]:
    type_text(page, "Before. ")
    page.locator(".Draftail-Editor [contenteditable=true]").first.evaluate(PASTE, (PASTED / name).read_text())
    expect(page.locator("#body-root")).to_contain_text("The end.")
    page.wait_for_timeout(500)  # the editor hands over what it holds a quarter of a second later
    return body_of(page)


def sent_by(page: Page) -> str:
    return str(page.evaluate("[...new FormData(document.querySelector('#page-edit-form')).values()].join()"))


def lines(blocks: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(one["type"], one["depth"], one["text"]) for one in blocks]


def test_a_text_from_word_keeps_its_parts(writing: Page) -> None:
    body = paste(writing, "word.html")
    assert [kind for kind, _ in body] == ["text", "heading", "text", "table", "text", "box"]
    assert body[1][1] == "After the flood"
    assert lines(body[2][1]) == [
        ("unstyled", 0, "The bridge fell in March1. See the report."),
        ("unordered-list-item", 0, "Boats"),
        ("ordered-list-item", 0, "First"),
    ]
    styles = [(one["style"], one["offset"], one["length"]) for one in body[2][1][0]["inlineStyleRanges"]]
    assert sorted(styles) == [("BOLD", 4, 6), ("SUPERSCRIPT", 24, 1)]
    assert (body[3][1]["data"], body[3][1]["table_header_choice"]) == ([["Year", "Boats"], ["2025", "12"]], "row")
    notes = json.loads(body[5][1]["text"])["blocks"]
    assert (body[5][1]["title"], lines(notes)) == ("Notes", [("ordered-list-item", 0, "So said the mayor.")])
    assert "https://example.org/report?a=1&b=2" in sent_by(writing)


def test_a_text_from_google_docs_keeps_its_parts_and_no_address_of_google(writing: Page) -> None:
    body = paste(writing, "google_docs.html")
    assert [kind for kind, _ in body] == ["text", "heading", "text", "table", "text"]
    assert lines(body[2][1]) == [
        ("unstyled", 0, "The bridge fell. See the report."),
        ("unordered-list-item", 0, "Boats"),
        ("unordered-list-item", 1, "Small ones"),
    ]
    assert [one["style"] for one in body[2][1][0]["inlineStyleRanges"]] == ["BOLD"]
    sent = sent_by(writing)
    assert "https://example.org/report?a=1&b=2" in sent
    assert "google.com" not in sent


def test_what_is_typed_at_once_is_saved_and_saved_is_true(writing: Page) -> None:
    writing.reload()
    writing.locator("[name=headline]").fill("Typed in the first second")
    writing.wait_for_url("**/edit/**")
    expect(writing.locator(SAVED)).to_be_visible()
    type_text(writing, "One more sentence.")
    expect(writing.locator(SAVED)).to_have_count(0)
    expect(writing.locator(SAVED)).to_be_visible()
    writing.reload()
    expect(writing.locator("[name=headline]")).to_have_value("Typed in the first second")
    expect(writing.locator(".Draftail-Editor").first).to_contain_text("One more sentence.")


def test_a_session_that_ends_is_begun_again_over_the_form(writing: Page, context: BrowserContext) -> None:
    writing.locator("[name=headline]").fill("A long shift")
    writing.wait_for_url("**/edit/**")
    expect(writing.locator(SAVED)).to_be_visible()
    context.clear_cookies()
    type_text(writing, "Written after the session ended.")
    window = writing.locator("#desk-sign-in")
    expect(window).to_be_visible()
    expect(writing.locator("#w-autosave-indicator")).to_contain_text("Not saved")
    window.get_by_label("Password").fill("wrong")
    window.get_by_role("button", name="Sign in").click()
    expect(window.get_by_role("alert")).not_to_be_empty()
    window.get_by_label("Password").fill(EDITOR[1])
    window.get_by_role("button", name="Sign in").click()
    expect(window).to_be_hidden()
    expect(writing.locator(SAVED)).to_be_visible()
    context.clear_cookies()
    type_text(writing, " And more.")
    writing.get_by_role("button", name="Save draft").click()
    window.get_by_label("Password").fill(EDITOR[1])
    window.get_by_role("button", name="Sign in").click()
    expect(writing.get_by_text("has been updated")).to_be_visible()
    expect(writing.locator(".Draftail-Editor").first).to_contain_text("Written after the session ended. And more.")


def test_a_passkey_opens_the_desk(page: Page, context: BrowserContext, site: str) -> None:
    """Chromium's virtual authenticator makes it and shows it. It belongs to a name: no browser makes one for a number."""
    site = site.replace("127.0.0.1", "localhost")
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device | {"automaticPresenceSimulation": True}})
    sign_in(page, site)
    page.goto(f"{site}/desk/security/own/passkey/")
    page.get_by_label("Name, such as").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".desk-codes li")).to_have_count(10)
    context.clear_cookies()
    page.goto(f"{site}/desk/")
    page.get_by_label("Username").fill(EDITOR[0])
    page.get_by_label("Password").fill(EDITOR[1])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="New story: English")).to_be_visible()
    page.goto(f"{site}/desk/security/own/")
    page.get_by_role("button", name="Remove: Passkey My phone").click()
    expect(page.get_by_text("With a second step")).to_be_visible()


def test_words_typed_without_a_connection_are_offered_again(writing: Page, context: BrowserContext) -> None:
    writing.locator("[name=headline]").fill("On the train")
    writing.wait_for_url("**/edit/**")
    expect(writing.locator(SAVED)).to_be_visible()
    address = writing.url
    context.set_offline(True)
    type_text(writing, "Typed in the tunnel.")
    expect(writing.locator("#w-autosave-indicator")).to_contain_text("You’re offline")
    kept = writing.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('desk-kept '))")
    assert len(kept) == 1
    assert "tunnel" not in json.dumps(kept)
    writing.close(run_before_unload=False)
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)
    panel = again.get_by_role("region", name="Unsaved changes found")
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Compare").click()
    expect(panel.locator("table")).to_contain_text("Typed in the tunnel.")
    expect(again.locator("#body-root")).not_to_contain_text("Typed in the tunnel.")
    panel.get_by_role("button", name="Restore them").click()
    expect(again.locator(".Draftail-Editor").first).to_contain_text("Typed in the tunnel.")
    expect(again.locator(SAVED)).to_be_visible()
    assert again.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('desk-kept '))") == []
