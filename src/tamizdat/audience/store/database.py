"""Opens the file, makes its tables when it is new, and turns SQLite's errors into the room's own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tamizdat.audience.errors import AudienceError

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another process's write."""
VERSION = 1
_TABLES = """
CREATE TABLE counted (
    day TEXT NOT NULL,      -- 2026-11-24, in the newsroom's time zone
    kind TEXT NOT NULL,     -- read or republish
    path TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (day, kind, path)
) WITHOUT ROWID;
CREATE TABLE missed (
    day TEXT NOT NULL,
    language TEXT NOT NULL, -- '': of any
    query TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (day, language, query)
) WITHOUT ROWID;
CREATE INDEX counted_path ON counted (path, day);
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received TEXT NOT NULL, -- to the hour, 2026-11-24T09:00+00:00
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    text TEXT NOT NULL,
    is_read INTEGER NOT NULL DEFAULT 0
);
"""


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction: all of it or nothing. The file is made when it is missing. Raises AudienceError."""
    with _audience_errors(path):
        _create_file(path)
        with closing(_connect(path)) as db:
            db.execute("BEGIN IMMEDIATE")
            with _commit_or_roll_back(db):
                _create_tables(db, path)
                yield db


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """A consistent read of the store, or None while nothing was ever written. Raises AudienceError."""
    if not path.exists():
        yield None
        return
    with _audience_errors(path), closing(_connect(path)) as db:
        db.execute("BEGIN")
        with _commit_or_roll_back(db):
            yield db if _version(db, path) else None


def _connect(path: Path) -> sqlite3.Connection:
    # Readers open it for writing too: only then can SQLite recover the journal of a killed process.
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_TIMEOUT, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA secure_delete=ON")  # a message that is deleted is overwritten
    return db


def _create_file(path: Path) -> None:
    """Create it with mode 600; SQLite gives its journals the same mode."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


@contextmanager
def _commit_or_roll_back(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _version(db: sqlite3.Connection, path: Path) -> int:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise AudienceError(f"{path} was written by a newer Tamizdat. Upgrade this one, or put back an older backup.")
    return version


def _create_tables(db: sqlite3.Connection, path: Path) -> None:
    if _version(db, path) < 1:
        for statement in _TABLES.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version={VERSION}")


@contextmanager
def _audience_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # SQLite's own messages speak of files and locks, never of values.
        raise AudienceError(f"{path} cannot be used: {error}. Look at the disk and the rights of that file.") from error
    except OSError as error:
        raise AudienceError(
            f"{path} cannot be used: {error.strerror}. Look at the disk and the rights there."
        ) from error
