"""Who is at work on a newsroom: locks on files in state/, dropped by the kernel when their process ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

_held: list[int] = []
"""Kept open until the process ends: closing the file would drop the lock."""


def hold(path: Path, *, alone: bool = False) -> bool:
    """Hold `path` until this process ends, shared or `alone`. False when another process stands against it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    except BaseException:
        os.close(handle)
        raise
    _held.append(handle)
    return True


def is_held(path: Path) -> bool:
    """Whether any process holds `path`."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
