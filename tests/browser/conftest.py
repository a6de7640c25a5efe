"""Newsrooms for tests to look at in Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import eventually, running, status_of, tamizdat
from tests.cli.conftest import free_port, newsroom, port, template  # noqa: F401 - fixtures


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


EDITOR = ("ana", "snow-on-the-pass-77")


@pytest.fixture(scope="module")
def site_folder(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """The folder of the module's newsroom, which EDITOR may enter."""
    folder = Path(shutil.copytree(template, tmp_path_factory.mktemp("site") / "newsroom"))
    name, password = EDITOR
    tamizdat("-C", folder, "user", "add", name, "--password-stdin", given=password)
    return folder


@pytest.fixture(scope="module")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the module's newsroom, served by its own processes."""
    port = free_port()  # noqa: F811
    address = f"http://127.0.0.1:{port}"
    with running("-C", site_folder, "serve", "--port", port):
        eventually(lambda: status_of(f"{address}/desk/") == 200, "the desk's sign-in page")
        yield address
