"""Bring a newsroom back from its backup, into a new folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tamizdat.config.newsroom import load
from tamizdat.operations import backup, databases, letters_store
from tamizdat.operations.errors import OperationError
from tamizdat.operations.progress import Progress


def restore_files(file: Path, folder: Path, progress: Progress) -> dict[str, Any]:
    """Put the files and databases of the backup `file` into `folder`, an empty one; the backup's own description.

    The database is then as old as the backup: it may have to be migrated. Sends that were under way are paused, and
    `paused_sends` says how many.
    """
    about = backup.unpack(file, folder, progress)
    newsroom = load(folder)
    if newsroom.database and databases.has_tables(newsroom.database):
        raise OperationError(
            "The PostgreSQL database that the newsroom names is not empty. Set TAMIZDAT_DATABASE_URL to an empty one."
        )
    if newsroom.letters_database and databases.has_tables(newsroom.letters_database, databases.LETTERS_TABLES):
        raise OperationError(
            "The PostgreSQL database of letters that the newsroom names holds letters already. Set "
            "TAMIZDAT_LETTERS_DATABASE to another one."
        )
    databases.put_back(newsroom, folder / backup.DATABASES)
    held, restored = about.get("holds", {}), databases.count(newsroom)
    for kind, number in restored.items():
        if number < held.get(kind, 0):
            raise OperationError(
                f"{file} holds {held[kind]:,} {kind}, and only {number:,} came back. Nothing is restored. Report this."
            )
    about["paused_sends"] = letters_store.hold_sends(newsroom)
    shutil.rmtree(folder / backup.DATABASES)
    return about
