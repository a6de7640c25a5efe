"""Pictures of every page of the demo's site and of the desk, to look at:
python -m tests.browser.screenshots [FOLDER OF THE DEMO [WORDS OF THE NAMES ...]]

They are .cache/screenshots/PAGE-WIDTH-THEME.png, whole pages; with words, only those pages whose name has one of them.
Those that the README, docs/desk.md and docs/letters.md show also go into docs/screenshots/, few and light.
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, Request, StorageState, sync_playwright

from tests.chromium import ARGUMENTS
from tests.cli.command import eventually, running, status_of, tamizdat
from tests.conftest import ROOT  # and sets Django up, which the specimen needs
from tests.theme import specimen

ALL = ROOT / ".cache" / "screenshots"
SHOWN = ROOT / "docs" / "screenshots"
PORT = 8399
HEIGHTS = {360: 780, 820: 1180, 1440: 900}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEAVIEST = 200_000

SITE = {
    "front": "en/",
    "front-ru": "ru/",
    "story": "en/2026/10/upper-valley-says-yes/",
    "story-ru": "ru/2026/10/verhovya-skazali-da/",
    "story-no-picture": "en/2025/10/what-a-recipe-remembers/",
    "story-short": "en/2026/07/village-counts-its-storks/",
    "story-table": "en/2026/04/what-390-drams-buy-in-arpavan/",
    "story-chart-gallery": "en/2026/11/two-districts-sign-the-kok-bel-timetable/",
    "story-map": "en/2026/06/eighty-five-millimetres/",
    "story-visual": "en/2026/06/one-pass-six-lights/",
    "story-visual-ru": "ru/2026/06/odin-pereval-pri-shesti-svetah/",
    "episode": "en/2025/12/the-man-who-repairs-silence/",
    "share": "en/2025/12/the-man-who-repairs-silence/share/",
    "event": "en/topics/kok-bel-water-talks/",
    "topic": "en/topics/politics/",
    "topics": "en/topics/",
    "region": "en/regions/georgia/",
    "region-empty": "en/regions/mongolia/",
    "regions": "en/regions/",
    "series": "en/series/small-rivers/",
    "series-visual": "en/series/contact-sheet/",
    "series-podcast": "en/series/long-wave/",
    "series-blog": "en/series/kerbside/",
    "author": "en/authors/tamta-kvelidze/",
    "authors": "en/authors/",
    "latest": "en/latest/",
    "archive": "en/archive/",
    "month": "en/2026/03/",
    "search": "en/search/",
    "search-found": "en/search/?q=village",
    "search-none": "en/search/?q=zzyzx",
    "static": "en/about/",
    "team": "en/team/",
    "support": "en/support/",
    "contact": "en/contact/",
    "contact-sent": "en/contact/sent/",
    "feeds": "en/feed/",
    "corrections": "en/corrections/",
    "text": "en/text/",
    "text-story": "en/text/2026/07/village-counts-its-storks/",
    "not-found": "en/404.html",
    "taken-down": "en/410.html",
    "offline": "en/offline/",
    "erased": "en/offline/erased.html",
    "languages": "",
}
"""Pages of the demo's site, each with its address."""

SPECIMEN = {
    "front-fa": "fa/",
    "front-fa-bare": "fa/bare/",
    "front-bare": "en/bare/",
    "story-fa": "fa/2026/11/story-0/",
    "story-contents": "en/2026/11/story-0/",
    "story-notes": "en/2026/11/noted/",
    "story-many-authors": "en/2026/11/many/",
    "story-imported": "en/2026/11/imported/",
    "event-running": "en/topics/event/",
    "event-running-fa": "fa/topics/event/",
    "search-fa": "fa/search/found/",
}
"""Pages that the demo has none of, from the theme's specimen."""

DESK = {
    "desk-home": "",
    "desk-stories": "stories/",
    "desk-new-story": "stories/new/en/",
    "desk-story": "pages/{story}/edit/",
    "desk-front": "front/",
    "desk-pictures": "images/",
    "desk-budget": "budget/",
    "desk-correct": "stories/{story}/correct/",
    "desk-kill": "stories/{story}/kill/",
    "desk-compare": "pages/{story}/revisions/compare/earliest...latest/",
    "desk-letter": "letters/edit/3/",
    "desk-letter-sending": "letters/3/sending/",
    "desk-settings": "newsroom/",
    "desk-people": "users/",
}
"""The desk's pages that are used most; {story} is the number of a story. Letter 3 is the demo's draft."""

MENU, PANEL = "summary", '[data-side-panel-toggle="{}"]'

LOAD_ALL = """async () => {
  for (const part of document.querySelectorAll("main *")) part.style.contentVisibility = "visible";
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}"""
"""What a browser puts off until somebody scrolls to it."""


@dataclass(frozen=True, kw_only=True)
class Gallery:
    """Pages to take, and how."""

    pages: Mapping[str, str]
    widths: tuple[int, ...] = tuple(HEIGHTS)
    pictures: bool = True
    press: str = ""
    """What is pressed before a page is taken: a menu, a panel."""
    session: StorageState | None = None


def some(pages: Mapping[str, str], *names: str, ending: str) -> dict[str, str]:
    return {f"{name}-{ending}": pages[name] for name in names}


OF_SITE = (
    Gallery(pages=SITE),
    Gallery(pages=some(SITE, "front", "story", "story-chart-gallery", "author", ending="blocked"), pictures=False),
    Gallery(pages=some(SITE, "front", "front-ru", ending="menu"), press=MENU),
)
OF_SPECIMEN = (Gallery(pages=SPECIMEN), Gallery(pages=some(SPECIMEN, "front-fa", ending="menu"), press=MENU))
IN_DOCS = {
    "front-1440-light": "front",
    "story-visual-ru-360-dark": "story",
    "desk-story-preview-1440-light": "desk",
    "desk-home-1440-light": "desk-home",
    "desk-budget-1440-light": "desk-budget",
    "desk-correct-360-light": "desk-correct",
    "desk-kill-360-light": "desk-kill",
    "desk-letter-1440-light": "letter",
    "desk-letter-sending-1440-light": "letter-sending",
}


def main(folder: Path, *words: str) -> None:
    if not (folder / ".demo-filled").exists():
        tamizdat("demo", folder, "--no-serve")
    if not words:
        shutil.rmtree(ALL, ignore_errors=True)
    ALL.mkdir(parents=True, exist_ok=True)
    site = f"http://127.0.0.1:{PORT}/"
    with sync_playwright() as playwright, running("-C", folder, "serve", "--port", PORT):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        eventually(lambda: status_of(f"{site}desk/") == 200, "the desk")
        login = (folder / "demo-logins.txt").read_text().splitlines()[1].split()
        for gallery in (*OF_SITE, *of_desk(browser, f"{site}desk/", *login)):
            take(browser, gallery, site, words)
        with served_specimen() as address:
            for gallery in OF_SPECIMEN:
                take(browser, gallery, address, words)
        browser.close()
    for name, short in IN_DOCS.items():
        if (ALL / f"{name}.png").exists():
            lighten(ALL / f"{name}.png", SHOWN / f"{short}.png")
    print(f"{len(list(ALL.glob('*.png')))} pictures in {ALL.relative_to(ROOT)}")


def take(browser: Browser, gallery: Gallery, site: str, words: tuple[str, ...]) -> None:
    pages = {name: path for name, path in gallery.pages.items() if not words or any(word in name for word in words)}
    for width in gallery.widths if pages else ():
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            locale="en-GB",
            timezone_id="Asia/Tbilisi",
            storage_state=gallery.session,
        )
        page = context.new_page()
        if not gallery.pictures:
            page.route("**/*", lambda route, request: route.abort() if is_picture(request) else route.continue_())
        for name, path in pages.items():
            open_page(page, site + path)
            if gallery.press:
                page.locator(gallery.press).first.click()
                page.wait_for_load_state("networkidle")
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)
                page.screenshot(
                    path=ALL / f"{name}-{width}-{theme}.png", full_page=not gallery.press, animations="disabled"
                )
        context.close()


def open_page(page: Page, address: str) -> None:
    """Everything on the page is loaded, as if somebody had scrolled to its end."""
    answer = page.goto(address)
    if answer and answer.status >= 400 and not address.endswith(f"{answer.status}.html"):
        raise SystemExit(f"{address} answers {answer.status}: the demo has no such page any more, change its row here")
    page.evaluate(LOAD_ALL)


def is_picture(request: Request) -> bool:
    return request.resource_type == "image"


def of_desk(browser: Browser, desk: str, name: str, password: str) -> Iterator[Gallery]:
    """The desk's pages for somebody who has signed in."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(desk)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(desk)
        page.goto(f"{desk}stories/?locale=en&q=village")
        link = page.locator("main td.title a").first.get_attribute("href") or ""
        session = context.storage_state()
    pages = {shown: f"desk/{path}".format(story=re.findall(r"\d+", link)[0]) for shown, path in DESK.items()}
    yield Gallery(pages=pages, widths=(360, 1440), session=session)
    for panel in ("checks", "preview"):
        shown = some(pages, "desk-story", ending=panel)
        yield Gallery(pages=shown, widths=(360, 1440), session=session, press=PANEL.format(panel))


@contextmanager
def served_specimen() -> Iterator[str]:
    """The theme's specimen, which has a Persian side."""
    with tempfile.TemporaryDirectory() as folder:
        specimen.write(Path(folder))
        handler = functools.partial(Quiet, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def lighten(picture: Path, to: Path) -> None:
    """The top of a page as a PNG of few colours, small enough to be kept in the repository."""
    with Image.open(picture) as whole:
        top = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, HEIGHTS[whole.width])))
    for count in (256, 128, 64, 32, 16):
        few = top.quantize(count, dither=Image.Dither.NONE)
        few.save(to, optimize=True)
        if to.stat().st_size <= HEAVIEST:
            return
    raise SystemExit(f"{to} stays heavier than {HEAVIEST:,} bytes: show less of it")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo-newsroom", *sys.argv[2:])
