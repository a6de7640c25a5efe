"""Chromium for whatever test asks: one process a module, a fresh profile and page a test.

While it is there, Playwright's loop seems to run in the tests' thread, and Django then takes another connection than before:
so it ends with the module, and what stands longer in the database is made before it, by fixtures of a wider scope.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

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
PATIENCE = 20_000
"""Milliseconds after which something that a page should show will not come: a busy machine needs its time."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.fail("no chromium here. Run: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of its own: no cookie, no cache, a desk's window."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
    fresh.set_default_timeout(PATIENCE)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def asked(context: BrowserContext) -> list[str]:
    """The address of everything that the pages of `context` ask a server for."""
    addresses: list[str] = []
    context.on("request", lambda request: addresses.append(request.url))
    return addresses
