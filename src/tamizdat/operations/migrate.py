"""Bring the database's tables and first rows to what this program needs. Needs Django."""

from __future__ import annotations

from typing import Any

from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connections

from tamizdat.config.newsroom import Newsroom
from tamizdat.letters.links import load_key
from tamizdat.newsroom.actions import people
from tamizdat.newsroom.actions.newsroom import set_up
from tamizdat.operations import schema
from tamizdat.operations.errors import OperationError
from tamizdat.operations.progress import Progress


def create_database(newsroom: Newsroom, name: str, progress: Progress) -> None:
    """Make the tables of a new newsroom, its languages, its `name` and the key of its letters."""
    migrate(newsroom, progress)
    load_key(newsroom.keys)
    set_up(name)
    people.roles()
    connections.close_all()  # SQLite then moves its journal into the database file


def update_database(newsroom: Newsroom, progress: Progress) -> None:
    """Migrate, add what new languages need and a missing key of letters, and let Django check the whole. Raises when a check
    fails."""
    try:
        migrate(newsroom, progress)
        load_key(newsroom.keys)
        set_up()
        people.roles()
        failed = [str(message) for message in run_checks() if message.is_serious()]
        if failed:
            raise OperationError(failed[0])
    finally:
        connections.close_all()


def migrate(newsroom: Newsroom, progress: Progress) -> None:
    """Apply the missing migrations. `progress` is called with (done, total) after each."""
    total = len(schema.state(newsroom).missing)
    if total:
        call_command(_MigrateWithProgress(progress, total), verbosity=0, interactive=False)
    connections.close_all()


class _MigrateWithProgress(Command):
    """Django's own `migrate`, which reports each migration."""

    def __init__(self, progress: Progress, total: int) -> None:
        super().__init__()
        self._progress, self._total, self._done = progress, total, 0

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            self._done += 1
            self._progress(min(self._done, self._total), self._total)
