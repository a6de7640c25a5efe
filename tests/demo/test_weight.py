"""What the demo's pages weigh on a slow line: counted from the sidecars, and in Chromium for pictures of the first screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import BrowserContext, Response, expect, sync_playwright

from tamizdat.bake.baker import Baker
from tests.chromium import ARGUMENTS
from tests.door.client import Server, running_door

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

SCRIPTS, FRONT, OTHER, PICTURES = 8_192, 46_080, 35_840, 153_600
WINDOWS = {"phone": (390, 844, 2), "desktop": (1280, 860, 1)}
LISTING = "topics/politics/"
IN_SIGHT = """() => Array.from(document.images).filter(image => {
    const box = image.getBoundingClientRect();
    return image.currentSrc && box.top < innerHeight && box.bottom > 0;
}).map(image => image.currentSrc)"""


@pytest.fixture(scope="module")
def door(baked: Baker) -> Iterator[Server]:
    with running_door(baked.tree.root, "--languages=en,ru") as server:
        yield server


InChromium = Callable[..., None]


@pytest.fixture(scope="module")
def in_chromium() -> Iterator[InChromium]:
    """in_chromium(work, width, height): calls `work` with a new context. Chromium is driven by a thread of its own:
    Playwright's loop must not run where the database is."""
    with ThreadPoolExecutor(1) as thread:
        playwright = thread.submit(sync_playwright().start).result()
        launched = thread.submit(playwright.chromium.launch, executable_path=shutil.which("chromium"), args=ARGUMENTS)
        browser = launched.result()

        def look(work: Callable[[BrowserContext], None], width: int, height: int, ratio: int) -> None:
            with browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=ratio) as context:
                work(context)

        def run(work: Callable[[BrowserContext], None], width: int, height: int, ratio: int = 1) -> None:
            thread.submit(look, work, width, height, ratio).result()

        yield run
        thread.submit(browser.close).result()
        thread.submit(playwright.stop).result()


def paths(root: Path, language: str) -> dict[str, str]:
    front = html.fromstring((root / language / "index.html").read_bytes())
    story = front.xpath("//main//*[contains(@class, 'headline')]//a/@href")[0]
    return {"front": f"/{language}/", "story": story, "listing": f"/{language}/{LISTING}"}


def weight(root: Path, address: str) -> int:
    """As it is sent: the sidecar's bytes."""
    path = root / address.strip("/") / ("index.html" if address.endswith("/") else "")
    return path.with_name(path.name + ".br").stat().st_size


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_with_their_styles_and_scripts_keep_to_their_budgets(baked: Baker, language: str) -> None:
    root = baked.tree.root
    for kind, address in paths(root, language).items():
        page = html.fromstring((root / address.strip("/") / "index.html").read_bytes())
        scripts = sum(weight(root, src) for src in page.xpath("//script/@src"))
        styles = sum(weight(root, href) for href in page.xpath("//link[@rel='stylesheet']/@href"))
        assert 0 < scripts <= SCRIPTS, kind
        assert weight(root, address) + styles + scripts <= (FRONT if kind == "front" else OTHER), kind


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("kind", ["front", "story", "listing"])
def test_pictures_of_the_first_screen_are_light(
    baked: Baker, door: Server, in_chromium: InChromium, window: str, kind: str
) -> None:
    sizes: dict[str, int] = {}
    seen: list[str] = []

    def weigh(response: Response) -> None:
        if response.request.resource_type == "image":
            sizes[response.url] = len(response.body())

    def look(context: BrowserContext) -> None:
        page = context.new_page()
        page.on("response", weigh)
        page.goto(f"http://127.0.0.1:{door.port}{paths(baked.tree.root, 'en')[kind]}")
        page.wait_for_load_state("networkidle")
        seen.extend(page.evaluate(IN_SIGHT))

    in_chromium(look, *WINDOWS[window])
    assert seen
    assert sum(sizes[url] for url in set(seen)) <= PICTURES


def test_with_pictures_off_none_is_fetched_until_it_is_tapped(
    baked: Baker, door: Server, in_chromium: InChromium
) -> None:
    site = f"http://127.0.0.1:{door.port}"
    in_chromium(lambda context: no_pictures(context, site, paths(baked.tree.root, "en")), 390, 844)


def no_pictures(context: BrowserContext, site: str, addresses: dict[str, str]) -> None:
    page = context.new_page()
    fetched: list[str] = []
    context.on("response", lambda one: fetched.append(one.url) if "/_/pictures/" in one.url else None)
    page.goto(f"{site}/en/offline/")
    page.get_by_label("load pictures").check()
    expect(page.locator("[data-pictures] [role=status]")).not_to_be_empty()
    for path in addresses.values():
        page.goto(site + path)
        expect(page.locator(".picture-off").first).to_be_visible()
        page.mouse.wheel(0, 20_000)
        page.wait_for_load_state("networkidle")
    assert fetched == []
    page.goto(f"{site}/en/")
    first = page.locator(".lead-card .picture-off")
    words = page.locator(".lead-card img").get_attribute("alt")
    expect(first).to_have_text(f"{words}Show the picture")
    first.click()
    expect(page.locator(".lead-card img")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert {urlsplit(url).query for url in fetched} == {"show"}
    assert page.locator(".lead-card img").evaluate("image => image.naturalWidth") > 0

    page.goto(f"{site}/en/offline/")
    page.get_by_label("load pictures").uncheck()
    expect(page.locator("[data-pictures] [role=status]")).to_be_empty()
    assert page.evaluate("caches.keys()") == []
    page.goto(f"{site}/en/")
    expect(page.locator(".lead-card img")).to_be_visible()
