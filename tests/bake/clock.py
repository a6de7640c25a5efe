"""A clock that a test can set, for processes of its own: `python -m tests.bake.clock FILE ARGUMENTS...` runs tamizdat
with its clock ahead by the seconds that stand in FILE.

All of Tamizdat and Wagtail take the time from `django.utils.timezone.now`, so that is the one place to shift.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

real = timezone.now


def shift(file: Path) -> None:
    """Let this process's clock be ahead by what `file` says, whenever it is looked at."""

    def now() -> datetime:
        return real() + timedelta(seconds=float(file.read_text()))

    timezone.now = now


def put(file: Path, seconds: float) -> None:
    """Set the clock of those who look at `file`, in one step."""
    beside = file.with_suffix(".new")
    beside.write_text(str(seconds))
    os.replace(beside, file)


if __name__ == "__main__":
    shift(Path(sys.argv[1]))
    from tamizdat.cli import main

    sys.argv = ["tamizdat", *sys.argv[2:]]
    main()
