"""Pictures that a line names: files beside the import, never outside its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tamizdat.importers.words import clean
from tamizdat.newsroom.actions.imports import PictureFile

SUFFIXES = frozenset([".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff"])
"""Files that are taken from a folder. A file that is named itself may be called anything."""
MOST = 100
"""Pictures of one story."""
WORDS = {"caption": 2000, "alt_text": 500, "creator": 300, "credit_line": 300}


def read(given: object, folder: Path, warn: Callable[[str], None]) -> tuple[PictureFile, ...]:
    """The pictures in the order given; a folder's by name. What is not there is a warning."""
    if given is None:
        return ()
    found: dict[PictureFile, None] = {}
    for one in given if isinstance(given, list) else [given]:
        try:
            found.update(dict.fromkeys(_read(one, folder)))
        except _Refused as error:
            warn(f"picture {error}")
    if len(found) > MOST:
        warn(f"the story has more than {MOST} pictures; the others were left out")
    return tuple(found)[:MOST]


class _Refused(Exception):
    """str() names the picture and says why."""


def _read(one: Any, folder: Path) -> Iterator[PictureFile]:
    words = one if isinstance(one, dict) else {"file": one}
    name = words.get("file")
    if not isinstance(name, str) or not clean(name):
        raise _Refused('is named wrongly: write a file name, or {"file": …, "caption": …, "alt_text": …}')
    shown = clean(name)[:100]
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve())
        there = inside and path.exists()
    except (OSError, ValueError):
        raise _Refused(f"{shown!r} is no name of a file") from None
    if not inside:
        raise _Refused(f"{shown!r} lies outside the import's folder; put it beside the file and name it from there")
    if not there:
        raise _Refused(f"{shown!r} is not there; put it into {folder} and import again")
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
    said = {key: clean(value)[:limit] for key, limit in WORDS.items() if isinstance(value := words.get(key), str)}
    for file in files:
        if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
            yield PictureFile(path=file, size=file.stat().st_size, **said)
