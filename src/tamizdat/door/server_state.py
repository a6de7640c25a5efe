"""What the connections of one process share: the site, the clock, the number of open connections, and the error log."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import time
import traceback
from collections import Counter
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

from tamizdat.audience.errors import AudienceError
from tamizdat.door import limits
from tamizdat.door.api import Api, is_for_api
from tamizdat.door.conditions import http_date
from tamizdat.door.daily_visitors import DailyVisitors
from tamizdat.door.letters.service import LettersService
from tamizdat.door.search.service import SearchService
from tamizdat.door.settings import DoorSettings
from tamizdat.door.site import Site
from tamizdat.kit.networks import network
from tamizdat.letters.errors import LettersError

log = logging.getLogger("tamizdat.door")
# Besides those of connections: a connection to the desk each, files being sent, the map.
SPARE_FILES = 64
REPEAT_REPORT_SECONDS = 60


class OpenConnection(Protocol):
    """A client's connection as the server sees it: it can be ended."""

    deadline: float

    def peer_address(self) -> bytes: ...

    def deadline_passed(self) -> None: ...

    def stop(self) -> None:
        """Finish the answers under way, begin no other."""

    def abort(self) -> None: ...


class ServerState:
    def __init__(
        self, settings: DoorSettings, loop: asyncio.AbstractEventLoop, visitors: DailyVisitors | None = None
    ) -> None:
        """`visitors` is shared with the other processes; without it, or without a store, there are no write endpoints."""
        self.loop = loop
        self.site = Site(settings)
        self.api: Api | None = None
        if visitors is not None and settings.audience is not None:
            self.api = Api(
                store=settings.audience,
                site=self.site,
                visitors=visitors,
                languages=settings.languages,
                time_zone=settings.time_zone,
                report=self.report,
            )
        self.search: SearchService | None = None
        if settings.search is not None:
            self.search = SearchService(settings, self.api.count_missed_search if self.api is not None else None)
        self.letters: LettersService | None = None
        if settings.letters and settings.keys is not None:
            self.letters = LettersService(settings, self.site, self.report)
        self.public = settings.public
        self.desk = settings.desk_socket
        self.trust_forwarded = settings.trust_forwarded
        self._connections: set[OpenConnection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._reported_at: dict[str, float] = {}
        self._max_connections = min(limits.MOST_CONNECTIONS, (_open_files() - SPARE_FILES) // 2)
        self._by_network: Counter[bytes] = Counter()  # connections that are open
        self._forms_by_network: Counter[bytes] = Counter()  # forms that are held
        self.now = loop.time()
        self.date = b""
        loop.set_exception_handler(lambda _, context: self.report(context.get("exception"), context["message"]))
        self.tick()

    def tick(self) -> None:
        """Once a second: the time, as connections and the Date header know it, and an end to what takes too long."""
        self.now = self.loop.time()
        self.date = f"Date: {http_date(time.time())}\r\n".encode("ascii")
        for connection in list(self._connections):
            if connection.deadline < self.now:
                connection.deadline_passed()
        if self.api is not None and self.api.tick(self.now):
            self.run_task(self.api.store_reads(self.now))
        self.loop.call_later(1.0, self.tick)

    def handler_for(self, target: bytes) -> SearchService | LettersService | Api | None:
        """The handler of a request that is not for a file of the edition; None: the site answers."""
        if self.search is not None and self.search.is_for(target):
            return self.search
        if self.letters is not None and self.letters.is_for(target):
            return self.letters
        return self.api if self.api is not None and is_for_api(target) else None

    def most_body(self, target: bytes) -> int:
        """Bytes of a body that is wanted when it is posted there; 0: none is."""
        handler = self.handler_for(target) if is_for_api(target) else None
        if isinstance(handler, LettersService):
            return handler.most_body(target)
        return limits.MOST_BODY if isinstance(handler, Api) else 0

    def admit(self, connection: OpenConnection) -> bool:
        if len(self._connections) >= self._max_connections:
            self.report(None, f"{self._max_connections} connections are open, so more are turned away")
            return False
        peer = self._network_of(connection)
        if peer and self._by_network[peer] >= self._max_connections // limits.NETWORK_SHARE:
            self.report(None, "One network has its share of the connections open, so more of its own are turned away")
            return False
        self._by_network[peer] += 1
        self._connections.add(connection)
        return True

    def forget(self, connection: OpenConnection) -> None:
        if connection in self._connections:
            self._connections.discard(connection)
            _count_down(self._by_network, self._network_of(connection))

    def hold_form(self, client: bytes) -> bool:
        """Whether a form of the client with this address may be held; then call `let_go_of_form` when it is answered."""
        client = network(client)
        share = limits.MOST_BODIES // limits.NETWORK_SHARE
        if self._forms_by_network.total() >= limits.MOST_BODIES or self._forms_by_network[client] >= share:
            return False
        self._forms_by_network[client] += 1
        return True

    def let_go_of_form(self, client: bytes) -> None:
        _count_down(self._forms_by_network, network(client))

    def _network_of(self, connection: OpenConnection) -> bytes:
        """Empty where all connections come from a front server, which has no share but all."""
        return b"" if self.trust_forwarded else network(connection.peer_address())

    def run_task(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it in the background; the event loop alone keeps no reference to a task."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def shut_down(self) -> None:
        """Wait a limited time for the answers under way, then close everything."""
        for connection in list(self._connections):
            connection.stop()
        deadline = self.loop.time() + limits.STOP_SECONDS
        while self._connections and self.loop.time() < deadline:
            await asyncio.sleep(0.02)
        for connection in list(self._connections):
            connection.abort()
        if self.search is not None:
            self.search.close()
        if self.api is not None:
            await self.api.close()
        if self.letters is not None:
            await self.letters.close()

    def is_https(self, headers: Mapping[bytes, bytes]) -> bool:
        if not self.trust_forwarded:
            return False
        return headers.get(b"x-forwarded-proto", b"").rpartition(b",")[2].strip().lower() == b"https"

    def forwarded_headers(self, headers: Mapping[bytes, bytes], peer: bytes) -> list[tuple[bytes, bytes]]:
        """The X-Forwarded headers for the desk: one address, the nearest that someone trusted has seen; scheme; host."""
        host = headers.get(b"host", b"")
        if self.trust_forwarded:
            host = headers.get(b"x-forwarded-host", b"").rpartition(b",")[2].strip() or host
        scheme = b"https" if self.is_https(headers) else b"http"
        address = self.client_address(headers, peer)
        return [(b"X-Forwarded-Proto", scheme), (b"X-Forwarded-Host", host), (b"X-Forwarded-For", address)]

    def client_address(self, headers: Mapping[bytes, bytes], peer: bytes) -> bytes:
        """The client's address, taken from X-Forwarded-For where the front server is trusted."""
        if not self.trust_forwarded:
            return peer
        return headers.get(b"x-forwarded-for", b"").rpartition(b",")[2].strip() or peer

    def report(self, error: BaseException | None, what: str = "A request could not be answered") -> None:
        """Into the log: the kind of error and its place in our code. Never who asked, for what, or with what.

        The text of an exception is left out, since it may quote a request; each kind comes once a minute at most.
        """
        message = what
        if isinstance(error, AudienceError | LettersError):
            message = str(error)  # which names a file and nothing of a reader's
        elif isinstance(error, OSError):
            message += f": {error.strerror}. Look at the rights and the disk of {self.public}"
        elif error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            position = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
            message += f": {type(error).__name__}{position}"
        if self.now - self._reported_at.get(message, float("-inf")) < REPEAT_REPORT_SECONDS:
            return
        self._reported_at = {k: at for k, at in self._reported_at.items() if self.now - at < REPEAT_REPORT_SECONDS}
        self._reported_at[message] = self.now
        log.error("%s", message)


def _count_down(counter: Counter[bytes], key: bytes) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]


def _open_files() -> int:
    """The number of files that this process may open, after raising the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * limits.MOST_CONNECTIONS + SPARE_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
