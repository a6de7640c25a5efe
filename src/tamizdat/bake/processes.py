"""Processes that bake beside the one that started them: those of a full bake, and the one for what has low priority.

Any of them may be killed at any moment. Each has a pipe of its own to its parent, because a process that dies while it holds
a lock, or the end of a shared pipe, would stop all the others.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait

from django.db import DatabaseError, InterfaceError, connections

from tamizdat.bake import locks
from tamizdat.bake.baker import Baker
from tamizdat.bake.fingerprint import Outdated
from tamizdat.bake.graph import Graph
from tamizdat.bake.products import Counts
from tamizdat.bake.tree import TreeError
from tamizdat.bake.trouble import in_words

logger = logging.getLogger(__name__)

FAILED = 1
"""The exit code of a process that could not go on."""
TERMINATE_SECONDS = 5.0

_context = multiprocessing.get_context("fork")
_graphs_of_the_parent: list[Graph] = []
"""In a child: kept until it ends. SQLite forbids a child to use its parent's connection, and to close it is a use."""


class BakingProcess:
    """A process that bakes until nothing of `urgencies` waits, and reports each slice. One that cannot go on writes its trouble
    down and ends; it ends too when its parent does."""

    def __init__(self, baker: Baker, urgencies: range, *, nice: int = 0) -> None:
        self._reports, other_end = _context.Pipe(duplex=False)
        self._process = _context.Process(
            target=_work, args=(baker, urgencies, other_end, nice, os.getpid()), daemon=True
        )
        connections.close_all()  # no database connection survives a fork
        self._process.start()
        other_end.close()  # so that the end of the process is the end of its pipe

    def reports(self) -> Iterator[Counts]:
        """Those of the slices that it has baked since the last call."""
        with suppress(EOFError, OSError):  # it ended, perhaps in the middle of a report
            while self._reports.poll():
                yield self._reports.recv()

    def has_ended(self) -> bool:
        """Whether it has ended; then the system keeps nothing of it any more."""
        return not self._process.is_alive()

    @property
    def failed(self) -> bool:
        """After its end: whether it could not go on, and wrote its trouble down."""
        return self._process.exitcode == FAILED

    @property
    def killed_by(self) -> str:
        """After its end: the name of the signal that ended it; empty when none did."""
        code = self._process.exitcode or 0
        number = -code if code < 0 else code - 128  # a handler that ends the process gives 128 and the signal's number
        if number <= 0:
            return ""
        return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"

    def terminate(self) -> None:
        """End it now. What it had taken is taken anew by another."""
        self._process.terminate()
        self._process.join(TERMINATE_SECONDS)
        self._process.kill()
        self._process.join()

    def wait_handles(self) -> list[Connection | int]:
        return [self._reports, self._process.sentinel]


def wait_for_any(processes: Iterable[BakingProcess], seconds: float) -> None:
    """Until one of them reports or ends, at most `seconds`."""
    wait([handle for process in processes for handle in process.wait_handles()], seconds)


def _work(baker: Baker, urgencies: range, reports: Connection, nice: int, parent: int) -> None:
    locks.drop_inherited()
    os.nice(nice)
    gc.set_threshold(500_000, 20, 20)  # a slice makes many objects, short-lived and in no cycle
    _graphs_of_the_parent.append(baker.graph)
    baker.graph = Graph(baker.graph.store.path)
    baker.policy.values.forget()
    try:
        while os.getppid() == parent:
            made = baker.step(urgencies=urgencies)
            if made is not None:
                reports.send(made)
            elif baker.others_busy:
                time.sleep(0.02)
            else:
                break
    except BrokenPipeError:
        os._exit(FAILED)  # the parent is no more
    except (Outdated, TreeError, DatabaseError, InterfaceError, sqlite3.Error, OSError) as error:
        logger.error("%s", in_words(error))
        with suppress(sqlite3.Error):
            baker.graph.state.trouble = in_words(error)
        os._exit(FAILED)
    os._exit(0)  # without the parent's threads there is nothing to wait for
