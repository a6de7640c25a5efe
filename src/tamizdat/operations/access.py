"""May this process use the newsroom's database? Asked by every verb before Django is loaded."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from tamizdat.config.newsroom import Newsroom, load
from tamizdat.operations import databases, locks, schema
from tamizdat.operations.errors import OperationError
from tamizdat.operations.owner import refuse_foreign_root


def open_newsroom(
    folder: Path, *, new: bool = False, migrated: bool = True, alone: bool = False, shown_as: Path | None = None
) -> Newsroom:
    """Read the settings in `folder`, lock its database until this process ends, and compare its version with ours.

    With `migrated`, a database that lacks migrations is refused. One that is newer than this program is always refused,
    and so is a missing one, unless it is `new`.
    `alone` keeps every other process out of the database, and refuses when one is in it.
    `shown_as` is the folder's name in messages while it is still being made under another name.
    """
    newsroom = load(folder)
    shown = shown_as or newsroom.folder
    lock_database(newsroom.state, shown, alone=alone)
    if not new:
        databases.require(newsroom)
    migrations = schema.state(newsroom)
    if migrations.unknown:
        raise OperationError(
            f"The database of {shown} was made by a newer Tamizdat: it holds {migrations.unknown[0]}, which this one does not "
            "know. Install that newer version; or, after an upgrade, go back to what was before it: tamizdat upgrade --back."
        )
    if migrated and migrations.missing:
        raise OperationError(
            f"The database of {shown} is older than this program ({len(migrations.missing)} migrations to do). "
            f"Run: tamizdat -C {shlex.quote(str(shown_as or folder))} upgrade."
        )
    return newsroom


def lock_database(state: Path, shown: Path, *, alone: bool) -> None:
    """Lock the database whose newsroom keeps its locks in `state`; refuse when another process forbids that.

    `shown` is the newsroom's folder as messages name it.
    """
    refuse_foreign_root(state.parent)
    if alone:
        state.mkdir(mode=0o700, exist_ok=True)
    elif not os.access(state, os.W_OK):
        return  # no lock can be made in a folder that can only be read, and nothing there can be replaced
    if locks.hold(state / locks.DATABASE, alone=alone):
        return
    if alone:
        raise OperationError(
            f"{shown} is in use. Stop `tamizdat serve` (the site may go on: tamizdat serve --only public) and whatever "
            "else works on it, then try again."
        )
    raise OperationError(f"{shown} is being upgraded or restored. Wait for that to end, then try again.")
