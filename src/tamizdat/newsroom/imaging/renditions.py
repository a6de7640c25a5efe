"""Makes the public sizes of an original and writes them by content name."""

from __future__ import annotations

import threading
from pathlib import Path

from tamizdat.kit.files import write_atomically
from tamizdat.newsroom.imaging import cell
from tamizdat.newsroom.imaging.facts import Rendition

_writing = threading.Lock()  # write_atomically tells processes apart, not threads: both may make the same picture


def make_renditions(original: Path, folder: Path, *, focal: tuple[float, float] = (0.5, 0.5)) -> tuple[Rendition, ...]:
    """Every public size of `original`, written into `folder`, which is made if absent; raises PictureRefused.

    focal is the point (x, y), each 0..1 of the upright picture, that the sharing card must keep.
    Safe to run twice and by two at once: a file that is there is kept.
    """
    if not all(0 <= part <= 1 for part in focal):
        raise ValueError(f"focal must be two numbers from 0 to 1, not {focal!r}")
    folder.mkdir(parents=True, exist_ok=True)
    place = [round(part, 3) for part in focal]
    entries, made = cell.run("render", original, folder=str(folder.absolute()), focal=place)
    renditions = []
    for entry in entries:
        size = entry.pop("made")
        if size:
            with _writing:
                write_atomically(folder / entry["file"], made[:size])
            made = made[size:]
        else:
            size = (folder / entry["file"]).stat().st_size
        renditions.append(Rendition(**entry, bytes=size))
    return tuple(renditions)
