"""What takes long and may be minutes old is baked by a process of its own, so that no story waits for it."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sqlite3
import time
from contextlib import suppress
from multiprocessing.context import ForkProcess

from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone

from tamizdat.bake.engine import Baker
from tamizdat.bake.graph import Graph
from tamizdat.bake.imprint import Outdated
from tamizdat.bake.tree import TreeError
from tamizdat.bake.trouble import in_words
from tamizdat.bake.urgency import AT_LEISURE

logger = logging.getLogger(__name__)

PAUSE = 600.0
"""Seconds that it waits for more, from the first change on, or from the last time on that it was done."""
SHARE = 10
"""It takes at most one part in so many of a processor: what took long waits longer."""
NICE = 10


class Leisure:
    """One worker's process for it. `look` often; it costs one look into the graph."""

    def __init__(self, baker: Baker, pause: float = PAUSE) -> None:
        self._baker, self._pause = baker, pause
        self._process: ForkProcess | None = None
        self._began = self._took = 0.0

    def look(self) -> bool:
        """Begin when it is time. Answers whether the process has ended since: then files may be left to be removed."""
        if self._process is not None:
            if self._process.is_alive():
                return False
            self._process = None
            self._took = time.monotonic() - self._began
            return True
        since = self._baker.graph.at_leisure()
        if since is not None and not 0 <= timezone.now().timestamp() - since < max(self._pause, self._took * SHARE):
            self._begin()  # below 0: the clock went back
        return False

    def end(self) -> None:
        """The worker ends. What the process had taken is taken anew by another."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process = None

    def _begin(self) -> None:
        connections.close_all()
        self._began = time.monotonic()
        self._process = multiprocessing.get_context("fork").Process(target=_bake, args=(self._baker,), daemon=True)
        self._process.start()


def _bake(baker: Baker) -> None:
    os.nice(NICE)
    inherited = baker.graph  # noqa: F841 - kept: to close the parent's connection here would drop the parent's locks
    baker.graph = Graph(baker.graph.path)
    baker.policy.forget()
    try:
        while baker.step(urgencies=AT_LEISURE) is not None:
            pass
    except (Outdated, TreeError, DatabaseError, InterfaceError, sqlite3.Error, OSError) as error:
        logger.error("%s", in_words(error))
        with suppress(sqlite3.Error):
            baker.graph.set(trouble=in_words(error))
        os._exit(1)
    os._exit(0)  # without the parent's threads there is nothing to wait for
