"""`tamizdat init` that finds the tables made, for tests that are not about making them: in every other way the real one.

python -m tests.cli.quick_init DATABASE ARGUMENTS...
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tamizdat.cli import init, main
from tests.cli.command import environment

ROOT = Path(__file__).parent.parent.parent


def quick_init(migrated: Path, folder: Path, *options: str) -> None:
    """A new newsroom on SQLite in `folder`, its tables copied from the file `migrated`."""
    words = [sys.executable, "-m", "tests.cli.quick_init", migrated, "init", folder, *options]
    done = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    database = Path(sys.argv.pop(1))
    make_layout = init.make_layout

    def with_tables(folder: Path, settings: Mapping[str, Any]) -> None:
        make_layout(folder, settings)
        shutil.copyfile(database, folder / "newsroom.sqlite3")

    init.make_layout = with_tables
    main()
