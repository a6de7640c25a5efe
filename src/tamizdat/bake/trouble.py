"""What keeps the bake from its work, in one line: what, where, what to do next."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from tamizdat.bake.fingerprint import Outdated
from tamizdat.bake.tree import TreeError

LEAST_ROOM = 256 * 1024
"""Bytes below which a disk counts as full: a page, its sidecar and a database's own files would not fit."""
FULL = frozenset([errno.ENOSPC, errno.EDQUOT])


def in_words(error: BaseException) -> str:
    """One line for the log, `tamizdat status` and the desk."""
    said = " ".join(str(error).split())
    if isinstance(error, TreeError | Outdated):
        return said
    if getattr(error, "errno", None) in FULL or "disk is full" in said or "No space left" in said:
        return f"The disk is full: {said}. Free space on it; nothing is lost, the bake goes on by itself then."
    if isinstance(error, OSError):
        return f"{said}. Nothing is lost; the bake tries again by itself."
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in said or "not a database" in said):
        return (
            f"state/graph.sqlite3 is damaged: {said}. The worker, or `tamizdat bake`, makes it anew without a backup."
        )
    if isinstance(error, sqlite3.Error):
        return f"state/graph.sqlite3 cannot be used: {said}. Nothing is lost; the bake tries again by itself."
    return f"The database does not answer: {said}. Nothing is lost; the bake tries again by itself."


def unrecorded(state: Path) -> str:
    """Why the worker may have been unable even to write down its trouble in `state`; empty when it was able."""
    try:
        room = os.statvfs(state)
    except OSError as error:
        return in_words(error)
    if room.f_flag & os.ST_RDONLY:
        return f"{state} is on a disk that is mounted read-only. Mount it writable; nothing is lost, the bake goes on then."
    free = (room.f_bfree if os.geteuid() == 0 else room.f_bavail) * room.f_frsize
    if free < LEAST_ROOM:
        return (
            f"The disk of {state} is full ({free // 1024} KB are left). Free space on it; nothing is lost, "
            "the bake goes on by itself then."
        )
    return ""
