"""The Unix socket on which the desk listens, in state/."""

from __future__ import annotations

import os
from pathlib import Path

from tamizdat.operations.errors import OperationError

LONGEST_PATH = 107
"""Bytes that Linux takes in the address of a socket."""


def require_short_path(socket: Path) -> None:
    """Raise OperationError when the system could not listen at this path."""
    if len(os.fsencode(socket)) > LONGEST_PATH:
        raise OperationError(
            f"{socket} is too long a path for the desk's socket: the system takes {LONGEST_PATH} bytes. Move the newsroom "
            "to a folder with a shorter path; moving it harms nothing."
        )
