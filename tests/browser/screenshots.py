"""Pictures of the demo's site and desk, to look at: python -m tests.browser.screenshots [FOLDER OF THE DEMO]

All go into .cache/screenshots/; those that the README shows also into docs/screenshots/, few and light.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import ARGUMENTS
from tests.cli.command import eventually, running, status_of, tamizdat
from tests.conftest import ROOT  # and sets Django up, which the specimen needs
from tests.theme import specimen

ALL = ROOT / ".cache" / "screenshots"
SHOWN = ROOT / "docs" / "screenshots"
SHOWN_IN_README = {
    "front-en-desktop-light": "front",
    "visual-story-ru-phone-dark": "story",
    "desk-story-desktop-light": "desk",
}
HEAVIEST = 200_000
WINDOWS = {"desktop": (1280, 860), "phone": (390, 844)}
SCHEMES = ("light", "dark")
PORT = 8399


@dataclass(frozen=True, kw_only=True)
class Look:
    """One way of looking: a window and a colour scheme, signed in at the desk or not."""

    page: Page
    name: str

    def take(self, what: str) -> None:
        self.page.wait_for_load_state("networkidle")
        self.page.screenshot(path=ALL / f"{what}-{self.name}.png")


def main(folder: Path) -> None:
    if not (folder / ".demo-filled").exists():
        tamizdat("demo", folder, "--no-serve")
    shutil.rmtree(ALL, ignore_errors=True)
    ALL.mkdir(parents=True)
    site = f"http://127.0.0.1:{PORT}"
    with sync_playwright() as playwright, running("-C", folder, "serve", "--port", PORT):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        eventually(lambda: status_of(f"{site}/desk/") == 200, "the desk")
        logins = (folder / "demo-logins.txt").read_text().splitlines()
        for look in looks(browser):
            for language in ("en", "ru"):
                take_site(look, f"{site}/{language}/", language)
            take_desk(look, site, *logins[0].split())
        with served_specimen() as persian:
            for look in looks(browser):
                take_right_to_left(look, persian)
        browser.close()
    for name, short in SHOWN_IN_README.items():
        lighten(ALL / f"{name}.png", SHOWN / f"{short}.png")
    print(
        f"{len(list(ALL.glob('*.png')))} pictures in {ALL.relative_to(ROOT)}, those of the README in docs/screenshots"
    )


def looks(browser: Browser) -> Iterator[Look]:
    for (window, (width, height)), scheme in product(WINDOWS.items(), SCHEMES):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB", timezone_id="Asia/Tbilisi"
        )
        yield Look(page=context.new_page(), name=f"{window}-{scheme}")
        context.close()


def take_site(look: Look, front: str, language: str) -> None:
    page = look.page
    page.goto(front)
    look.take(f"front-{language}")
    page.locator("summary").first.click()
    look.take(f"menu-{language}")
    for what, listing in (("listing", "topics/politics/"), ("visual-listing", "series/contact-sheet/")):
        page.goto(front + listing)
        look.take(f"{what}-{language}")
        page.goto(first_link(page, "main .headline a"))
        look.take(f"{what.replace('listing', 'story')}-{language}")


def take_desk(look: Look, site: str, name: str, password: str) -> None:
    page = look.page
    page.goto(f"{site}/desk/")
    look.take("desk-sign-in")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/desk/")
    look.take("desk-home")
    page.goto(f"{site}/desk/stories/?locale=en&q=village")
    look.take("desk-stories")
    page.goto(first_link(page, "main td.title a"))
    if look.name.startswith("desktop"):
        page.get_by_role("button", name="Toggle preview").click()
        page.frame_locator("#w-preview-iframe").get_by_role("heading").first.wait_for()
    look.take("desk-story")


def first_link(page: Page, where: str) -> str:
    return urljoin(page.url, page.locator(where).first.get_attribute("href"))


def take_right_to_left(look: Look, site: str) -> None:
    for what, path in (("front", "fa/"), ("story", "fa/2026/11/story-0/"), ("listing", "fa/regions/g0/")):
        look.page.goto(site + path)
        look.take(f"{what}-fa")


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
    """A PNG of few colours, small enough to be kept in the repository."""
    with Image.open(picture) as whole:
        colours = whole.convert("RGB")
    for count in (256, 128, 64, 32, 16):
        few = colours.quantize(count, dither=Image.Dither.NONE)
        few.save(to, optimize=True)
        if to.stat().st_size <= HEAVIEST:
            return
    raise SystemExit(f"{to} stays heavier than {HEAVIEST:,} bytes: show less of it")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo-newsroom")
