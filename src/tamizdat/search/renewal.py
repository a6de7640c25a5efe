"""An index that is missing, damaged or outdated is made anew. Until everything is in again, searchers say so."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import tantivy

from tamizdat.search import fields
from tamizdat.search.errors import IndexDamaged, SearchError
from tamizdat.search.index import OURS, REBUILDING, VERSION, faults, locked, read, wipe, write_version

PATIENCE = 60.0
"""Seconds to wait for another writer: none takes as long."""
_AT_ONCE = 10_000
Files = frozenset[tuple[str, int, int]]


def made(folder: Path) -> str:
    """The name of this making of the index: another is another index. Raises what `read` does for one of no use."""
    reading = read(folder, whole=False)
    with faults(folder):
        reading.searcher.search(tantivy.Query.all_query(), 1)
        try:
            return str(json.loads((folder / VERSION).read_bytes())["made"])
        except (KeyError, TypeError) as error:
            raise IndexDamaged(folder, f"{VERSION} has no name") from error


def files(folder: Path) -> Files:
    """What lies in the folder, by name, size and time: while it is the same, so is the index."""
    try:
        with os.scandir(folder) as entries:
            return frozenset(
                (entry.name, stat.st_size, stat.st_mtime_ns)
                for entry in entries
                if entry.name not in OURS - {VERSION} and not entry.name.startswith(".") and (stat := entry.stat())
            )
    except FileNotFoundError:
        return frozenset()


def size(folder: Path) -> int:
    """In bytes."""
    return sum(size for _, size, _ in files(folder))


def renew(folder: Path) -> str:
    """An empty index in place of one of no use, unless another process was faster. Answers its name."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = locked(folder, PATIENCE)
    try:
        with suppress(SearchError):
            return made(folder)
        (folder / REBUILDING).touch()
        wipe(folder)
        with faults(folder):
            tantivy.Index(fields.schema(), str(folder))
        write_version(folder)
        return made(folder)
    finally:
        os.close(lock)


def finish(folder: Path) -> None:
    """Everything is in."""
    (folder / REBUILDING).unlink(missing_ok=True)


def numbers(folder: Path) -> frozenset[int]:
    """The stories that the index holds, for those who check it. Raises what `read` does."""
    searcher = read(folder, whole=False).searcher
    found: set[int] = set()
    with faults(folder):
        every, total = tantivy.Query.all_query(), searcher.num_docs
        for offset in range(0, total, _AT_ONCE):
            hits = searcher.search(every, _AT_ONCE, count=False, offset=offset).hits
            values = searcher.fast_field_values("id", [address for _, address in hits])
            found.update(int(value) for value in values if value is not None)
    return frozenset(found)
