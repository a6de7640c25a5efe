"""Chromium for the browser tests: one process a session, a fresh profile and page a test. And a newsroom to look at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.cli.command import eventually, running, status_of, tamizdat
from tests.cli.conftest import newsroom, port, template  # noqa: F401 - fixtures

# No sandbox: continuous integration runs as root. Nothing may leave the machine: a browser likes to call home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.fail("no chromium here. Run: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of its own: no cookie, no cache, a desk's window."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


EDITOR = ("ana", "snow-on-the-pass-77")


@pytest.fixture
def site(newsroom: Path, port: int) -> Iterator[str]:  # noqa: F811
    """The address of a new newsroom, served by its own processes, which EDITOR may enter."""
    name, password = EDITOR
    tamizdat("-C", newsroom, "user", "add", name, "--password-stdin", given=password)
    address = f"http://127.0.0.1:{port}"
    with running("-C", newsroom, "serve", "--port", port):
        eventually(lambda: status_of(f"{address}/desk/") == 200, "the desk's sign-in page")
        yield address


@pytest.fixture
def asked(context: BrowserContext) -> list[str]:
    """The address of everything that the pages of `context` ask a server for."""
    addresses: list[str] = []
    context.on("request", lambda request: addresses.append(request.url))
    return addresses
