"""Locks between the bake's processes, which end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_held: set[int] = set()


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Holds the lock of a file in the block. False, if not `wait`: another process or thread holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        _held.add(handle)
        yield True
    except BlockingIOError:
        yield False
    finally:
        _held.discard(handle)
        os.close(handle)


def drop_inherited() -> None:
    """In a child right after the fork: the locks are its parent's."""
    for handle in _held:
        os.close(handle)
    _held.clear()
