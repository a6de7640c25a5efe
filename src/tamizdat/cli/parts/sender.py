"""The sender's process: it sends letters and notices, and reads the mailbox of what comes back. No Django."""

from __future__ import annotations

import signal
import threading

from tamizdat.config.newsroom import Newsroom
from tamizdat.letters import sender
from tamizdat.letters.incoming import reading as incoming
from tamizdat.letters.incoming.acting import Office
from tamizdat.letters.store import Store
from tamizdat.operations import locks
from tamizdat.operations.mail import setup_of

STOP_TIMEOUT = 5.0
"""Seconds in which a look at the mailbox may end; one that is cut off is done again at the next start."""


def run(newsroom: Newsroom, port: int) -> None:
    """`port` is not used: the sender does not listen. Any number of senders may run."""
    locks.hold(newsroom.state / locks.SENDER)  # only for `tamizdat status`
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # The sender only looks whether it is set, so the interrupted code never holds its lock.
        signal.signal(number, lambda number, frame: stop.set())
    setup = setup_of(newsroom)
    reading = threading.Thread(
        target=_read_mailbox, args=(newsroom, setup.links_key, stop), name="incoming", daemon=True
    )
    if newsroom.mail.incoming:
        reading.start()
    sender.run(setup, stop)
    if newsroom.mail.incoming:
        reading.join(STOP_TIMEOUT)


def _read_mailbox(newsroom: Newsroom, key: bytes, stop: threading.Event) -> None:
    store = Store(newsroom.letters)
    office = Office(store=store, key=key, replies=newsroom.mail.reply_address)
    incoming.run(office, newsroom.mail.incoming, newsroom.folder, stop)
    store.close()
