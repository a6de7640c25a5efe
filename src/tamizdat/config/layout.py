"""The layout of a newsroom's folder: newsroom.toml and the folders, each with the least permissions that it needs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tamizdat.config.folders import FOLDERS
from tamizdat.config.newsroom import SETTINGS_FILE
from tamizdat.config.settings import as_toml


def make_layout(folder: Path, values: Mapping[str, Any]) -> None:
    """Write newsroom.toml with `values`, and make the folders and an empty database, in a `folder` that exists."""
    folder.chmod(0o755)
    for name, mode in FOLDERS.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name).chmod(mode)
    # The database holds drafts and password hashes. It is made here, so that SQLite gives its journals the same mode.
    for name, text in ((SETTINGS_FILE, as_toml(values)), ("newsroom.sqlite3", "")):
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            os.fsync(file.fileno())
