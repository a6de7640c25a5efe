"""How the edition stands, as the desk shows it.

The desk does not know the bake: config/wiring.py sets `read`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A public page that could not be made: readers see its last good version. `page` is its address."""

    page: str
    why: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Due:
    """What time itself will change, and when: such as the end of an embargo."""

    moment: datetime
    what: str


@dataclass(frozen=True, kw_only=True)
class EditionReport:
    """`waiting` counts what was changed and is not yet on the site, `oldest` is how long the first of it has waited.
    `trouble` is what keeps the whole bake from going on, in words."""

    last_bake_at: datetime | None = None
    files: int = 0
    waiting: int = 0
    oldest: timedelta | None = None
    failures: tuple[Failure, ...] = ()
    trouble: str = ""
    worker_running: bool = False
    next_due: Due | None = None

    @property
    def is_well(self) -> bool:
        is_slow = self.oldest is not None and self.oldest > SLOW
        return self.worker_running and not (self.failures or self.trouble or is_slow)


SLOW = timedelta(minutes=2)
"""Changes that have waited longer than this are worth a word."""


def _not_wired() -> EditionReport:
    return EditionReport()


read: Callable[[], EditionReport] = _not_wired
