"""What readers tell, from Chromium through a real door: a read, counted once and of nobody; a letter; and a copy of the site
without a door, where the form gives way to the mail address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tamizdat.audience.store import counts, messages
from tests.browser.test_phone import publish, story_of
from tests.cli.command import eventually, running, status_of
from tests.door.client import Server, running_door
from tests.theme import specimen
from tests.theme.conftest import served  # noqa: F401 - a fixture

SINCE = datetime.now(UTC).date() - timedelta(days=1)
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture
def store(newsroom: Path) -> Path:
    return newsroom / "audience.sqlite3"


@pytest.fixture
def door(newsroom: Path, store: Path) -> Iterator[Server]:
    publish(newsroom, Flood="The water rose.", Bridge="The bridge held.")
    with running_door(newsroom / "public", "--languages=en,ru", f"--audience={store}") as server:
        yield server


def person(browser: Browser) -> BrowserContext:
    """Chromium as a person has it: tests drive it, and say so to pages."""
    context = browser.new_context(user_agent=AGENT)
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => false })")
    return context


def read(context: BrowserContext, where: str) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(where)
    with page.expect_response("**/api/read"):
        page.clock.run_for(9_000)
    page.close()


def test_a_read_counts_once_and_names_nobody(
    browser: Browser, page: Page, door: Server, store: Path, newsroom: Path, port: int
) -> None:
    story = story_of(page, door, "Flood")
    path = story[story.index("/en/") :]
    reader = person(browser)
    for _ in range(2):  # the second is a reload
        read(reader, story)
    assert reader.cookies() == []
    page.clock.install()
    page.goto(story)
    page.clock.run_for(9_000)  # this one says that it is driven by a program
    eventually(lambda: counts.by_page(store, counts.READ, SINCE), "the count in the store")
    assert counts.by_page(store, counts.READ, SINCE) == {path: 1}
    assert b"127.0.0.1" not in store.read_bytes()
    assert AGENT.encode() not in store.read_bytes()
    reader.close()

    counts.add(store, {(datetime.now(UTC).date(), counts.READ, path): 4})
    with running("-C", newsroom, "serve", "--port", port):
        front = f"http://127.0.0.1:{port}/en/"
        eventually(lambda: status_of(front) == 200, "the front")
        most = page.locator(".most-read .headline")

        def shown() -> bool:
            page.goto(front)
            return most.all_inner_texts() == ["Flood"]

        eventually(shown, "the most read on the front")
        page.goto(front.replace("/en/", "/ru/"))
        assert most.count() == 0


def test_a_letter_goes_through_the_door_and_a_hasty_writer_is_held_back(page: Page, tmp_path: Path) -> None:
    public, store = tmp_path / "public", tmp_path / "audience.sqlite3"
    specimen.write(public)
    with running_door(public, "--languages=en,ru", f"--audience={store}") as door:
        for number in range(1, 7):
            page.goto(f"http://127.0.0.1:{door.port}/en/contact/")
            expect(page.locator(".no-door")).to_be_hidden()
            page.get_by_label("Your message").fill(f"Letter {number}")
            page.get_by_role("button", name="Send").click()
            heading = "Your message was not sent" if number == 6 else "Your message has been sent"
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert {letter.text for letter in messages.newest(store, 0, 30)} == {f"Letter {number}" for number in range(1, 6)}
    assert b"127.0.0.1" not in store.read_bytes()


def test_without_a_door_the_form_gives_way_to_the_mail_address(page: Page, served: str) -> None:  # noqa: F811
    page.goto(f"{served}en/contact/")
    expect(page.locator("form.letter")).to_be_hidden()
    expect(page.locator(".no-door")).to_be_visible()
    expect(page.locator(".by-mail a")).to_have_attribute("href", "mailto:desk@pass.example")
    expect(page.get_by_text("Do not send secrets here")).to_be_visible()
    page.goto(f"{served}en/newsletter/")
    expect(page.locator("form.join")).to_be_hidden()
    expect(page.locator(".by-mail a")).to_have_attribute("href", "mailto:news@pass.example?subject=join")


def test_the_form_in_a_story_asks_for_a_door_only_when_it_is_used(page: Page, served: str) -> None:  # noqa: F811
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}en/2026/11/story-0/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/api/letters/" in url]
    page.get_by_label("Your email address").focus()
    expect(page.locator("form.join")).to_be_hidden()
    expect(page.locator(".newsletter .no-door")).to_be_visible()
