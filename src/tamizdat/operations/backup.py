"""Back up a newsroom while it is in use, and unpack the backup.

In a backup: every database, media/, renditions/, keys/, theme/, newsroom.toml. Renditions are included because the
databases name them by the hash of their bytes, and making them again takes a second a picture and may give other bytes.
public/ and state/ are not: the first bake makes them again.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tamizdat.config.folders import FOLDERS
from tamizdat.config.newsroom import SETTINGS_FILE, Newsroom
from tamizdat.kit.files import write_atomically
from tamizdat.operations import archive, databases
from tamizdat.operations.counts import Counts
from tamizdat.operations.errors import OperationError
from tamizdat.operations.progress import Progress
from tamizdat.operations.temporary import temporary_folder

INCLUDED = ("media", "renditions", "keys", "theme")
"""Folders of the newsroom."""
DATABASES = "databases"
"""The folder of their copies in a backup."""
ATTEMPTS = 3
_BLOCK = 1024 * 1024


def write_backup(
    newsroom: Newsroom,
    target: Path,
    progress: Progress,
    *,
    overwrite: bool = False,
    only_databases: bool = False,
) -> Counts:
    """Write the backup to `target`, whole or not at all; how many stories, users, subscribers and files it holds.

    Files under media/ are there before a row names them and never change; only one that is deleted at that very moment
    could be missing from the copy. Then the backup starts again. What a killed backup left in the folder is removed.
    """
    if target.exists() and not overwrite:
        raise OperationError(f"{target} exists already. Choose another name, or overwrite it with --force.")
    if not target.parent.is_dir():
        raise OperationError(f"There is no folder {target.parent}. Make it, or write the backup elsewhere.")
    if not only_databases:
        databases.require(newsroom)
    folders = () if only_databases else INCLUDED
    for attempt in range(ATTEMPTS):
        try:
            with temporary_folder(target.parent) as working:
                held = _write(newsroom, target, working, folders, progress)
            if not only_databases:
                _remember(newsroom)
            return held
        except (archive.FileChanged, databases.CopyHoldsLess):
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


def _write(newsroom: Newsroom, target: Path, working: Path, folders: tuple[str, ...], progress: Progress) -> Counts:
    try:
        before = dict(_files(newsroom.folder, folders))
        copies, held = databases.snapshot(newsroom, working)
        after = dict(_files(newsroom.folder, folders))
        for name in before.keys() - after.keys():
            raise archive.FileChanged(f"{before[name]} went away while it was backed up. Try again.")
        members = [(f"{DATABASES}/{copy.name}", copy) for copy in copies]
        members += [(SETTINGS_FILE, newsroom.folder / SETTINGS_FILE), *after.items()]
        held = {**held, "files": len(after)}
        archive.write(target, working, members, {**_about(newsroom), "holds": held}, progress)
        return held
    except (OSError, sqlite3.OperationalError) as error:
        full = (
            error.errno == errno.ENOSPC if isinstance(error, OSError) else error.sqlite_errorcode == sqlite3.SQLITE_FULL
        )
        if full:  # neither error names the disk; it is the target's
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        raise


def _remember(newsroom: Newsroom) -> None:
    """When this was, for the desk's first page. The backup is whole without it: whoever made it may not write here."""
    with suppress(OSError):
        write_atomically(newsroom.last_backup, datetime.now(UTC).isoformat(timespec="seconds").encode())


def _about(newsroom: Newsroom) -> dict[str, Any]:
    return {
        "tamizdat": version("tamizdat"),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "languages": list(newsroom.languages),
        "database": "postgresql" if newsroom.database else "sqlite",
    }


def _files(root: Path, folders: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """(name in the backup, file) of every file, following symbolic links; each folder once, so that a loop of links ends."""
    visited: set[tuple[int, int]] = set()
    for top in folders:
        if not (root / top).exists():
            continue
        for folder, subfolders, names in os.walk(root / top, followlinks=True, onerror=_raise):
            stat = os.stat(folder)
            if (stat.st_dev, stat.st_ino) in visited:
                subfolders.clear()
                continue
            visited.add((stat.st_dev, stat.st_ino))
            for name in sorted(names):
                path = Path(folder, name)
                if path.is_file():
                    yield str(path.relative_to(root)), path


def _raise(error: OSError) -> None:
    """A folder that cannot be read is not left out silently; one that has gone away meanwhile is compared later."""
    if not isinstance(error, FileNotFoundError):
        raise error


def unpack(source: Path, folder: Path, progress: Progress) -> dict[str, Any]:
    """Put a backup's files into `folder`, an empty one, and check every hash; the backup's own description.

    The copies of the databases are in `folder`/databases then, for `databases.put_back`.
    """
    with archive.reading(source) as (manifest, contents):
        total = len(manifest.files)
        for done, (name, member, stream) in enumerate(contents, 1):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(
                path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, member.mode & 0o777 | 0o600
            )
            with os.fdopen(descriptor, "wb") as file:
                while block := stream.read(_BLOCK):
                    file.write(block)
            progress(done, total)
        for name, mode in FOLDERS.items():
            (folder / name).mkdir(exist_ok=True)
            (folder / name).chmod(mode)
        return manifest.about
