"""Which processes work on a newsroom: locks on files in state/, released by the kernel when their process ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

DATABASE = "database.lock"
"""Shared by every verb that opens the database; exclusive for one that replaces it."""
SERVE = "serve.lock"
"""Exclusive: one `tamizdat serve` for a newsroom."""
PUBLIC = "public.lock"
"""Shared: several public processes may run, on ports of their own."""
DESK = "desk.lock"
"""Exclusive: the desk has one socket."""
WORKER = "worker.lock"
"""Shared by every worker."""
SENDER = "sender.lock"
"""Shared by every sender of letters."""

_open_files: list[int] = []
"""File descriptors, kept open until the process ends: closing one would release its lock."""


def hold(path: Path, *, alone: bool = False) -> bool:
    """Lock `path` until this process ends, shared or exclusively (`alone`). False when another process's lock forbids it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    except BaseException:
        os.close(descriptor)
        raise
    _open_files.append(descriptor)
    return True


def is_held(path: Path) -> bool:
    """Whether any process holds a lock on `path`."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
