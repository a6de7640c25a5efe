"""The browser that the other tests here stand on is real, and keeps nothing from one test to the next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """A test's output is its own."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One address for both visits: storage belongs to an address."""
    tmp_path = tmp_path_factory.mktemp("site")
    (tmp_path / "index.html").write_text(
        '<!doctype html><meta charset=utf-8><title>Здравствуйте</title><script src="a.js"></script>'
    )
    (tmp_path / "a.js").write_text(
        "document.title += ' ' + (localStorage.seen || 'first'); localStorage.seen = 'again'"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("visit", [1, 2])
def test_each_test_is_a_first_visit(page: Page, address: str, visit: int) -> None:
    page.goto(address)
    assert page.title() == "Здравствуйте first"
    page.reload()
    assert page.title() == "Здравствуйте again"
