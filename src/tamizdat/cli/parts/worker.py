"""The worker's process: it bakes whatever changes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from types import FrameType

from tamizdat.cli.django import set_up_django
from tamizdat.config.newsroom import Newsroom

STOP_TIMEOUT = 5.0
"""Seconds after which a worker that was told to stop during a long bake ends at once: the bake goes on at its next start."""


def run(newsroom: Newsroom, port: int) -> None:
    """`port` is not used: the worker does not listen."""
    stop = threading.Event()
    _set_on_signal(stop)
    set_up_django(newsroom.folder)
    from tamizdat.operations.bakery import bakery

    bakery().run_worker(stop)


def _set_on_signal(stop: threading.Event) -> None:
    """Set `stop` at SIGTERM or Ctrl-C; STOP_TIMEOUT later, end this process and those that it forked.

    The signal's handler only writes to a pipe: `stop` has a lock, which the interrupted code may be holding.
    """
    read_end, write_end = os.pipe()
    main_process = os.getpid()

    def handle(number: int, frame: FrameType | None) -> None:
        if os.getpid() != main_process:  # forked for a bake
            os._exit(128 + number)
        os.write(write_end, b".")

    def wait() -> None:
        os.read(read_end, 1)
        stop.set()
        time.sleep(STOP_TIMEOUT)
        for child in multiprocessing.active_children():
            child.kill()
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)
    threading.Thread(target=wait, daemon=True).start()
