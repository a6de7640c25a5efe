"""Back a newsroom up while it is in use, and bring it back.

In a backup: every database, media/, renditions/, keys/, theme/, newsroom.toml. Renditions go along because the databases
name them by the hash of their bytes, and making one again takes a second a picture and may give other bytes. public/ and
state/ do not: the first bake makes them again.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tamizdat.config import archive, databases
from tamizdat.config.layout import FOLDERS
from tamizdat.config.newsroom import FILE, Newsroom, NewsroomError

KEPT = ("media", "renditions", "keys", "theme")
TRIES = 3
_BLOCK = 1024 * 1024


def make(
    newsroom: Newsroom,
    target: Path,
    progress: archive.Progress,
    *,
    overwrite: bool = False,
    only_databases: bool = False,
) -> None:
    """Write the backup to `target`, whole or not at all.

    Files under media/ are there before a row names them and never change; only one that is deleted at that very moment
    could be missing from the copy. Then the backup is begun anew.
    """
    if target.exists() and not overwrite:
        raise NewsroomError(f"{target} exists already. Choose another name, or overwrite it with --force.")
    if not target.parent.is_dir():
        raise NewsroomError(f"There is no folder {target.parent}. Make it, or write the backup elsewhere.")
    if not only_databases:
        databases.require(newsroom)
    folders = () if only_databases else KEPT
    for attempt in range(TRIES):
        try:
            _make(newsroom, target, folders, progress)
            return
        except archive.Vanished:
            if attempt == TRIES - 1:
                raise


def _make(newsroom: Newsroom, target: Path, folders: tuple[str, ...], progress: archive.Progress) -> None:
    working = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        before = dict(_files(newsroom.folder, folders))
        copies = databases.snapshot(newsroom, working)
        after = dict(_files(newsroom.folder, folders))
        for name in before.keys() - after.keys():
            raise archive.Vanished(f"{before[name]} went away while it was backed up. Try again.")
        members = [(f"databases/{copy.name}", copy) for copy in copies]
        archive.write(target, [*members, (FILE, newsroom.folder / FILE), *after.items()], _about(newsroom), progress)
    except (OSError, sqlite3.OperationalError) as error:
        full = (
            error.errno == errno.ENOSPC if isinstance(error, OSError) else error.sqlite_errorcode == sqlite3.SQLITE_FULL
        )
        if full:  # neither says where; it is the target's disk
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        raise
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _about(newsroom: Newsroom) -> dict[str, Any]:
    return {
        "tamizdat": version("tamizdat"),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "languages": list(newsroom.languages),
        "database": "postgresql" if newsroom.database else "sqlite",
    }


def _files(root: Path, folders: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """(name in the backup, file) of every file, through symbolic links; each folder once, so that no loop is endless."""
    seen: set[tuple[int, int]] = set()
    for top in folders:
        for folder, below, names in os.walk(root / top, followlinks=True):
            found = os.stat(folder)
            if (found.st_dev, found.st_ino) in seen:
                below.clear()
                continue
            seen.add((found.st_dev, found.st_ino))
            for name in sorted(names):
                path = Path(folder, name)
                if path.is_file():
                    yield str(path.relative_to(root)), path


def unpack(source: Path, folder: Path, progress: archive.Progress) -> dict[str, Any]:
    """Put a backup's files into `folder`, an empty one, with every hash checked; what the backup says of itself.

    The databases lie in `folder`/databases then, as `put_back` wants them.
    """
    with archive.reading(source) as (manifest, contents):
        total = len(manifest.files)
        for done, (name, member, stream) in enumerate(contents, 1):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, member.mode & 0o777 | 0o600)
            with os.fdopen(handle, "wb") as file:
                while block := stream.read(_BLOCK):
                    file.write(block)
            progress(done, total)
        for name, mode in FOLDERS.items():
            (folder / name).mkdir(exist_ok=True)
            (folder / name).chmod(mode)
        return manifest.about
