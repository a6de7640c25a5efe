"""The page of a room names every module of it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("cli", "config", "operations")


@pytest.mark.parametrize("room", ROOMS)
def test_the_page_of_a_room_names_its_modules(room: str) -> None:
    page = (ROOT / "docs" / f"{room}.md").read_text()
    modules = [path.name for path in (ROOT / "src" / "tamizdat" / room).rglob("*.py") if path.name != "__init__.py"]
    assert not [name for name in modules if f"`{name}`" not in page], "add them to its table of files"
