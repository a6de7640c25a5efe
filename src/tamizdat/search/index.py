"""The folder of an index: one process writes it, any number read it, also where they may not write.

    with Writer(folder) as writer:
        writer.put(documents)
        writer.commit()          readers see it; what was not committed is lost, and nothing else

What was committed outlives kill -9 at any moment. Beside tantivy's files lie version.json, which says what analysis and
schema wrote them and names this making of the index, aliases.json and labels.json, which the worker writes and the
searcher reads, and "rebuilding" while not everything is in yet (rebuild.py). There is no version.json before the first
commit, so that nobody takes an index for whole that is only being made.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from types import TracebackType
from typing import Self

import tantivy

from tamizdat.kit.files import write_atomically
from tamizdat.search import fields
from tamizdat.search.documents import Document
from tamizdat.search.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOutdated, IndexRebuilding
from tamizdat.search.fingerprint import fingerprint

META, VERSION, LOCK, REBUILDING = "meta.json", "version.json", "writer.lock", "rebuilding"
OURS = frozenset({VERSION, LOCK, REBUILDING, "aliases.json", "labels.json"})
HEAP = 64 * 2**20
"""Bytes of documents that a writing thread gathers before it writes a segment."""
_AT_ONCE = 100
"""Stories that are put in together."""
TRIES = 20
POOLS, MOST_POOLS = -8, 2
"""glibc's M_ARENA_MAX, and its value."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The index as it stood at one commit; `stamp` tells one commit's from another's."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    stamp: tuple[int, int, int]


class Writer:
    """The one writer of an index. Raises IndexBusy when there is another that does not end within `patience` seconds,
    IndexOutdated or IndexDamaged when what is in the folder is of no use: then `anew=True` starts from nothing."""

    def __init__(self, folder: Path, *, anew: bool = False, threads: int = 1, patience: float = 0.0) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        _share_memory()
        self._lock = locked(folder, patience)
        try:
            if anew:
                wipe(folder)
            with faults(folder):
                self._index = self._opened()
                self._writer = self._index.writer(HEAP * threads, threads)
        except BaseException:
            os.close(self._lock)
            raise

    def put(self, documents: Iterable[Document]) -> None:
        """Add stories, each in place of the one with its number. Memory doesn't grow with their count."""
        waiting = iter(documents)
        while some := {one.id: fields.entry(one) for one in islice(waiting, _AT_ONCE)}:
            self.put_entries(some)

    def put_entries(self, entries: Mapping[int, tantivy.Document]) -> None:
        """Stories by number whose words were read before, which is most of the work: the writer need not be kept from
        others for it."""
        self.remove(entries)
        for entry in entries.values():
            self._writer.add_document(entry)

    def remove(self, numbers: Iterable[int]) -> None:
        """In one step: the writer keeps each step in memory until the commit or the next merge, a kilobyte a piece."""
        self._writer.delete_documents_by_query(tantivy.Query.term_set_query(self._index.schema, "id", list(numbers)))

    def stories(self) -> int:
        """How many the last commit holds."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def clear(self) -> None:
        """Remove every story. Readers keep the old ones until the commit: so an archive is read in anew."""
        self._writer.delete_all_documents()

    def commit(self) -> None:
        """Make all of it visible, at once and for good."""
        with faults(self.folder):
            self._writer.commit()
        if not (self.folder / VERSION).exists():
            write_version(self.folder)

    def close(self) -> None:
        """Let the merging of small segments end, and make room for another writer."""
        try:
            with faults(self.folder):
                self._writer.wait_merging_threads()
        finally:
            os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> tantivy.Index:
        if (self.folder / META).exists():
            check_version(self.folder)
            return tantivy.Index.open(str(self.folder))
        (self.folder / VERSION).unlink(missing_ok=True)
        return tantivy.Index(fields.schema(), str(self.folder))


@cache
def _share_memory() -> None:
    """Each writer has a dozen short-lived threads. Left alone, the system's allocator gives them pools of their own, which
    grow by what the last of them left: two fifths of what two writers take for 6,000 stories."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(POOLS, MOST_POOLS)


def write_version(folder: Path) -> None:
    about = {"version": fingerprint(), "build": secrets.token_hex(8)}
    write_atomically(folder / VERSION, json.dumps(about).encode())


def stamp(folder: Path) -> tuple[int, int, int]:
    """Changes with every commit. Raises IndexMissing."""
    try:
        stat = (folder / META).stat()
    except OSError:
        raise IndexMissing(folder) from None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def check_version(folder: Path) -> None:
    """Raise IndexOutdated unless this version of the room wrote the index."""
    try:
        written = json.loads((folder / VERSION).read_bytes())["version"]
    except (OSError, ValueError, KeyError, TypeError):
        written = ""
    if written != fingerprint():
        raise IndexOutdated(folder)


def read(folder: Path, *, whole: bool = True) -> Reading:
    """Open the index as it stands. Raises IndexMissing, IndexOutdated, IndexDamaged; IndexRebuilding unless it may be less
    than `whole`.

    tantivy locks the folder to read it, which a reader on a read-only disk cannot. So it is given a folder of links that
    holds still: it maps the files into memory, and then no name is needed any more.
    """
    if whole and (folder / REBUILDING).exists():
        raise IndexRebuilding(folder)
    for again in range(TRIES, -1, -1):
        seen = stamp(folder)
        check_version(folder)
        try:
            with _room_for_links() as links, faults(folder):
                _link(folder, links)
                index = tantivy.Index.open(str(links))
                index.config_reader("manual")
                return Reading(searcher=index.searcher(), schema=index.schema, stamp=seen)
        except IndexDamaged:
            # The writer may have dropped a merged segment between our two looks.
            if not again or stamp(folder) == seen:
                raise
    raise AssertionError


@contextmanager
def faults(folder: Path) -> Iterator[None]:
    """Turn what tantivy raises into IndexDamaged; its panics are no Exception."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexDamaged(folder, str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise IndexDamaged(folder, f"tantivy gave up: {error}") from error
        raise


@contextmanager
def _room_for_links() -> Iterator[Path]:
    """tantivy watches a folder that it opened and may put a lock into it while it is being removed."""
    links = Path(mkdtemp(prefix="tamizdat-search-"))
    try:
        yield links
    finally:
        for _ in range(TRIES):
            rmtree(links, ignore_errors=True)
            if not links.exists():
                break


def _link(folder: Path, links: Path) -> None:
    """Links to all of tantivy's files; what the newest commit holds is read first, so that nothing newer is missing."""
    meta = (folder / META).read_bytes()
    for name in os.listdir(folder):
        if name not in OURS and name != META and not name.startswith("."):
            os.symlink((folder / name).resolve(), links / name)
    (links / META).write_bytes(meta)


def locked(folder: Path, patience: float) -> int:
    """A handle that keeps other writers out until it is closed. Raises IndexBusy."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(handle)
                raise IndexBusy(folder) from None
            time.sleep(0.005)


def wipe(folder: Path) -> None:
    """Remove the index, what leads to it first; what the worker wrote beside it stays."""
    for name in (VERSION, META):
        (folder / name).unlink(missing_ok=True)
    for path in folder.iterdir():
        if path.name not in OURS and path.is_file():
            path.unlink()
