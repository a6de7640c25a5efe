"""The file in which the bake keeps what it knows: state/graph.sqlite3, and the names of the processes that write to it."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.utils import timezone

from tamizdat.bake import locks

logger = logging.getLogger(__name__)

VERSION = 4
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE target (id INTEGER PRIMARY KEY, name TEXT NOT NULL, keys BLOB NOT NULL, scope INTEGER NOT NULL,
                     generation INTEGER NOT NULL);
CREATE INDEX target_scope ON target (scope);
CREATE TABLE value (id INTEGER PRIMARY KEY, name TEXT NOT NULL, keys BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE file (path TEXT NOT NULL, target INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (path, target)) WITHOUT ROWID;
CREATE INDEX file_target ON file (target);
CREATE TABLE dependency (key INTEGER NOT NULL, target INTEGER NOT NULL, PRIMARY KEY (key, target)) WITHOUT ROWID;
CREATE TABLE scope (key INTEGER NOT NULL, scope INTEGER NOT NULL, PRIMARY KEY (key, scope)) WITHOUT ROWID;
CREATE TABLE stale (target INTEGER PRIMARY KEY, name TEXT NOT NULL, urgency INTEGER NOT NULL, phase INTEGER NOT NULL,
                    forced INTEGER NOT NULL, version INTEGER NOT NULL, owner TEXT, since REAL NOT NULL);
CREATE INDEX stale_order ON stale (urgency, phase, since);
CREATE INDEX stale_owner ON stale (owner) WHERE owner IS NOT NULL;
CREATE TABLE refused (path TEXT NOT NULL, target INTEGER NOT NULL, name TEXT NOT NULL, phase INTEGER NOT NULL,
                      PRIMARY KEY (path, target)) WITHOUT ROWID;
CREATE INDEX refused_target ON refused (target);
CREATE TABLE removal (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE failure (target INTEGER PRIMARY KEY, name TEXT NOT NULL, page TEXT NOT NULL, why TEXT NOT NULL, since REAL NOT NULL);
"""
SEVERAL = "(SELECT value FROM json_each(?))"
"""What a list of numbers becomes in a statement; `several` makes the parameter."""


def several(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


def number(name: str) -> int:
    """A key's or target's 64-bit number: a hash, so that processes need not agree on one first.

    A name that ends in a number (`article:17`) gives 40 bits of hash and 24 of that number: stories that are baked
    together then lie together in the tables, which saves a third of a full bake's time.
    """
    head, _, tail = name.rpartition(":")
    if head and len(tail) < 8 and tail.isdecimal() and tail.isascii():
        return (_hash(head) & ~0xFFFFFF) | int(tail)
    return _hash(name)


@lru_cache(maxsize=4096)
def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


ENDED = (b"Z", b"X", b"x")
"""States of a process in which it runs no more (proc(5))."""


def process_mark(pid: int) -> str:
    """Names a process for good: its number and when it started, so that a number used again is not mistaken for it. One that
    has ended and that its parent has not noticed yet (a zombie) is gone too."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rsplit(b")", 1)[1].split()
        return f"{pid}:gone" if fields[0] in ENDED else f"{pid}:{fields[19].decode()}"
    except (OSError, IndexError):
        return f"{pid}:gone"


def runs(mark: str) -> bool:
    """Whether the process that `mark` names still runs (on this machine)."""
    return process_mark(int(mark.split(":")[0])) == mark


def this_boot() -> str:
    """Names this run of the machine: what was written since lies safe in its memory, if not on its disk."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"


def clock() -> float:
    """Seconds since the epoch, by the clock that all of the newsroom goes by."""
    return timezone.now().timestamp()


class GraphReplaced(sqlite3.DatabaseError):
    """The file was removed or made anew since it was opened; open it again."""


def is_damage(error: BaseException) -> bool:
    """Whether an error of SQLite says that the file does not hold what SQLite wrote."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def remove_damaged(path: Path) -> None:
    """Remove the file, unless another process has done so already and made it anew."""
    with locks.exclusive(path.with_name("graph.lock")):
        try:
            with closing(sqlite3.connect(path, timeout=30)) as db:
                if db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
                    return
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
        for suffix in ("-wal", "-shm", ""):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    logger.warning("%s was damaged and is made anew: everything is baked again. No backup is needed.", path)


class Store:
    """One connection to the file: its tables, transactions, and settings by name. A file that cannot be read any more is made
    anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.process = process_mark(os.getpid())
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            remove_damaged(path)
            self._open()

    def _open(self) -> None:
        self.db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute("PRAGMA cache_size=-48000")
        self.db.execute("PRAGMA wal_autocheckpoint=8000")
        self._file = os.stat(self.path).st_ino
        with self.writing():
            if self.db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                for kind, name in self.db.execute(
                    "SELECT type, name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                ).fetchall():
                    self.db.execute(f"DROP {kind} {name}")
                for statement in SCHEMA.split(";"):
                    self.db.execute(statement)
                self.db.execute(f"PRAGMA user_version={VERSION}")

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction. No other process writes meanwhile. Raises GraphReplaced."""
        self._check_file()
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def forget_deleted(self) -> None:
        """Leave nothing of deleted rows in the file and its journal: their paths may name somebody."""
        self.db.execute("VACUUM")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> None:
        """Read all of the file. Raises sqlite3.DatabaseError, of which `is_damage` is true, when it is damaged."""
        said = self.db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            error = sqlite3.DatabaseError(said)
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error

    def _check_file(self) -> None:
        try:
            found = os.stat(self.path).st_ino
        except FileNotFoundError:
            found = 0
        if found != self._file:
            raise GraphReplaced(f"{self.path} was removed or made anew")

    def get(self, name: str, default: str = "") -> str:
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set(self, **values: str) -> None:
        with self.writing():
            self.db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    @property
    def epoch(self) -> int:
        """Grows whenever something was touched: what was read from the database in another epoch is void."""
        return int(self.get("epoch", "0"))

    def next_epoch(self) -> None:
        """Within a transaction."""
        self.db.execute(
            "INSERT INTO meta VALUES ('epoch', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )
