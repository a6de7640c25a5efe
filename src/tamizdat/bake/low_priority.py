"""What takes long and may be minutes old is baked by a process of its own, so that no story waits for it."""

from __future__ import annotations

import logging
import time

from django.utils import timezone

from tamizdat.bake.baker import Baker
from tamizdat.bake.processes import BakingProcess
from tamizdat.bake.urgency import LATER

logger = logging.getLogger(__name__)

PAUSE = 600.0
"""Seconds that it waits for more, from the first change on, or from the last time on that it was done."""
SHARE = 10
"""It takes at most one part in so many of a processor: what took long waits longer."""
NICE = 10


class LowPriorityBake:
    """One worker's process for it. `look` often; it costs one look into the graph."""

    def __init__(self, baker: Baker, pause: float = PAUSE) -> None:
        self._baker, self._pause = baker, pause
        self._process: BakingProcess | None = None
        self._began = self._took = 0.0

    def look(self) -> bool:
        """Begin when it is time. Says whether the process has ended since: then files may be left to be removed."""
        if self._process is not None:
            ended = self._process.has_ended()
            for _ in self._process.reports():  # nobody counts them, but a full pipe would stop the process
                continue
            if not ended:
                return False
            if name := self._process.killed_by:
                logger.warning("The process for what has low priority was killed (%s). It begins again later.", name)
            self._process = None
            self._took = time.monotonic() - self._began
            return True
        since = self._baker.graph.queue.low_priority_since()
        if since is not None and not 0 <= timezone.now().timestamp() - since < max(self._pause, self._took * SHARE):
            self._began = time.monotonic()  # below 0: the clock went back
            self._process = BakingProcess(self._baker, LATER, nice=NICE)
        return False

    def end(self) -> None:
        """The worker ends. What the process had taken is taken anew by another."""
        if self._process is not None:
            self._process.terminate()
            self._process = None
