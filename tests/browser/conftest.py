"""A newsroom of its own for a test to look at in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import eventually, running, status_of, tamizdat
from tests.cli.conftest import newsroom, port, template  # noqa: F401 - fixtures


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


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
