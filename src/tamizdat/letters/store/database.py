"""Opens the database, makes its tables when it is new, and turns the databases' errors into the room's own.

Statements are written once, with `?` for values, and run on both databases. Where the two differ, `Connection` has a
method. Connections are kept and used again, by one thread at a time.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tamizdat.letters.errors import LettersError
from tamizdat.letters.store.schema import VERSION, tables

BUSY_TIMEOUT = 20.0
"""Seconds to wait for another process's write."""
_LOCK = 0x1E77E25
"""The number of our advisory locks in a PostgreSQL database; others may use others there."""
_MOST_VALUES = 500
"""Of one IN (...): SQLite takes no unlimited number."""
_BLOCK = 2_000

Row = Any
"""A tuple of as many values as the statement has columns."""


class Connection:
    """A transaction in either database."""

    def __init__(self, raw: sqlite3.Connection | psycopg.Connection[Row]) -> None:
        self._raw = raw
        self.is_postgresql = isinstance(raw, psycopg.Connection)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement; none for one that gives none."""
        cursor = self._run(sql, values)
        return cursor.fetchall() if cursor.description else []

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        return next(iter(self.execute(sql, values)), None)

    def change(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement that writes; how many rows it changed."""
        return self._run(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of the rows of values."""
        cursor: Any = self._raw.cursor()
        cursor.executemany(self._text(sql), list(rows))

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows one by one, with a memory that does not grow with their number."""
        if not isinstance(self._raw, psycopg.Connection):
            yield from self._raw.execute(sql, values)
            return
        with self._raw.cursor(name="letters_rows") as cursor:
            cursor.itersize = _BLOCK
            cursor.execute(self._text(sql).encode(), values)
            yield from cursor

    def run_in(self, sql: str, values: Iterable[Any], before: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows of a statement with `IN ({})` after all other `?`, whose values are `before`; for any number of values."""
        remaining = list(values)
        for start in range(0, len(remaining), _MOST_VALUES):
            some = remaining[start : start + _MOST_VALUES]
            yield from self.execute(sql.format(marks(some)), [*before, *some])

    def serialise(self) -> None:
        """From here to the end of the transaction no other one that says so runs; on SQLite no other writes anyway."""
        if self.is_postgresql:
            self.execute("SELECT pg_advisory_xact_lock(?)", [_LOCK + 1])

    @property
    def skip_locked(self) -> str:
        """At the end of a SELECT: take rows that no other transaction is taking."""
        return "FOR UPDATE SKIP LOCKED" if self.is_postgresql else ""

    def _run(self, sql: str, values: Sequence[Any]) -> Any:
        cursor: Any = self._raw.cursor()
        cursor.execute(self._text(sql), values)
        return cursor

    def _text(self, sql: str) -> str:
        return sql.replace("%", "%%").replace("?", "%s") if self.is_postgresql else sql


def marks(values: Sequence[Any]) -> str:
    """`?, ?, ?` for as many values."""
    return ", ".join("?" * len(values))


class Store:
    """The letters database at `address`: the path of a file, or postgresql://… It is opened at the first use.

    Threads may share it; each transaction has a connection of its own. So may processes that were forked.
    """

    def __init__(self, address: str) -> None:
        self._is_postgresql = urlsplit(address).scheme in ("postgres", "postgresql")
        self.address, self._path = address, Path(address)
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection | psycopg.Connection[Row]] = []
        self._of_another_process: list[object] = []
        self._opened: tuple[int, ...] = ()

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[Connection]:
        """A transaction: all of it or nothing. Raises LettersError.

        Without `durable` a kill of this process still loses nothing, but a power cut may lose the last commits.
        """
        with self._connection() as raw:
            db = Connection(raw)
            if db.is_postgresql:
                raw.execute("BEGIN")
                if not durable:
                    raw.execute("SET LOCAL synchronous_commit = off")
            else:
                raw.execute("PRAGMA synchronous=FULL" if durable else "PRAGMA synchronous=NORMAL")
                raw.execute("BEGIN IMMEDIATE")
            with _commit_or_roll_back(raw):
                yield db

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent read of one moment. Raises LettersError."""
        with self._connection() as raw:
            raw.execute(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if isinstance(raw, psycopg.Connection) else "BEGIN"
            )
            with _commit_or_roll_back(raw):
                yield Connection(raw)

    def close(self) -> None:
        """Close the connections that nobody uses; the store may be used again."""
        with self._lock:
            idle, self._idle = self._idle, []
        for raw in idle:
            raw.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection | psycopg.Connection[Row]]:
        with self._letters_errors():
            raw = self._idle_connection() or self._open()
            try:
                yield raw
            except (sqlite3.Error, psycopg.Error):
                with suppress(sqlite3.Error, psycopg.Error):
                    raw.close()  # it may be what is broken
                raise
            except BaseException:
                self._put_back(raw)
                raise
            self._put_back(raw)

    def _idle_connection(self) -> sqlite3.Connection | psycopg.Connection[Row] | None:
        with self._lock:
            if self._identity() != self._opened:
                # The process that this one was forked from uses them: they must not be closed here.
                self._of_another_process += self._idle
                self._idle = []
            while self._idle:
                raw = self._idle.pop()
                if not isinstance(raw, psycopg.Connection):
                    return raw
                try:
                    raw.execute("SELECT 1")  # the server may have been started anew meanwhile
                except psycopg.Error:
                    raw.close()
                    continue
                return raw
        return None

    def _put_back(self, raw: sqlite3.Connection | psycopg.Connection[Row]) -> None:
        with self._lock:
            if not (isinstance(raw, psycopg.Connection) and raw.closed):
                self._idle.append(raw)

    def _identity(self) -> tuple[int, ...]:
        """Changes after a fork, and when another file was put in the place of SQLite's."""
        if self._is_postgresql:
            return (os.getpid(),)
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return ()
        return (os.getpid(), stat.st_dev, stat.st_ino)

    def _open(self) -> sqlite3.Connection | psycopg.Connection[Row]:
        raw = self._open_postgresql() if self._is_postgresql else self._open_sqlite()
        with self._lock:
            identity = self._identity()
            if identity != self._opened:
                self._create_tables(raw)
                self._opened = identity
        return raw

    def _open_sqlite(self) -> sqlite3.Connection:
        try:
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            pass
        except OSError as error:
            raise LettersError(
                f"{self._path} cannot be made: {error.strerror}. Look at the disk and the rights there."
            ) from error
        raw = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_TIMEOUT,
            isolation_level=None,
            check_same_thread=False,
        )
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA secure_delete=ON")  # an address that is erased is overwritten
        raw.execute("PRAGMA cache_size=-32000")
        return raw

    def _open_postgresql(self) -> psycopg.Connection[Row]:
        return psycopg.connect(self.address, autocommit=True, application_name="tamizdat letters")

    def _create_tables(self, raw: sqlite3.Connection | psycopg.Connection[Row]) -> None:
        db = Connection(raw)
        raw.execute("BEGIN" if db.is_postgresql else "BEGIN IMMEDIATE")
        with _commit_or_roll_back(raw):
            if db.is_postgresql:
                db.execute("SELECT pg_advisory_xact_lock(?)", [_LOCK])
            version = _version(db)
            if version > VERSION:
                raise LettersError(
                    f"{self._name()} was written by a newer Tamizdat. Upgrade this one, or put back an older backup."
                )
            if version < 1:
                for statement in tables(db.is_postgresql):
                    db.execute(statement)
                db.execute("INSERT INTO letters_value (name, value) VALUES ('schema', ?)", [str(VERSION)])

    def _name(self) -> str:
        """For messages: without the password that an address may hold."""
        return "The letters database" if self._is_postgresql else str(self._path)

    @contextmanager
    def _letters_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # SQLite's own messages speak of files, locks and names of columns, never of values.
            raise LettersError(
                f"{self._name()} cannot be used: {error}. Look at the disk and the rights of that file."
            ) from error
        except psycopg.Error as error:
            # PostgreSQL's first line names no value; the lines after it may.
            first = str(error).partition("\n")[0]
            raise LettersError(f"{self._name()} cannot be used: {first}. See that PostgreSQL runs.") from error


def _version(db: Connection) -> int:
    """0 while there are no tables."""
    if db.is_postgresql:
        row = db.one("SELECT to_regclass('letters_value')")
    else:
        row = db.one("SELECT max(name) FROM sqlite_master WHERE name = 'letters_value'")
    if row is None or row[0] is None:
        return 0
    version = db.one("SELECT value FROM letters_value WHERE name = 'schema'")
    return int(version[0]) if version else 0


@contextmanager
def _commit_or_roll_back(raw: sqlite3.Connection | psycopg.Connection[Row]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error, psycopg.Error):
            raw.execute("ROLLBACK")
        raise
    raw.execute("COMMIT")
