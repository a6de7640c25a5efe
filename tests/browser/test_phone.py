"""What stays on a reader's phone: nothing unasked, what was asked for until it is erased, and never an old version in the
way of a new one. A real edition, a real door, Chromium."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.cli.command import eventually, tamizdat
from tests.door.client import Server, running_door

NOTHING = {"local": 0, "tab": 0, "cookies": "", "caches": [], "databases": 0, "workers": 0}
ON_THE_PHONE = """async () => ({
    local: localStorage.length, tab: sessionStorage.length, cookies: document.cookie, caches: await caches.keys(),
    databases: (await indexedDB.databases()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
KEPT_TEXT = "async address => (await caches.match(address)).text()"
FIRST, SECOND = "The water came to the second step", "Corrected: the water came to the third step"


def publish(newsroom: Path, **texts: str) -> None:
    """Stories by headline; one that is there already gets the new text."""
    lines = [
        {"id": name, "lang": "en", "title": name, "published": f"2026-11-2{day}", "body": [text]}
        for day, (name, text) in enumerate(texts.items())
    ]
    file = newsroom / "stories.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    tamizdat("-C", newsroom, "import", "jsonl", file)
    tamizdat("-C", newsroom, "bake")


@pytest.fixture(scope="module")
def published(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A baked newsroom with two stories; each test gets a copy."""
    folder = Path(shutil.copytree(template, tmp_path_factory.mktemp("published") / "newsroom"))
    publish(folder, Flood=FIRST, Bridge="The bridge held.")
    return folder


@pytest.fixture
def newsroom(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "newsroom"))


@pytest.fixture
def door(newsroom: Path, tmp_path: Path) -> Iterator[Server]:
    with running_door(newsroom / "public", "--languages=en,ru", f"--audience={tmp_path / 'a.sqlite3'}") as server:
        yield server


def address(door: Server, path: str = "/en/") -> str:
    return f"http://127.0.0.1:{door.port}{path}"


def story_of(page: Page, door: Server, headline: str) -> str:
    page.goto(address(door))
    return address(door, str(page.get_by_role("link", name=headline).first.get_attribute("href")))


def shows(page: Page, where: str, text: str) -> bool:
    """Whether the page says so when it is opened now. The browser tells its service workers of a line later than its pages."""
    page.goto(where)
    return page.get_by_text(text).is_visible()


def keep(page: Page, where: str) -> None:
    page.goto(where)
    page.locator("[data-keep] button").click()
    expect(page.locator("[data-keep] [role=status]")).to_contain_text("kB")
    expect(page.locator("[data-keep] button")).to_have_text("Saved for offline reading")


def test_reading_leaves_nothing_on_the_phone(page: Page, door: Server) -> None:
    story = story_of(page, door, "Flood")
    for where in (story, address(door, "/en/offline/"), address(door, "/en/archive/"), address(door)):
        page.goto(where)
        page.wait_for_load_state("networkidle")
    assert page.evaluate(ON_THE_PHONE) == NOTHING


def test_a_kept_story_is_read_without_a_line_and_gives_way_to_the_new_version(
    page: Page,
    context: BrowserContext,
    door: Server,
    newsroom: Path,
) -> None:
    story = story_of(page, door, "Flood")
    keep(page, story)
    context.set_offline(True)
    page.goto(story)
    expect(page.locator(".kept-line")).to_contain_text("a copy saved on this device on")
    expect(page.locator(".kept-line")).to_contain_text("this minute")
    expect(page.get_by_text(FIRST)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.kept-line')).borderTopStyle") == "solid"

    page.goto(address(door, "/en/archive/"))
    expect(page.locator(".kept-line")).to_contain_text("isn’t saved")
    expect(page.locator(".kept-list a")).to_have_text(["Flood"])

    publish(newsroom, Flood=SECOND)
    context.set_offline(False)
    eventually(lambda: shows(page, story, SECOND), "the new version, once the service worker has its line back")
    expect(page.locator(".kept-line")).to_have_count(0)
    eventually(lambda: SECOND in page.evaluate(KEPT_TEXT, story), "the new version among what is kept")
    context.set_offline(True)
    page.goto(story)
    expect(page.get_by_text(SECOND)).to_be_visible()
    context.set_offline(False)


def test_a_story_that_was_withdrawn_goes_from_the_phone_too(
    page: Page,
    context: BrowserContext,
    door: Server,
    newsroom: Path,
) -> None:
    story = story_of(page, door, "Flood")
    keep(page, story)
    for file in (newsroom / "public" / urlsplit(story).path.strip("/")).glob("index.html*"):
        file.unlink()
    answer = page.goto(story)
    assert answer is not None
    assert answer.status == 404
    context.set_offline(True)
    page.goto(story)
    assert FIRST not in page.content()
    context.set_offline(False)


def test_the_front_is_kept_with_its_stories_and_each_can_be_removed(
    page: Page, context: BrowserContext, door: Server
) -> None:
    story = story_of(page, door, "Bridge")
    keep(page, address(door))
    context.set_offline(True)
    page.goto(address(door, "/en/offline/"))
    rows = page.locator(".kept-list li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("kB")
    rows.filter(has_text="Flood").get_by_role("button").click()
    expect(rows).to_have_count(2)
    page.goto(story)
    expect(page.get_by_text("The bridge held.")).to_be_visible()
    context.set_offline(False)


def test_removing_the_last_page_leaves_nothing(page: Page, door: Server) -> None:
    keep(page, story_of(page, door, "Flood"))
    page.goto(address(door, "/en/offline/"))
    page.locator(".kept-list button").click()
    expect(page.get_by_text("Nothing is saved.")).to_be_visible()
    eventually(lambda: page.evaluate(ON_THE_PHONE) == NOTHING, "an empty phone")


def test_erase_stands_on_every_page_and_leaves_nothing(page: Page, door: Server) -> None:
    story = story_of(page, door, "Flood")
    keep(page, story)
    page.evaluate("localStorage.mine = sessionStorage.mine = 1; document.cookie = 'mine=1; path=/'")
    with page.expect_response("**/api/erase") as answer:
        page.get_by_role("link", name="Erase from this device").click()
    page.wait_for_url("about:blank")
    assert answer.value.header_value("clear-site-data") == '"cache", "storage"'
    page.goto(address(door, "/robots.txt"))
    assert page.evaluate(ON_THE_PHONE) == NOTHING
    for path in ("/", "/en/", "/ru/", "/en/archive/", "/en/offline/", "/en/text/", "/en/404.html", story):
        sent = page.request.get(path if "://" in path else address(door, path))
        assert 'offline/#erase"' in sent.text(), path


def test_without_a_script_the_door_erases_and_nothing_dead_is_offered(
    page: Page, context: BrowserContext, door: Server
) -> None:
    keep(page, story_of(page, door, "Flood"))
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(story_of(page, door, "Flood"))
    assert not plain.locator("[data-keep]").is_visible()
    plain.get_by_role("link", name="Erase from this device").click()
    with plain.expect_response("**/api/erase") as answer:
        plain.get_by_role("button", name="Erase all data").click()
    assert answer.value.header_value("clear-site-data") == '"cache", "storage"'
    assert answer.value.header_value("cache-control") == "no-store"
    expect(plain.get_by_role("heading", name="Erased")).to_be_visible()
    plain.context.close()


def test_what_could_not_be_kept_whole_leaves_nothing(page: Page, context: BrowserContext, door: Server) -> None:
    page.goto(story_of(page, door, "Flood"))
    context.route("**/*.css", lambda route: route.abort())
    page.locator("[data-keep] button").click()
    expect(page.locator("[data-keep] [role=status]")).to_contain_text("Could not save")
    eventually(lambda: page.evaluate(ON_THE_PHONE) == NOTHING, "an empty phone")
