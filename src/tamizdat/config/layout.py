"""Make a newsroom's folder: newsroom.toml and the folders, each as open as it must be and no more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tamizdat.config.newsroom import FILE
from tamizdat.config.settings import as_toml

FOLDERS = {
    "media": 0o700,
    "renditions": 0o700,
    "public": 0o755,
    "search": 0o755,
    "state": 0o700,
    "keys": 0o700,
    "theme": 0o755,
}
"""A front server may read public/ and theme/; originals, drafts (in search/desk/, too), keys and the desk's socket are for
the owner alone."""


def make(folder: Path, values: Mapping[str, Any]) -> None:
    """Write newsroom.toml with `values` and make what lies beside it, in a `folder` that exists."""
    folder.chmod(0o755)
    for name, mode in FOLDERS.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name).chmod(mode)
    # Drafts and password hashes: SQLite gives its journals the mode of the database, so this one is made first.
    for name, text in ((FILE, as_toml(values)), ("newsroom.sqlite3", "")):
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            os.fsync(file.fileno())
