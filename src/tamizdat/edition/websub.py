"""WebSub: the newsroom's hub is told which feeds changed, and passes them on to those who follow them.

A thread of its own beside the worker: a hub that is slow or away delays no bake. What was told stands in the state folder, so
a change that could not be told, or that a restart cut off, is told later.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request

from tamizdat.bake.baker import Baker
from tamizdat.kit.files import write_atomically
from tamizdat.kit.hosts import opener
from tamizdat.newsroom.models import SiteSettings

logger = logging.getLogger(__name__)

SHORTEST_PAUSE, LONGEST_PAUSE = 5.0, 3600.0
"""Seconds between two tries while the hub does not answer."""
PATIENCE = 15.0
"""Seconds that a hub has to answer."""
MOST_AT_ONCE = 50


class WebSubNotifier:
    """`notify` is the worker's and reads the databases; the thread does nothing but talk to the hub: a full bake forks, and a
    fork beside a thread that holds a database's lock would never end. `pause` is how long it waits after a first failure;
    every further one doubles it."""

    def __init__(self, *, baker: Baker, state: Path, canonical: str, pause: float = SHORTEST_PAUSE) -> None:
        self._baker, self._canonical, self._pause = baker, canonical, pause
        self._told = state / "websub.json"
        self._news: tuple[str, dict[str, str]] | None = None
        self._changed = threading.Event()

    def notify(self) -> None:
        """Something was baked. Without a canonical address feeds have no name that a hub could know."""
        hub = SiteSettings.get().hub
        if not self._canonical or not (hub or self._told.exists()):
            return
        self._news = hub, {path: mark.hex() for path, mark in self._baker.graph.files_like("feed:").items()}
        self._changed.set()

    def run(self, stop: threading.Event) -> None:
        """The thread's work, until `stop` is set."""
        wait = self._pause
        while not stop.is_set():
            if not self._changed.wait(1.0):
                continue
            self._changed.clear()
            try:
                if self._news is None or self._tell(*self._news):
                    wait = self._pause
                    continue
            except OSError as error:
                logger.error("%s cannot be written, so the WebSub hub may be told twice: %s", self._told, error)
            stop.wait(wait)
            wait = min(wait * 2, LONGEST_PAUSE)
            self._changed.set()

    def _tell(self, hub: str, now: dict[str, str]) -> bool:
        """Tell of what changed since it was last told; False where the hub did not take it."""
        before = self._before(hub)
        changed = sorted(path for path, mark in now.items() if before is not None and before.get(path) != mark)
        for start in range(0, len(changed), MOST_AT_ONCE):
            some = changed[start : start + MOST_AT_ONCE]
            if not ping(hub, [f"{self._canonical}/{path}" for path in some]):
                return False
            before = (before or {}) | {path: now[path] for path in some}
            self._remember(hub, before)
        self._remember(hub, now)
        return True

    def _before(self, hub: str) -> dict[str, str] | None:
        """What this hub knows. None for no hub, or one that is new: it is told of what changes from now on."""
        try:
            told = json.loads(self._told.read_text())
        except (OSError, ValueError):
            return None
        return told["feeds"] if hub and told.get("hub") == hub else None

    def _remember(self, hub: str, feeds: Mapping[str, str]) -> None:
        write_atomically(self._told, json.dumps({"hub": hub, "feeds": feeds}).encode())


def ping(hub: str, topics: list[str]) -> bool:
    """Tell a hub that these feeds changed; whether it took that."""
    if not hub.startswith(("https://", "http://")):
        logger.error("The WebSub hub %r is no web address. Correct it at the desk, under Newsroom.", hub)
        return False
    said = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    request = Request(hub, said, {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Tamizdat"})
    try:
        with opener().open(request, timeout=PATIENCE) as answer:
            return 200 <= answer.status < 300
    except (OSError, HTTPException, ValueError) as error:
        logger.warning(
            "The WebSub hub %s did not take %d changed feeds and is told again later: %s", hub, len(topics), error
        )
        return False
