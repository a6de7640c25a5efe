"""The visitors that were counted today, so that a reload is not a second read.

Each is a hash of eight bytes, made with a secret random salt. The hashes are in memory that the processes of
the door share, never in a file; at midnight salt and hashes are overwritten, and with them the only thing that could
tell that someone read something.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

_HEAD = struct.Struct("<Q32s")  # the day, the salt
WAYS = 8
BUCKETS = 65_536
"""Half a million reads are remembered, in 4 MiB; of more on one day, the oldest are forgotten first."""


class DailyVisitors:
    """Create it before processes are forked: they share its memory."""

    def __init__(self, buckets: int = BUCKETS) -> None:
        self._buckets = buckets
        self._bytes = _HEAD.size + buckets * WAYS * 8
        self._memory = mmap.mmap(-1, self._bytes)
        self._lock = tempfile.TemporaryFile()  # noqa: SIM115 - for locking only; it stays empty and open

    def is_new(self, day: date, *identity: bytes) -> bool:
        """Whether `identity` (address, agent, page) is seen for the first time on this day; from now on it is not."""
        with self._locked():
            self._start_day(day)
            _, salt = _HEAD.unpack_from(self._memory)
            digest = hashlib.blake2b(b"\0".join(identity), key=salt, digest_size=16).digest()
            mark = digest[:8]
            start = _HEAD.size + int.from_bytes(digest[8:], "little") % self._buckets * WAYS * 8
            bucket = self._memory[start : start + WAYS * 8]
            marks = [bucket[at : at + 8] for at in range(0, len(bucket), 8)]
            if mark in marks:
                return False
            self._memory[start : start + WAYS * 8] = mark + bucket[:-8]
            return True

    def start_day(self, day: date) -> None:
        """Forget what was seen on any other day."""
        with self._locked():
            self._start_day(day)

    def _start_day(self, day: date) -> None:
        known, _ = _HEAD.unpack_from(self._memory)
        if known != day.toordinal():
            self._memory[:] = bytes(self._bytes)
            _HEAD.pack_into(self._memory, 0, day.toordinal(), os.urandom(32))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Against the other processes. The system lets go of the lock of one that dies."""
        fcntl.lockf(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._lock, fcntl.LOCK_UN)
