"""Copy a newsroom's databases while they are in use, and put the copies back.

SQLite's copies are plain databases, compressed with gzip; PostgreSQL's are in pg_dump's custom format, which is
compressed already.
No Django here: going back must work when this program could not even open the database.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
from psycopg import conninfo, errors

from tamizdat.config.newsroom import Newsroom
from tamizdat.operations import counts
from tamizdat.operations.errors import OperationError

COMPRESSED = ".gz"
DUMP, LETTERS_DUMP = "newsroom.pgdump", "letters.pgdump"
LETTERS_TABLES = "letters_*"
"""Their tables alone: that PostgreSQL database may hold others, which are not ours."""
_BLOCK = 1024 * 1024
# Tables that the copy does not know, too: a newer program may have made them.
_DROP = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE '{}' LOOP
    EXECUTE format('DROP TABLE %I CASCADE', name);
  END LOOP;
END $$"""


def require(newsroom: Newsroom) -> None:
    """Raise OperationError when SQLite's file is gone. Opening it would put a new and empty one in its place."""
    if newsroom.database or (newsroom.sqlite.exists() and newsroom.sqlite.stat().st_size):
        return
    raise OperationError(
        f"{newsroom.sqlite} is missing or empty: that is the newsroom's database. Put it back, or bring the last backup "
        "into a new folder: tamizdat restore FILE DIR."
    )


class CopyHoldsLess(OperationError):
    """A copy of the database holds fewer rows than the database did."""


def count(newsroom: Newsroom) -> counts.Counts:
    """The stories and users of the newsroom's database, and the subscribers in that of letters."""
    found: counts.Counts = {}
    for address, path, tables in (
        (newsroom.database, newsroom.sqlite, counts.DESK),
        (newsroom.letters_database, Path(newsroom.letters), counts.LETTERS),
    ):
        found |= counts.of_postgresql(address, tables) if address else counts.of_sqlite(path, tables)
    return found


def snapshot(newsroom: Newsroom, folder: Path) -> tuple[list[Path], counts.Counts]:
    """Copy every database as it is at one moment into `folder`: the copies, and how much those of the desk and of letters hold.
    Raises CopyHoldsLess when that is less than what is in the database."""
    before = count(newsroom)
    held: counts.Counts = {}
    copies = []
    for path in sorted(newsroom.folder.glob("*.sqlite3")):
        if _in_use(newsroom, path):
            plain = _copy(path, folder)
            if tables := {newsroom.sqlite: counts.DESK, Path(newsroom.letters): counts.LETTERS}.get(path):
                held |= counts.of_sqlite(plain, tables)
            copies.append(_compress(plain))
    if newsroom.database:
        copies.append(_dump(newsroom.database, folder / DUMP))
        held |= counts.of_dump(folder / DUMP, counts.DESK)
    if newsroom.letters_database and newsroom.letters_database == newsroom.database:
        held |= counts.of_dump(folder / DUMP, counts.LETTERS)
    elif newsroom.letters_database and has_tables(newsroom.letters_database, LETTERS_TABLES):
        copies.append(_dump(newsroom.letters_database, folder / LETTERS_DUMP, f"--table={LETTERS_TABLES}"))
        held |= counts.of_dump(folder / LETTERS_DUMP, counts.LETTERS)
    for kind, number in before.items():
        if held.get(kind, 0) < number:
            raise CopyHoldsLess(
                f"The copy of the database holds {held.get(kind, 0):,} {kind}, and the database {number:,}. No backup was "
                "made. Run `tamizdat status`; if it shows what you expect, report this."
            )
    return copies, held


def _in_use(newsroom: Newsroom, path: Path) -> bool:
    """Whether the newsroom uses this file: with PostgreSQL it does not use newsroom.sqlite3 or letters.sqlite3."""
    unused = {"newsroom.sqlite3": newsroom.database, "letters.sqlite3": newsroom.letters_database}
    return not unused.get(path.name)


def _copy(database: Path, folder: Path) -> Path:
    plain = folder / database.name
    with (
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as source,
        closing(sqlite3.connect(plain)) as target,
    ):
        target.execute("PRAGMA synchronous=OFF")
        source.backup(target)  # in one step: the copy is of one moment, and writers need not wait
        target.execute("PRAGMA journal_mode=DELETE")
        if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise OperationError(f"{database} is damaged, so no backup was made of it. Restore the last good one.")
    return plain


def _compress(plain: Path) -> Path:
    compressed = plain.with_name(plain.name + COMPRESSED)
    with plain.open("rb") as source_file, gzip.open(compressed, "wb", compresslevel=3) as target_file:
        shutil.copyfileobj(source_file, target_file, _BLOCK)
    plain.unlink()
    return compressed


def _dump(url: str, target: Path, *options: str) -> Path:
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", *options], url)
    return target


def put_back(newsroom: Newsroom, copies: Path) -> None:
    """Replace the newsroom's databases by those in the folder `copies`. No other process may use them meanwhile."""
    dump = copies / DUMP
    if dump.exists() != bool(newsroom.database):
        holds, wants = ("PostgreSQL", "SQLite") if dump.exists() else ("SQLite", "PostgreSQL")
        raise OperationError(
            f"The backup holds a {holds} database, but the newsroom is set to {wants}. Set TAMIZDAT_DATABASE_URL "
            f"{'to an empty database' if dump.exists() else 'to nothing'} and try again."
        )
    letters_dump, letters_file = copies / LETTERS_DUMP, copies / f"letters.sqlite3{COMPRESSED}"
    if (letters_file if newsroom.letters_database else letters_dump).exists():
        raise OperationError(
            "The backup holds subscribers in another kind of database than the newsroom is set to. Set "
            f"TAMIZDAT_LETTERS_DATABASE {'to nothing' if newsroom.letters_database else 'to an empty database'} and try again."
        )
    for copy in sorted(copies.glob(f"*.sqlite3{COMPRESSED}")):
        target = newsroom.folder / copy.name.removesuffix(COMPRESSED)
        temporary = target.with_name(f".{target.name}.new")
        try:
            with gzip.open(copy, "rb") as source, os.fdopen(_create(temporary), "wb") as file:
                shutil.copyfileobj(source, file, _BLOCK)
                os.fsync(file.fileno())
            for suffix in ("-wal", "-shm"):  # journals of the replaced database: they would damage the new one
                target.with_name(target.name + suffix).unlink(missing_ok=True)
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    if dump.exists():
        _load(dump, newsroom.database, "%")
    if letters_dump.exists():
        _load(letters_dump, newsroom.letters_database, _like(LETTERS_TABLES))


def _load(dump: Path, url: str, tables: str) -> None:
    """Put the tables of a dump in the place of those whose names are LIKE `tables`."""
    script = dump.with_suffix(".sql")
    _run(["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", f"--file={script}", str(dump)])
    drop = _DROP.format(tables)
    _run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-1", "-c", drop, "-f", str(script)], url)


def _like(pattern: str) -> str:
    return pattern.replace("_", r"\_").replace("*", "%")


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def has_tables(url: str, pattern: str = "*") -> bool:
    """Whether a PostgreSQL database holds tables with such names."""
    query = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE %s"
    with closing(psycopg.connect(url)) as connection:
        row = connection.execute(query, [_like(pattern)]).fetchone()
    return bool(row and row[0])


def _run(command: list[str], url: str = "") -> None:
    """Run one of PostgreSQL's programs. The address goes through the environment, where `ps` does not show a password."""
    try:
        parts = conninfo.conninfo_to_dict(url)
    except errors.ProgrammingError as error:
        raise OperationError(f"database: {error}. Write postgresql://user:password@host:5432/name.") from None
    names = {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE"}
    variables = {names.get(key, f"PG{key.upper()}"): str(value) for key, value in parts.items()}
    try:
        done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True)
    except FileNotFoundError:
        raise OperationError(
            f"{command[0]} is not installed, and backups of PostgreSQL need it. Run: apt-get install postgresql-client"
        ) from None
    if done.returncode:
        message = " ".join(done.stderr.split())[-400:]
        raise OperationError(
            f"{command[0]} failed: {message}. Check that PostgreSQL runs, and its version against ours."
        )
