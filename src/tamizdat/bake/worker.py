"""The worker: waits for the bell or for time, and bakes."""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import Min
from django.utils import timezone

from tamizdat.bake.engine import NEVER, Baker
from tamizdat.bake.imprint import Outdated
from tamizdat.bake.leisure import Leisure
from tamizdat.bake.models import Change
from tamizdat.bake.tree import TreeError
from tamizdat.bake.trouble import in_words
from tamizdat.bake.urgency import AT_WORK

logger = logging.getLogger(__name__)

LONGEST_NAP = 0.5
"""Seconds after which the wall clock is looked at again: it may have jumped."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds between two tries while something keeps the worker from its work."""


class Schedule(Protocol):
    """What time itself does to stories: the newsroom's (see config/wiring.py)."""

    def carry_out(self, now: datetime) -> int:
        """Do what was to be done up to `now`; answers how many stories that changed."""

    def next_moment(self, now: datetime) -> datetime | None:
        """The next moment at which there is something to do."""

    def take_back(self, now: datetime, past: datetime) -> None:
        """The clock had come to `past` and now stands at `now`: what time did in between it will do again."""


class Herald(Protocol):
    """Tells others that something was baked: the edition's (see config/wiring.py)."""

    def look(self) -> None:
        """Something was baked, or the worker starts. It comes back at once: others are told beside the bake."""


class DataVersionBell:
    """SQLite: the database's version number changes with every commit of another connection."""

    POLL = 0.01

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
        self._seen = self._version()

    def _version(self) -> int:
        return self._db.execute("PRAGMA data_version").fetchone()[0]

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Come back when something was committed, when `stop` is set, or after `seconds`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not stop.wait(self.POLL):
            now = self._version()
            if now != self._seen:
                self._seen = now
                return


class NotifyBell:
    """PostgreSQL: the outbox sends a notification with each commit."""

    def __init__(self) -> None:
        known = ("dbname", "user", "password", "host", "port")
        parameters = {key: value for key, value in connection.get_connection_params().items() if key in known}
        self._db = psycopg.connect(**parameters, autocommit=True)
        self._db.execute("LISTEN tamizdat_change")

    def wait(self, seconds: float, stop: threading.Event) -> None:
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            for _ in self._db.notifies(timeout=min(left, 0.2), stop_after=1):
                return


def bell() -> DataVersionBell | NotifyBell:
    database = settings.DATABASES["default"]
    return DataVersionBell(Path(database["NAME"])) if "sqlite3" in database["ENGINE"] else NotifyBell()


class Worker:
    """Runs until `stop` is set, or until it is outdated and whoever keeps it must start it again. Any number of them may share
    a newsroom on one machine."""

    def __init__(self, baker: Baker, *, schedule: Schedule, herald: Herald, processes: int) -> None:
        self._baker, self._schedule, self._herald, self._processes = baker, schedule, herald, processes
        self._leisure = Leisure(baker)
        self._looked = -math.inf
        self._seen = NEVER

    def run(self, stop: threading.Event) -> None:
        pause = SHORTEST_PAUSE
        rope: DataVersionBell | NotifyBell | None = None
        ready = started = False
        while not stop.is_set():
            try:
                if not ready:
                    self._baker.tree.open()
                    ready = True
                if not started:
                    self._start()
                    started = True
                rope = rope or bell()
                self._turn(stop)
                if self._baker.graph.get("trouble"):
                    self._baker.graph.set(trouble="")
                rope.wait(self._nap(), stop)
                pause = SHORTEST_PAUSE
            except Outdated as error:
                logger.warning("%s", error)
                break
            except (TreeError, DatabaseError, InterfaceError, psycopg.Error, sqlite3.Error, OSError) as error:
                self._tell(error)
                close_old_connections()
                rope, ready = None, False
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        self._leisure.end()

    def _tell(self, error: Exception) -> None:
        """In the log always; in the graph, where the desk and `tamizdat status` look, if it can be written."""
        said = in_words(error)
        logger.error("%s", said)
        with suppress(sqlite3.Error):
            self._baker.graph.set(trouble=said)

    def _start(self) -> None:
        baker = self._baker
        baker.tree.sweep()
        self._bake_everything()
        baker.notice_fingerprints()
        baker.retry_failures()
        self._herald.look()

    def _bake_everything(self) -> None:
        """The first bake of all, or the end of one that was broken off; nothing when another worker is at it."""
        if self._baker.unfinished():
            with self._baker.alone() as mine:
                if mine and self._baker.unfinished():
                    self._baker.resume(self._processes, meanwhile=self._look)

    def _turn(self, stop: threading.Event) -> None:
        """All that can be done now."""
        baked = False
        self._looked = -math.inf
        self._bake_everything()
        while not stop.is_set():
            drained = self._look()
            made = self._baker.step(urgencies=AT_WORK)
            if made is None and not drained:
                break
            baked = True
        if self._leisure.look() or baked:
            self._baker.finish()
        else:
            self._baker.settle()  # another process may have ended before it could
        self._herald.look()

    def _look(self) -> bool:
        """See to the clock and the outbox; answers whether something became stale. A mass bake does not delay it."""
        if time.monotonic() - self._looked >= LONGEST_NAP / 2:
            self._looked = time.monotonic()
            past = self._baker.clock_went_back(self._seen)
            self._seen = timezone.now()
            if past:
                self._schedule.take_back(self._seen, past)
                self._baker.graph.set(last_bake=str(self._seen.timestamp()))
            self._schedule.carry_out(self._seen)
            self._baker.notice_losses()
        return self._baker.drain(timezone.now())

    def _nap(self) -> float:
        now = timezone.now()
        moments = [
            Change.objects.filter(due_at__gt=now).aggregate(next=Min("due_at"))["next"],
            self._schedule.next_moment(now),
        ]
        waits = [(moment - now).total_seconds() for moment in moments if moment]
        return max(0.0, min([LONGEST_NAP, *waits]))
