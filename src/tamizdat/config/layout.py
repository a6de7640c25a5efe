"""The layout of a newsroom's folder: newsroom.toml and the folders, each with the least permissions that it needs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tamizdat.config.newsroom import SETTINGS_FILE
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
"""Names and modes. A front server may read public/ and theme/; originals, drafts (in search/desk/, too), keys and the
desk's socket are for the owner alone."""


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
