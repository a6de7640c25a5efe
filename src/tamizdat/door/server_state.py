"""What the connections of one process share: the site, the clock, the number of open connections, and the error log."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import time
import traceback
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

from tamizdat.audience.errors import AudienceError
from tamizdat.door import limits
from tamizdat.door.api import Api, is_for_api
from tamizdat.door.conditions import http_date
from tamizdat.door.daily_visitors import DailyVisitors
from tamizdat.door.search.service import SearchService
from tamizdat.door.settings import DoorSettings
from tamizdat.door.site import Site

log = logging.getLogger("tamizdat.door")
# Besides those of connections: a connection to the desk each, files being sent, the map.
SPARE_FILES = 64
REPEAT_REPORT_SECONDS = 60


class OpenConnection(Protocol):
    """A client's connection as the server sees it: it can be ended."""

    deadline: float

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
        self.bodies = 0  # forms that are held
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
        self.public = settings.public
        self.desk = settings.desk_socket
        self.trust_forwarded = settings.trust_forwarded
        self._connections: set[OpenConnection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._reported_at: dict[str, float] = {}
        self._max_connections = min(limits.MOST_CONNECTIONS, (_open_files() - SPARE_FILES) // 2)
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

    def handler_for(self, target: bytes) -> SearchService | Api | None:
        """The handler of a request that is not for a file of the edition; None: the site answers."""
        if self.search is not None and self.search.is_for(target):
            return self.search
        return self.api if self.api is not None and is_for_api(target) else None

    def admit(self, connection: OpenConnection) -> bool:
        if len(self._connections) >= self._max_connections:
            self.report(None, f"{self._max_connections} connections are open, so more are turned away")
            return False
        self._connections.add(connection)
        return True

    def forget(self, connection: OpenConnection) -> None:
        self._connections.discard(connection)

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
        if isinstance(error, AudienceError):
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


def _open_files() -> int:
    """The number of files that this process may open, after raising the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * limits.MOST_CONNECTIONS + SPARE_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
