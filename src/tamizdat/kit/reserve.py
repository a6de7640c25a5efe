"""Room on a disk that is kept for the one write that cannot wait until somebody frees space: a file that is given up for it."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

NAME = "reserve"
SIZE = 2 * 1024 * 1024
"""Bytes: a write to the database, a few pages, and an entry of the search take some hundred kilobytes."""
LEAST_FREE = 2 * SIZE
"""Bytes that must be free besides, before the file is made: on a disk that is nearly full others need them more."""


def keep(folder: Path) -> None:
    """Make the file, if there is none and there is room. Cheap while there is one. Never raises OSError."""
    path = folder / NAME
    with suppress(OSError):
        if path.exists():
            return
        room = os.statvfs(folder)
        if room.f_bavail * room.f_frsize < SIZE + LEAST_FREE:
            return
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, SIZE)
        finally:
            os.close(descriptor)


def release(folder: Path) -> bool:
    """Give the room up. Whether there was any."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    return True


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or what it was raised from, says that a disk is full: the system's, SQLite's or PostgreSQL's."""
    while error is not None:
        said = str(error)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "database or disk is full" in said or "could not extend file" in said or "No space left on device" in said:
            return True
        error = error.__cause__ or error.__context__
    return False
