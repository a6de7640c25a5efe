"""Pictures that a line names: files beside the import, never outside its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

from tamizdat.importers.words import clean, plain, shortened
from tamizdat.newsroom.actions.imports import PictureFile

SUFFIXES = frozenset(
    [
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif"),
        *(".heic", ".heif", ".gif", ".tif", ".tiff", ".svg"),
    ]
)
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
            found.update(dict.fromkeys(_read(one, folder, warn)))
        except _Refused as error:
            warn(f"picture {error}")
    if len(found) > MOST:
        warn(f"the story has more than {MOST} pictures; the others were left out")
    return tuple(found)[:MOST]


class _Refused(Exception):
    """str() names the picture and says why."""


def _read(one: Any, folder: Path, warn: Callable[[str], None]) -> Iterator[PictureFile]:
    words = one if isinstance(one, dict) else {"file": one}
    name = words.get("file")
    if not isinstance(name, str) or not clean(name):
        raise _Refused('is named wrongly: write a file name, or {"file": …, "caption": …, "alt_text": …}')
    shown = clean(name)[:100]
    try:
        path = _named(folder, name).resolve()
        inside = path.is_relative_to(folder.resolve())
        there = inside and path.exists()
    except (OSError, ValueError):
        raise _Refused(f"{shown!r} is no name of a file") from None
    if not inside:
        raise _Refused(f"{shown!r} lies outside the import's folder; put it beside the file and name it from there")
    if not there:
        raise _Refused(f"{shown!r} is not there; put it into {folder} and import again")
    files = [path]
    if path.is_dir():
        named = sorted((normalize("NFC", file.name), file) for file in path.iterdir())
        files = [file for name, file in named if file.suffix.lower() in SUFFIXES]
    said = _words(words, shown, warn)
    for file in files:
        if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
            yield PictureFile(path=file, size=file.stat().st_size, **said)


def _named(folder: Path, name: str) -> Path:
    """The file of that name, whichever of the two ways of writing its accents (NFC, NFD) the disk and the import use."""
    path = folder
    for part in Path(name).parts:
        if part != ".." and not (path / part).exists() and path.is_dir() and path.is_relative_to(folder):
            wanted = normalize("NFC", part)
            part = next((one.name for one in sorted(path.iterdir()) if normalize("NFC", one.name) == wanted), part)
        path /= part
    return path


def _words(given: dict[str, Any], shown: str, warn: Callable[[str], None]) -> dict[str, str]:
    said = {}
    for key, value in given.items():
        if key == "file" or value is None:
            continue
        if key not in WORDS or not isinstance(value, str):
            why = "is no text" if key in WORDS else f"is not one of {', '.join(WORDS)}"
            warn(f"picture {shown!r}: `{clean(str(key))[:60]}` {why} and was left out")
            continue
        said[key] = plain(value)
        if len(said[key]) > WORDS[key]:
            warn(f"picture {shown!r}: `{key}` is longer than {WORDS[key]} letters and was cut between words")
            said[key] = shortened(said[key], WORDS[key])
    return said
