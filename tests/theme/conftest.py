"""The specimen, rendered once, and a Chromium to look at it with."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tamizdat.render import Renderer
from tests.theme import specimen

# As the door sends it to the public: nothing inline, nothing of others but frames that a reader asked for.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; frame-src https:"
)


@pytest.fixture(scope="session")
def render() -> Renderer:
    return specimen.renderer()


@pytest.fixture(scope="session")
def pages(render: Renderer) -> dict[str, bytes]:
    return specimen.pages(render)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the test's own output is read."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the specimen."""
    folder: Path = tmp_path_factory.mktemp("specimen")
    specimen.write(folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
