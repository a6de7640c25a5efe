"""The page of a room names every module of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bake", "cli", "config", "door", "edition", "importers", "newsroom", "operations")
ONLY_TOP = ("desk",)
"""Rooms whose folders are named as a whole."""
PAGES = {"desk": "desk-code"}
"""Where the page of a room's name is for those who use it, that of its modules has another."""


def modules(room: str) -> list[Path]:
    """Paths of modules, from the room's folder on; migrations are made by Django."""
    folder = ROOT / "src" / "tamizdat" / room
    found = folder.glob("*.py") if room in ONLY_TOP else folder.rglob("*.py")
    paths = [path.relative_to(folder) for path in found if path.name != "__init__.py"]
    return [path for path in paths if "migrations" not in path.parts]


@pytest.mark.parametrize("room", [*ROOMS, *ONLY_TOP])
def test_the_page_of_a_room_names_its_modules(room: str) -> None:
    """By path, or by name alone where no other module of the room has it."""
    page = (ROOT / "docs" / f"{PAGES.get(room, room)}.md").read_text()
    found = modules(room)
    assert found
    named_alike = Counter(path.name for path in found)
    missing = [
        path.as_posix()
        for path in found
        if f"`{path.as_posix()}`" not in page and (named_alike[path.name] > 1 or f"`{path.name}`" not in page)
    ]
    assert not missing, "add them to its table of files"
