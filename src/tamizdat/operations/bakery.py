"""Baking, checking and reporting the edition of a whole newsroom: for the command line and the desk. Needs Django."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tamizdat.bake import full
from tamizdat.bake.baker import Baker, Progress
from tamizdat.bake.checking import Problem, check
from tamizdat.bake.models import Change
from tamizdat.bake.products import Counts
from tamizdat.bake.store import GraphReplaced, is_damage
from tamizdat.bake.trouble import unrecorded
from tamizdat.bake.worker import Worker
from tamizdat.config import wiring
from tamizdat.config.newsroom import Newsroom
from tamizdat.desk.edition_report import Due, EditionReport, Failure
from tamizdat.edition.websub import WebSubNotifier
from tamizdat.newsroom.actions import schedule
from tamizdat.newsroom.actions.removals.records import RemovalJournal
from tamizdat.operations import locks, webhooks
from tamizdat.operations.letters import Letters
from tamizdat.operations.schedule import NewsroomSchedule


class Bakery:
    """One newsroom's edition and its bake. It holds connections: threads must not share one."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._edition = wiring.edition(newsroom)
        self.baker = Baker(public=newsroom.public, state=newsroom.state, policy=self._edition, journal=RemovalJournal())

    @property
    def processes(self) -> int:
        """How many processes a full bake uses."""
        return self._newsroom.bake_processes or os.cpu_count() or 1

    def bake_due(self, progress: Progress | None = None) -> Counts:
        """Bake what waits; everything, when nothing was baked yet."""
        return self._with_sound_graph(lambda: self._bake_due(progress))

    def _bake_due(self, progress: Progress | None) -> Counts:
        baker = self.baker
        if full.unfinished(baker):
            with full.alone(baker, wait=True):
                if full.unfinished(baker):
                    return full.resume(baker, self.processes, progress)
        baker.tree.open()
        baker.notice_fingerprints()
        if past := baker.clock_went_back():
            schedule.take_back(timezone.now(), past)
        schedule.carry_out(timezone.now())
        return baker.bake_due(timezone.now(), progress)

    def bake_all(self, processes: int | None = None, progress: Progress | None = None) -> Counts:
        """Bake everything anew, whether it changed or not."""
        with full.alone(self.baker, wait=True):
            return self._with_sound_graph(lambda: full.bake_all(self.baker, processes or self.processes, progress))

    def _with_sound_graph(self, work: Callable[[], Counts]) -> Counts:
        """`work`, and once more after a damaged graph was made anew: everything is baked then."""
        try:
            return work()
        except sqlite3.DatabaseError as error:
            if not is_damage(error) and not isinstance(error, GraphReplaced):
                raise
            self.baker.reopen_graph(error)
            return work()

    def check(self, deep: bool) -> list[Problem]:
        """What is wrong with the edition; changes nothing."""
        try:
            found = check(self.baker, deep=deep)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            todo = "Run `tamizdat bake`, which makes it anew and bakes everything again"
            found = [Problem(path="state/graph.sqlite3", what="is damaged", todo=todo)]
        return [*found, *self._edition.problems()]

    def report(self) -> EditionReport:
        """The state of the edition, for the desk and `tamizdat status`."""
        graph = self.baker.graph
        counts, oldest = graph.counts(), graph.queue.oldest()
        now = timezone.now()
        waiting = Change.objects.filter(Q(due_at=None) | Q(due_at__lte=now))
        due = Change.objects.filter(due_at__gt=now).order_by("due_at", "pk").first()
        failures = [
            Failure(page=page, why=why, since=datetime.fromtimestamp(since, UTC))
            for _, page, why, since in graph.queue.failures()
        ]
        return EditionReport(
            last_bake_at=graph.state.last_bake,
            files=counts["files"],
            waiting=counts["stale"] + waiting.count(),
            oldest=now - datetime.fromtimestamp(oldest, UTC) if oldest else None,
            failures=tuple(failures),
            trouble=graph.state.trouble or unrecorded(self._newsroom.state),
            worker_running=locks.is_held(self._newsroom.state / locks.WORKER),
            next_due=Due(moment=due.due_at, what=due.key) if due and due.due_at else None,
        )

    def run_worker(self, stop: threading.Event) -> None:
        """Bake whatever changes until `stop` is set."""
        newsroom = self._newsroom
        wiring.tie_worker()
        while not locks.hold(newsroom.state / locks.WORKER):  # `is_held` locks it exclusively for a moment
            time.sleep(0.01)
        notifier = WebSubNotifier(baker=self.baker, state=newsroom.state, canonical=newsroom.canonical)
        threading.Thread(target=notifier.run, args=(stop,), name="websub", daemon=True).start()
        threading.Thread(target=Letters(newsroom).run, args=(stop,), name="letters", daemon=True).start()
        threading.Thread(target=webhooks.run, args=(stop,), name="webhooks", daemon=True).start()
        Worker(self.baker, schedule=NewsroomSchedule(newsroom), notifier=notifier, processes=self.processes).run(stop)


def bakery() -> Bakery:
    """That of the newsroom for which Django is set up."""
    return Bakery(settings.NEWSROOM)


def edition_report() -> EditionReport:
    """The report of the newsroom for which Django is set up, read over connections of its own: from any thread."""
    return bakery().report()
