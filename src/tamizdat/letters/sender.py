"""Sends what waits in the letters database, until it is stopped. Any number of senders may share one database.

Signing takes most of the work, so while there is much to send a sender starts helpers, one for each further processor. A helper
is a sender like any other; it ends when there is nothing left to do.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import uvloop

from tamizdat.letters import return_path
from tamizdat.letters.dispatch import Dispatch
from tamizdat.letters.dkim import Signer, load_keys, signers
from tamizdat.letters.limits import FIRST_WAIT, LONGEST_WAIT, Backoff, Limits
from tamizdat.letters.links import Links
from tamizdat.letters.messages import Origin
from tamizdat.letters.store import values
from tamizdat.letters.store.database import Store
from tamizdat.letters.transport.choose import ByProvider, transport_of
from tamizdat.letters.wording import Wording

MUCH = 500
"""Letters that a sender hands over without a pause before it starts helpers."""
HELPER_IDLE = 5.0
"""Seconds without work after which a helper ends."""
_NAME = "site_name."


class Mail(Protocol):
    """The table [mail] of the settings."""

    @property
    def route(self) -> tuple[str, str]: ...
    @property
    def reply_address(self) -> str: ...
    @property
    def connections(self) -> int: ...
    @property
    def per_minute(self) -> int: ...
    @property
    def per_minute_and_domain(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What a sender needs; it can be passed to another process. `keys` holds the DKIM keys, `folder` is the newsroom's.

    `first_wait` and `longest_wait` are the seconds to wait when the server takes nothing.
    """

    store: str = field(repr=False)
    keys: Path
    folder: Path
    mail: Mail = field(repr=False)
    links_key: bytes = field(repr=False)
    site: str
    processes: int = 0
    by_provider: ByProvider | None = None
    first_wait: float = FIRST_WAIT
    longest_wait: float = LONGEST_WAIT


def run(setup: Setup, stop: threading.Event) -> None:
    """Until `stop` is set. `setup.processes`: at most so many, 0: one for each processor. Raises LettersError."""
    if not setup.mail.route[0]:
        while not stop.is_set():  # no server is named: what waits goes on waiting
            time.sleep(0.5)
        return
    helpers = _Helpers(setup)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_send(setup, stop.is_set, helpers.look_after))
    finally:
        helpers.stop()


async def _send(setup: Setup, should_stop: Callable[[], bool], look_after: Callable[[Dispatch], None]) -> None:
    store = Store(setup.store)
    server, sender = setup.mail.route
    dispatch = Dispatch(
        store,
        transport_of(server, setup.folder, sender.rpartition("@")[2], setup.by_provider),
        wording=_wording(store, setup),
        connections=setup.mail.connections,
        limits=Limits(setup.mail.per_minute, setup.mail.per_minute_and_domain),
        backoff=Backoff(setup.first_wait, setup.longest_wait),
        should_stop=should_stop,
    )

    async def watch() -> None:
        while True:
            await asyncio.sleep(0.5)
            look_after(dispatch)

    watching = asyncio.create_task(watch())
    try:
        await dispatch.run()
    finally:
        watching.cancel()
        store.close()


def _wording(store: Store, setup: Setup) -> Callable[[], Wording]:
    """The templates that are right now: the same ones until the desk changes a name or the address of the site."""
    links, keys = tools_of(setup)
    last: list[Wording] = []

    def current() -> Wording:
        known = values.all_of(store)
        names = {name.removeprefix(_NAME): value for name, value in known.items() if name.startswith(_NAME)}
        origin = origin_of(known, setup)
        if not last or last[0].origin != origin or last[0].names != names:
            last[:] = [Wording(store, origin, links, keys, names)]
        return last[0]

    return current


def origin_of(known: Mapping[str, str], setup: Setup) -> Origin:
    """By the values in the store: the desk may have changed the address of the site."""
    site = known.get("links_at") or known.get("site") or setup.site
    return Origin(
        sender=setup.mail.route[1],
        replies=setup.mail.reply_address,
        site=site.rstrip("/"),
        key=return_path.key_of(setup.links_key),
    )


def tools_of(setup: Setup) -> tuple[Links, tuple[Signer, Signer]]:
    domain = setup.mail.route[1].rpartition("@")[2]
    return Links(setup.links_key), signers(load_keys(setup.keys), domain)


class _Helpers:
    """Starts helpers when there is much to send."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._most = (setup.processes or len(os.sched_getaffinity(0))) - 1
        self._processes: list[multiprocessing.process.BaseProcess] = []
        self._idle_at = 0

    def look_after(self, dispatch: Dispatch) -> None:
        self._processes = [process for process in self._processes if process.is_alive()]
        if dispatch.is_idle:
            self._idle_at = dispatch.handed_over
        elif dispatch.handed_over - self._idle_at >= MUCH and not self._processes and not self._setup.mail.per_minute:
            self._processes = [self._started() for _ in range(self._most)]

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()

    def _started(self) -> multiprocessing.process.BaseProcess:
        # A process that is forked from this one would share its connections and its loop.
        process = multiprocessing.get_context("spawn").Process(target=help_sending, args=(self._setup, os.getpid()))
        process.start()
        return process


def help_sending(setup: Setup, parent: int) -> None:
    """What a helper does: it sends until there is nothing to send, or until its parent is gone."""
    logging.basicConfig(format="%(message)s")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    idle_since = time.monotonic()

    def look_after(dispatch: Dispatch) -> None:
        nonlocal idle_since
        if not dispatch.is_idle:
            idle_since = time.monotonic()
        if time.monotonic() - idle_since > HELPER_IDLE or os.getppid() != parent:
            stop.set()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_send(setup, stop.is_set, look_after))
