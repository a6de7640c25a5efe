"""The worker: waits for the bell or for time, and bakes."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import Min
from django.utils import timezone

from tamizdat.bake.engine import Baker, this_boot
from tamizdat.bake.graph import process_mark
from tamizdat.bake.models import Change
from tamizdat.bake.tree import TreeError
from tamizdat.kit.files import write_atomically

logger = logging.getLogger(__name__)

LONGEST_NAP = 0.5
"""Seconds after which the wall clock is looked at again: it may have jumped."""
HEARTBEAT = 5.0
PULSE = "worker.json"


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
    """Runs until `stop` is set. `carry_out_schedule` and `next_scheduled` are the newsroom's (see config/wiring.py)."""

    def __init__(
        self,
        baker: Baker,
        *,
        state: Path,
        processes: int,
        carry_out_schedule: Callable[[datetime], int],
        next_scheduled: Callable[[datetime], datetime | None],
    ) -> None:
        self._baker, self._state, self._processes = baker, state, processes
        self._carry_out, self._next_scheduled = carry_out_schedule, next_scheduled
        self._beaten = -HEARTBEAT

    def run(self, stop: threading.Event) -> None:
        pause = 0.5
        rope: DataVersionBell | NotifyBell | None = None
        started = False
        while not stop.is_set():
            try:
                if not started:
                    self._start()
                    started = True
                rope = rope or bell()
                self._turn(stop)
                self._beat()
                rope.wait(self._nap(), stop)
                pause = 0.5
            except TreeError as error:
                logger.error("%s", error)
                self._baker.graph.set(trouble=str(error))
                stop.wait(pause)
                pause = min(pause * 2, 10)
            except (DatabaseError, InterfaceError, sqlite3.Error, OSError) as error:
                logger.error(
                    "The database does not answer: %s. The worker tries again in %.1f s; nothing is lost.", error, pause
                )
                close_old_connections()
                rope = None
                stop.wait(pause)
                pause = min(pause * 2, 10)
        self._pulse_path.unlink(missing_ok=True)

    def _start(self) -> None:
        baker = self._baker
        baker.tree.open()
        baker.tree.sweep([os.getpid(), *running_pids(self._state)])
        self._beat()
        lost = baker.graph.get("unsynced") not in ("", this_boot())
        if lost or not baker.graph.get("generation") or baker.graph.get("marking"):
            baker.bake_all(self._processes)
        elif baker.graph.get("full"):
            baker.finish_all(self._processes, baker.graph.counts()["stale"])
        baker.notice_fingerprints()
        baker.retry_failures()

    def _turn(self, stop: threading.Event) -> None:
        """All that can be done now."""
        self._carry_out(timezone.now())
        baked = False
        while not stop.is_set():
            drained = self._baker.drain(timezone.now())
            made = self._baker.step()
            self._beat()
            if made is None and not drained:
                break
            baked = True
        if baked:
            self._baker.finish()

    def _nap(self) -> float:
        now = timezone.now()
        moments = [
            Change.objects.filter(due_at__gt=now).aggregate(next=Min("due_at"))["next"],
            self._next_scheduled(now),
        ]
        waits = [(moment - now).total_seconds() for moment in moments if moment]
        return max(0.0, min([LONGEST_NAP, *waits]))

    @property
    def _pulse_path(self) -> Path:
        return self._state / PULSE

    def _beat(self) -> None:
        if time.monotonic() - self._beaten >= HEARTBEAT:
            self._beaten = time.monotonic()
            write_atomically(self._pulse_path, json.dumps({"process": process_mark(os.getpid())}).encode())


def running_pids(state: Path) -> list[int]:
    """The worker's process as its pulse names it, if it still runs."""
    try:
        mark = json.loads((state / PULSE).read_text())["process"]
    except (OSError, ValueError, KeyError):
        return []
    pid = int(mark.split(":")[0])
    return [pid] if process_mark(pid) == mark else []
