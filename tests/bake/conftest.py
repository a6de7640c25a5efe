"""Newsrooms for processes that a test starts itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bake.processes import Room
from tests.cli.conftest import template

__all__ = ["template"]


@pytest.fixture
def room(template: Path, tmp_path: Path) -> Room:
    """A newsroom on SQLite, with nothing in it."""
    return Room(Path(shutil.copytree(template, tmp_path / "newsroom")))
