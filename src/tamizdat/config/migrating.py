"""Bring the database's tables to what this program needs, saying how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command

from tamizdat.config import schema
from tamizdat.config.newsroom import Newsroom


def migrate(newsroom: Newsroom, progress: Callable[[int, int], None]) -> None:
    """Apply what is missing. `progress` is told (done, total) after each migration."""
    total = len(schema.state(newsroom).missing)
    if total:
        call_command(_Telling(progress, total), verbosity=0, interactive=False)


class _Telling(Command):
    """Django's own `migrate`, which tells of each step."""

    def __init__(self, progress: Callable[[int, int], None], total: int) -> None:
        super().__init__()
        self._progress, self._total, self._done = progress, total, 0

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            self._done += 1
            self._progress(min(self._done, self._total), self._total)
