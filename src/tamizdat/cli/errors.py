"""One line for any error, for the person at the terminal: what, where, what to do next.

Exceptions of Tamizdat's own rooms have such a message already. Those of the database, the system and the libraries are
explained here.
"""

from __future__ import annotations

import errno
import os
import re

NO_SPACE = (
    "Make room there (`df -h` shows how much is left), then run the same command again; what was there is unharmed."
)

_SYSTEM_ERRORS = {
    errno.EADDRINUSE: "The address is already in use. Stop what listens there, or choose another with --port.",
    errno.EADDRNOTAVAIL: "This machine does not have that address. Change `host` in newsroom.toml.",
    errno.ENOSPC: f"The disk is full. {NO_SPACE}",
    errno.EDQUOT: f"The disk quota is used up. {NO_SPACE}",
    errno.EROFS: "That place can only be read, not written. Mount it writable, or choose another folder.",
    errno.EACCES: "Not allowed. Run as the account that owns the newsroom's folder, or change who owns it (chown).",
    errno.EPERM: "Not allowed. Run as the account that owns the newsroom's folder, or change who owns it (chown).",
    errno.ENOENT: "There is no such file or folder. Check the path.",
    errno.ENOTDIR: "A part of that path is a file, not a folder. Check the path.",
    errno.EISDIR: "That is a folder, not a file. Check the path.",
    errno.EMFILE: "Too many files are open. Raise the limit (ulimit -n), then try again.",
    errno.EIO: "The disk reports an error. Check the disk, and that a recent backup exists, before anything else.",
}

# Patterns of the databases' messages (SQLite, then PostgreSQL), and what they mean to whoever runs the newsroom.
_DATABASE_ERRORS = (
    (r"database is locked|database table is locked", "The database is busy: something else has been writing to it for a"
     " long time. Wait for it to end (`tamizdat status` shows what runs), then try again."),
    (r"database or disk is full|could not extend file|No space left", f"The disk is full. {NO_SPACE}"),
    (r"readonly database|read-only transaction", "The database can only be read, not written. Check who owns it and its"
     " folder, and that the disk is not mounted read-only."),
    (r"unable to open database file", "The database cannot be opened. Check that its folder exists, can be written by"
     " this account, and that the disk is not full or read-only."),
    (r"not a database|malformed|disk I/O error", "The database file is damaged, or its disk is. Restore the last backup"
     " into a new folder: tamizdat restore FILE DIR."),
    (r"no such (table|column)|relation .* does not exist|column .* does not exist", "The database does not fit this"
     " version of Tamizdat. Run: tamizdat upgrade."),
    (r"password authentication failed|no password supplied|role .* does not exist", "PostgreSQL does not accept the"
     " account. Check `database` in newsroom.toml, or TAMIZDAT_DATABASE_URL."),
    (r"database .* does not exist", "PostgreSQL has no such database. Make it (createdb NAME), or check `database` in"
     " newsroom.toml or TAMIZDAT_DATABASE_URL."),
    (r"connection|could not connect|could not translate host|failed to resolve", "PostgreSQL does not answer. Start it,"
     " or check `database` in newsroom.toml or TAMIZDAT_DATABASE_URL."),
)  # fmt: skip


class CommandError(Exception):
    """A verb cannot do what was asked for. The message says why and what to do next."""


def explain(error: BaseException) -> str:
    """The line for an exception; line breaks in its message become spaces."""
    return " ".join(_explain(error).split())


def _explain(error: BaseException) -> str:
    if any(kind.__module__.partition(".")[0] == "tamizdat" for kind in type(error).__mro__):
        return str(error)
    message = " ".join(str(error).split())
    if _is_database_error(error):
        for pattern, meaning in _DATABASE_ERRORS:
            if re.search(pattern, message, re.IGNORECASE):
                return f"{meaning} (The database said: {message})"
        return f"The database refused: {message}. Run again with --debug to see where."
    if isinstance(error, OSError):
        return _explain_system_error(error)
    if isinstance(error, MemoryError):
        return "The memory of this machine did not suffice. Close other programs, or use fewer --processes."
    return (
        f"Something unexpected: {type(error).__name__}{': ' if message else ''}{message[:300]}. "
        "Run the same command again with --debug and report what it prints."
    )


def _is_database_error(error: BaseException) -> bool:
    """Whether it is one of sqlite3, of psycopg, or Django's wrapper of one; found without importing any of these."""
    return any(
        kind.__name__ == "DatabaseError" and kind.__module__.split(".")[0] in ("sqlite3", "psycopg", "django")
        for kind in type(error).__mro__
    )


def _explain_system_error(error: OSError) -> str:
    where = ", ".join(os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes))
    meaning = _SYSTEM_ERRORS.get(error.errno or 0)
    if meaning is None:
        meaning = f"{error.strerror or error}. Run the same command again with --debug to see where."
    return f"{where}: {meaning}" if where else meaning
