"""Whose a newsroom's folder is. Loads no driver of a database: the supervisor asks, too."""

from __future__ import annotations

import os
import pwd
import shlex
from pathlib import Path

from tamizdat.operations.errors import OperationError


def refuse_foreign_root(folder: Path) -> None:
    """Refuse to work as root on a newsroom that belongs to another account: what root makes in it, that account, and so the
    running newsroom, could not write."""
    owner = folder.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = f"#{owner}"
        raise OperationError(
            f"{folder} belongs to {name}, and this is root, whose files {name} could not write. "
            f"Run the same command as that account: sudo -u {shlex.quote(name)} tamizdat …"
        )
