"""The worker's thread that sends webhooks. Needs Django.

The worker forks for a large bake: it waits until this thread is done with the database, never for another server.
"""

from __future__ import annotations

import logging
import os
import threading

from django.db import connections
from django.utils import timezone

from tamizdat.desk import webhooks

logger = logging.getLogger(__name__)
_at_database = threading.RLock()
os.register_at_fork(
    before=_at_database.acquire, after_in_parent=_at_database.release, after_in_child=_at_database.release
)
INTERVAL = 5.0
"""Seconds between two looks."""


def run(stop: threading.Event) -> None:
    """Send what is due until `stop` is set. What fails is logged, and tried again at the next turn."""
    while not stop.wait(INTERVAL):
        try:
            take_turn()
        except Exception:
            logger.exception("Webhooks wait: what was due could not be sent, and is tried again.")


def take_turn() -> None:
    with _at_database:
        found = webhooks.due(timezone.now())
        connections.close_all()
    for message in found:
        now = timezone.now()
        taken, result = webhooks.send(message, now)
        with _at_database:
            webhooks.record(message, now, taken=taken, result=result)
            connections.close_all()
