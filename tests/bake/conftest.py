"""Newsrooms for processes that a test starts itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bake.processes import Room
from tests.cli.command import tamizdat
from tests.cli.conftest import template

__all__ = ["template"]


@pytest.fixture
def room(template: Path, tmp_path: Path) -> Room:
    """A newsroom on SQLite, with nothing in it."""
    return Room(Path(shutil.copytree(template, tmp_path / "newsroom")))


@pytest.fixture
def shared_room(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Room:
    """A newsroom on the database that the tests run on, for several workers."""
    folder = tmp_path / "newsroom"
    if database_url:
        tamizdat("init", folder, "--languages", "en,ru", TAMIZDAT_DATABASE_URL=database_url)
    else:
        shutil.copytree(request.getfixturevalue("template"), folder)
    return Room(folder, database_url)
