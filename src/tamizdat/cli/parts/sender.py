"""The sender's process: it sends letters and notices. No Django."""

from __future__ import annotations

import signal
import threading

from tamizdat.config.newsroom import Newsroom
from tamizdat.letters import sender
from tamizdat.operations import locks
from tamizdat.operations.mail import setup_of


def run(newsroom: Newsroom, port: int) -> None:
    """`port` is not used: the sender does not listen. Any number of senders may run."""
    locks.hold(newsroom.state / locks.SENDER)  # only for `tamizdat status`
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # The sender only looks whether it is set, so the interrupted code never holds its lock.
        signal.signal(number, lambda number, frame: stop.set())
    sender.run(setup_of(newsroom), stop)
