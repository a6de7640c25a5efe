"""The one way in which a verb comes to a newsroom's database: checked first, then Django."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from tamizdat.cli.errors import CommandError


def start(
    folder: Path, *, new: bool = False, migrated: bool = True, alone: bool = False, known_as: Path | None = None
) -> None:
    """Look at the database of `folder` (see `look`), then load Django on it."""
    look(folder, new=new, migrated=migrated, alone=alone, known_as=known_as)

    import django

    django.setup()


def look(
    folder: Path, *, new: bool = False, migrated: bool = True, alone: bool = False, known_as: Path | None = None
) -> None:
    """Read the settings from `folder` and look at its database, without loading Django.

    With `migrated`, refuses a database that lacks migrations; one that is newer than this program is refused always, and
    so is a missing one, unless it is `new`.
    `alone` keeps every other verb out of the database until this process ends, and refuses when one is in it.
    `known_as` is what messages call a folder that is only just being made.
    """
    from tamizdat.config.newsroom import load

    newsroom = load(folder)
    shown = known_as or newsroom.folder
    enter(newsroom.state, shown, alone=alone)
    os.environ["TAMIZDAT_NEWSROOM"] = str(newsroom.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tamizdat.config.django"

    from tamizdat.config import databases, schema

    if not new:
        databases.require(newsroom)
    found = schema.state(newsroom)
    if found.unknown:
        raise CommandError(
            f"The database of {shown} was made by a newer Tamizdat: it holds {found.unknown[0]}, which this one does not "
            "know. Install that newer version; or, after an upgrade, go back to what was before it: tamizdat upgrade --back."
        )
    if migrated and found.missing:
        raise CommandError(
            f"The database of {shown} is older than this program ({len(found.missing)} migrations to do). "
            f"Run: tamizdat -C {shlex.quote(str(known_as or folder))} upgrade."
        )


def enter(state: Path, folder: Path, *, alone: bool) -> None:
    """Say that this process uses the database; refuse when another would be in its way."""
    from tamizdat.config.locks import hold

    if alone:
        state.mkdir(mode=0o700, exist_ok=True)
    elif not os.access(state, os.W_OK):
        return  # no place for the lock: a folder that can only be read is in nobody's way
    if hold(state / "database.lock", alone=alone):
        return
    if alone:
        raise CommandError(
            f"{folder} is in use. Stop `tamizdat serve` (the site may go on: tamizdat serve --only public) and whatever "
            "else works on it, then try again."
        )
    raise CommandError(f"{folder} is being upgraded or restored. Wait for that to end, then try again.")
