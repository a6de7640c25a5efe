"""An index that is missing, damaged or outdated is made anew. Until everything is in again, searchers say so."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

import tantivy

from tamizdat.kit.files import write_atomically
from tamizdat.search import checksums, fields
from tamizdat.search.errors import IndexDamaged, SearchError
from tamizdat.search.index import (
    META,
    OURS,
    REBUILDING,
    TRIES,
    VERSION,
    Writer,
    check_version,
    faults,
    locked,
    read,
    stamp,
    wipe,
    write_version,
)

PATIENCE = 60.0
"""Seconds to wait for another writer: none takes as long."""
MANAGED = ".managed.json"
"""tantivy's list of its files."""
_AT_ONCE = 10_000
Files = frozenset[tuple[str, int, int]]


def made(folder: Path) -> str:
    """The name of this making of the index: another is another index. Raises what `read` does for one of no use, and
    IndexDamaged for one whose files do not hold what was written."""
    reading = read(folder, whole=False)
    _check_files(folder)
    with faults(folder):
        reading.searcher.search(tantivy.Query.all_query(), 1)
        try:
            return str(json.loads((folder / VERSION).read_bytes())["made"])
        except (KeyError, TypeError) as error:
            raise IndexDamaged(folder, f"{VERSION} has no name") from error


def _check_files(folder: Path) -> None:
    for again in range(TRIES, -1, -1):
        seen = stamp(folder)
        try:
            checksums.check(folder)
            return
        except (FileNotFoundError, IndexDamaged) as error:
            # The writer may have dropped a merged segment between our two looks.
            if not again or stamp(folder) == seen:
                raise IndexDamaged(folder, str(error)) from error


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


def join(folder: Path, source: Path) -> None:
    """Give an index the stories of another that it does not hold itself. Nothing is analysed or written twice: tantivy never
    changes a segment's files, so those of `source` are linked, and what both hold is marked as deleted among the links.

    Readers see all of it at once or, killed in between, nothing of it. Raises what `read` does.
    """
    room = folder.with_name(f"{folder.name}.joined")
    lock = locked(folder, PATIENCE)
    try:
        held = numbers(folder)
        rmtree(room, ignore_errors=True)
        room.mkdir(mode=0o700)
        _link(source, room)
        if held:
            with Writer(room) as writer:
                writer.remove(held)
                writer.commit()
        for path in _segment_files(room):
            with suppress(FileExistsError):
                os.link(path, folder / path.name)
        mine, other = (json.loads((one / META).read_bytes()) for one in (folder, room))
        own = {segment["segment_id"] for segment in mine["segments"]}
        mine["segments"] += [segment for segment in other["segments"] if segment["segment_id"] not in own]
        mine["opstamp"] = max(mine["opstamp"], other["opstamp"])
        _manage(folder)
        write_atomically(folder / META, json.dumps(mine).encode())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(folder, f"cannot take in {source}: {error}") from error
    finally:
        rmtree(room, ignore_errors=True)
        os.close(lock)


def _link(source: Path, room: Path) -> None:
    """What the newest commit of `source` consists of, as an index of its own."""
    lock = locked(source, PATIENCE)
    try:
        check_version(source)
        for path in _segment_files(source):
            os.link(path, room / path.name)
        for name in (META, VERSION):
            shutil.copyfile(source / name, room / name)
    finally:
        os.close(lock)
    _manage(room)


def _segment_files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name not in OURS | {META} and not path.name.startswith(".")]


def _manage(folder: Path) -> None:
    """tantivy removes only files that its list names."""
    names = [META, *(path.name for path in _segment_files(folder))]
    write_atomically(folder / MANAGED, json.dumps(names).encode())


def rebuilding(folder: Path) -> bool:
    """Whether the index is being made anew."""
    return (folder / REBUILDING).exists()


def finish(folder: Path) -> None:
    """Everything is in."""
    (folder / REBUILDING).unlink(missing_ok=True)


def numbers(folder: Path) -> frozenset[int]:
    """The stories that the index holds, for those who check it. Raises what `read` does."""
    searcher = read(folder, whole=False).searcher
    _check_files(folder)
    found: set[int] = set()
    with faults(folder):
        every, total = tantivy.Query.all_query(), searcher.num_docs
        for offset in range(0, total, _AT_ONCE):
            hits = searcher.search(every, _AT_ONCE, count=False, offset=offset).hits
            values = searcher.fast_field_values("id", [address for _, address in hits])
            found.update(int(value) for value in values if value is not None)
    return frozenset(found)
