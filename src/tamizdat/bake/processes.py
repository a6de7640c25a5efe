"""Processes that bake beside the one that started them: those of a full bake, and the one for what has low priority."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import ForkProcess

from django.db import DatabaseError, InterfaceError, connections

from tamizdat.bake import locks
from tamizdat.bake.baker import Baker
from tamizdat.bake.fingerprint import Outdated
from tamizdat.bake.graph import Graph
from tamizdat.bake.products import Counts
from tamizdat.bake.tree import TreeError
from tamizdat.bake.trouble import in_words

logger = logging.getLogger(__name__)


def start(baker: Baker, urgencies: range, report: Callable[[Counts], object], *, nice: int = 0) -> ForkProcess:
    """A process that bakes until nothing of these urgencies waits, and calls `report` after each slice. One that cannot go on
    writes its trouble down and ends with exit code 1."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_work, args=(baker, urgencies, report, nice), daemon=True)
    connections.close_all()  # no database connection survives a fork
    process.start()
    return process


def _work(baker: Baker, urgencies: range, report: Callable[[Counts], object], nice: int) -> None:
    locks.drop_inherited()
    os.nice(nice)
    gc.set_threshold(500_000, 20, 20)  # a slice makes many objects, short-lived and in no cycle
    inherited = baker.graph  # noqa: F841 - kept: to close the parent's connection here would drop the parent's locks
    baker.graph = Graph(baker.graph.store.path)
    baker.policy.values.forget()
    try:
        while True:
            made = baker.step(urgencies=urgencies)
            if made is not None:
                report(made)
            elif baker.others_busy:
                time.sleep(0.02)
            else:
                break
    except (Outdated, TreeError, DatabaseError, InterfaceError, sqlite3.Error, OSError) as error:
        logger.error("%s", in_words(error))
        with suppress(sqlite3.Error):
            baker.graph.state.trouble = in_words(error)
        os._exit(1)
    os._exit(0)  # without the parent's threads there is nothing to wait for
