"""What takes long and may be minutes old is baked by a process of its own, so that no story waits for it."""

from __future__ import annotations

import time
from multiprocessing.context import ForkProcess

from django.utils import timezone

from tamizdat.bake import processes
from tamizdat.bake.baker import Baker
from tamizdat.bake.urgency import LATER

PAUSE = 600.0
"""Seconds that it waits for more, from the first change on, or from the last time on that it was done."""
SHARE = 10
"""It takes at most one part in so many of a processor: what took long waits longer."""
NICE = 10


class LowPriorityBake:
    """One worker's process for it. `look` often; it costs one look into the graph."""

    def __init__(self, baker: Baker, pause: float = PAUSE) -> None:
        self._baker, self._pause = baker, pause
        self._process: ForkProcess | None = None
        self._began = self._took = 0.0

    def look(self) -> bool:
        """Begin when it is time. Says whether the process has ended since: then files may be left to be removed."""
        if self._process is not None:
            if self._process.is_alive():
                return False
            self._process = None
            self._took = time.monotonic() - self._began
            return True
        since = self._baker.graph.queue.low_priority_since()
        if since is not None and not 0 <= timezone.now().timestamp() - since < max(self._pause, self._took * SHARE):
            self._began = time.monotonic()  # below 0: the clock went back
            self._process = processes.start(self._baker, LATER, lambda _: None, nice=NICE)
        return False

    def end(self) -> None:
        """The worker ends. What the process had taken is taken anew by another."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._process = None
