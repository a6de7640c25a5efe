"""Opens files of the edition, and only those.

Every part of a path is opened below the one before it, following no link, so neither a link nor a swap at the wrong
moment leads out of public/. Public/ itself may be a link: that is how some set-ups change editions.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | getattr(os, "O_NOCTTY", 0)
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENXIO, errno.EINVAL})

# (mtime_ns, size, inode): changes when the bytes change, since files are replaced by rename.
Identity = tuple[int, int, int]


def identity(status: os.stat_result) -> Identity:
    return (status.st_mtime_ns, status.st_size, status.st_ino)


class Missing(Exception):
    """No regular file of the edition has this name."""


@dataclass(slots=True)
class OpenFile:
    """Whoever holds it closes it."""

    descriptor: int
    identity: Identity

    @property
    def size(self) -> int:
        return self.identity[1]

    def read(self, count: int, offset: int = 0) -> bytes:
        return os.pread(self.descriptor, count, offset)

    def close(self) -> None:
        os.close(self.descriptor)


class Tree:
    def __init__(self, public: Path) -> None:
        self.root = os.path.abspath(public)
        self._prefix = self.root + "/"

    def identity_of(self, file: str) -> Identity | None:
        """The identity of the file that has this name now; None where there is none. One system call, which follows links: to
        compare with a file that was opened before, never to decide whether a file may be sent."""
        try:
            return identity(os.stat(self._prefix + file))
        except (OSError, ValueError):
            return None

    def exists(self) -> bool:
        return os.path.isdir(self.root)

    def is_directory(self, file: str) -> bool:
        return os.path.isdir(self._prefix + file)

    def open(self, file: str) -> OpenFile:
        """Raises Missing, or OSError where the file is there and cannot be read."""
        *folders, name = file.split("/")
        try:
            directory = os.open(self.root, _DIRECTORY)
            try:
                for folder in folders:
                    inner = os.open(folder, _DIRECTORY | os.O_NOFOLLOW, dir_fd=directory)
                    os.close(directory)
                    directory = inner
                descriptor = os.open(name, _FILE, dir_fd=directory)
            finally:
                os.close(directory)
        except OSError as error:
            if error.errno in _ABSENT:
                raise Missing(file) from None
            raise
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise Missing(file)
        return OpenFile(descriptor, identity(status))
