"""The worker: waits for a change or for time, and bakes."""

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

from tamizdat.bake import full
from tamizdat.bake.baker import NEVER, Baker
from tamizdat.bake.fingerprint import Outdated
from tamizdat.bake.low_priority import LowPriorityBake
from tamizdat.bake.models import Change
from tamizdat.bake.store import GraphReplaced, is_damage
from tamizdat.bake.tree import TreeError
from tamizdat.bake.trouble import in_words
from tamizdat.bake.urgency import AT_ONCE

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


class Notifier(Protocol):
    """Tells others that something was baked: the edition's (see config/wiring.py)."""

    def notify(self) -> None:
        """Something was baked, or the worker starts. Returns at once: others are told by a thread of its own."""


class DataVersionListener:
    """SQLite: the database's version number changes with every commit of another connection."""

    POLL = 0.01

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
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


class NotifyListener:
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


def listen() -> DataVersionListener | NotifyListener:
    database = settings.DATABASES["default"]
    return DataVersionListener(Path(database["NAME"])) if "sqlite3" in database["ENGINE"] else NotifyListener()


class Stopped(Exception):
    """The worker was told to stop in the middle of a full bake."""


class Worker:
    """Runs until `stop` is set, or until it is outdated and whoever keeps it must start it again. Any number of them may share
    a newsroom on one machine."""

    def __init__(self, baker: Baker, *, schedule: Schedule, notifier: Notifier, processes: int) -> None:
        self._baker, self._schedule, self._notifier, self._processes = baker, schedule, notifier, processes
        self._low_priority = LowPriorityBake(baker)
        self._looked = -math.inf
        self._seen = NEVER

    def run(self, stop: threading.Event) -> None:
        pause = SHORTEST_PAUSE
        listener: DataVersionListener | NotifyListener | None = None
        ready = started = False
        while not stop.is_set():
            try:
                if not ready:
                    self._baker.tree.open()
                    ready = True
                if not started:
                    self._start(stop)
                    started = True
                listener = listener or listen()
                self._turn(stop)
                if self._baker.graph.state.trouble:
                    self._baker.graph.state.trouble = ""
                listener.wait(self._nap(), stop)
                pause = SHORTEST_PAUSE
            except Stopped:
                break
            except Outdated as error:
                logger.warning("%s", error)
                break
            except (TreeError, DatabaseError, InterfaceError, psycopg.Error, sqlite3.Error, OSError) as error:
                if isinstance(error, sqlite3.DatabaseError) and (is_damage(error) or isinstance(error, GraphReplaced)):
                    self._reopen_graph(error)
                    started = False
                else:
                    self._report(error)
                close_old_connections()
                listener, ready = None, False
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        self._low_priority.end()

    def _reopen_graph(self, error: sqlite3.DatabaseError) -> None:
        try:
            self._baker.reopen_graph(error)
        except (sqlite3.Error, OSError) as other:
            logger.error("%s", in_words(other))

    def _report(self, error: Exception) -> None:
        """In the log always; in the graph, where the desk and `tamizdat status` look, if it can be written."""
        said = in_words(error)
        logger.error("%s", said)
        with suppress(sqlite3.Error):
            self._baker.graph.state.trouble = said

    def _start(self, stop: threading.Event) -> None:
        baker = self._baker
        self._bake_everything(stop)
        baker.notice_fingerprints()
        baker.retry_failures()
        self._notifier.notify()

    def _bake_everything(self, stop: threading.Event) -> None:
        """The first bake of all, or the end of one that was broken off; nothing when another worker is at it."""

        def look_unless_stopped() -> None:
            if stop.is_set():
                raise Stopped
            self._look()

        if full.unfinished(self._baker):
            with full.alone(self._baker) as mine:
                if mine and full.unfinished(self._baker):
                    full.resume(self._baker, self._processes, meanwhile=look_unless_stopped)

    def _turn(self, stop: threading.Event) -> None:
        """All that can be done now."""
        baked = False
        self._looked = -math.inf
        self._bake_everything(stop)
        while not stop.is_set():
            drained = self._look()
            made = self._baker.step(urgencies=AT_ONCE)
            if made is None and not drained:
                break
            baked = True
        if self._low_priority.look() or baked:
            self._baker.finish()
        else:
            self._baker.settle()  # another process may have ended before it could
        self._notifier.notify()

    def _look(self) -> bool:
        """See to the clock and the outbox; answers whether something became stale. A mass bake does not delay it."""
        if time.monotonic() - self._looked >= LONGEST_NAP / 2:
            self._looked = time.monotonic()
            past = self._baker.clock_went_back(self._seen)
            self._seen = timezone.now()
            if past:
                self._schedule.take_back(self._seen, past)
                self._baker.graph.state.last_bake = self._seen
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
