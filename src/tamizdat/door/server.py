"""Owns the port: one process, or several that share it under a parent which replaces any that dies."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import time

import uvloop

from tamizdat.door.connection import Connection
from tamizdat.door.daily_visitors import DailyVisitors
from tamizdat.door.errors import DoorError
from tamizdat.door.limits import STOP_SECONDS
from tamizdat.door.server_state import ServerState, log
from tamizdat.door.settings import DoorSettings

BACKLOG = 1024
# A process that dies at once, again and again, is not replaced faster than this.
RESTART_SECONDS = 1.0


def serve(settings: DoorSettings) -> None:
    """Serve until SIGTERM or SIGINT. Raises DoorError when the address cannot be had. Call it in the main thread."""
    listener = _listen(settings)
    visitors = DailyVisitors() if settings.audience is not None else None
    try:
        if settings.processes == 1:
            uvloop.run(_work(settings, listener, visitors))
        else:
            _Parent(settings, listener, visitors).run()
    finally:
        listener.close()


def _listen(settings: DoorSettings) -> socket.socket:
    where = f"{settings.host or '*'}:{settings.port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
        return listener
    except socket.gaierror:
        raise DoorError(
            f"Cannot serve at {where}: no such host. Give an address of this machine, such as 127.0.0.1."
        ) from None
    except OSError as error:
        raise DoorError(_why_not(where, settings.port, error)) from None


def _why_not(where: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Cannot serve at {where}: the port is in use. Stop the program that has it "
            f"(`ss -ltnp 'sport = :{port}'` names it) or give another with --port."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Cannot serve at {where}: this user may not use port {port}. Give one above 1023 with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"Cannot serve at {where}: it is not an address of this machine. 127.0.0.1 and 0.0.0.0 are."
    return f"Cannot serve at {where}: {error.strerror}. Give another address or --port."


async def _work(
    settings: DoorSettings, listener: socket.socket, visitors: DailyVisitors | None, lifeline: int | None = None
) -> None:
    """One process's service. `lifeline` is a pipe whose other end closes when the parent is no more."""
    loop = asyncio.get_running_loop()
    stop_requested = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_requested.set)
    if lifeline is not None:
        loop.add_reader(lifeline, stop_requested.set)
    state = ServerState(settings, loop, visitors)
    server = await loop.create_server(lambda: Connection(state), sock=listener)
    await stop_requested.wait()
    server.close()
    await state.shut_down()


class _Parent:
    def __init__(self, settings: DoorSettings, listener: socket.socket, visitors: DailyVisitors | None) -> None:
        self._settings = settings
        self._visitors = visitors
        self._listener = listener
        self._children: dict[int, float] = {}  # process id: when it began
        self._stopping = False
        self._lifeline = os.pipe()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for _ in range(self._settings.processes):
            self._begin()
        while self._children:
            try:
                gone, _ = os.wait()
            except ChildProcessError:
                break
            began = self._children.pop(gone, None)
            if began is None or self._stopping:
                continue
            log.error("A public process ended by itself and is replaced.")
            if time.monotonic() - began < RESTART_SECONDS:
                time.sleep(RESTART_SECONDS)
            if not self._stopping:
                self._begin()

    def _begin(self) -> None:
        child = os.fork()
        if child:
            self._children[child] = time.monotonic()
            return
        status = 1
        try:
            os.close(self._lifeline[1])
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            uvloop.run(_work(self._settings, self._listener, self._visitors, self._lifeline[0]))
            status = 0
        except Exception as error:  # a child must never return into its parent's code
            log.error("A public process cannot go on: %s", type(error).__name__)
        finally:
            os._exit(status)

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True
        for child in list(self._children):
            os.kill(child, signal.SIGTERM)
        signal.signal(signal.SIGALRM, self._kill)
        signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS + 2)

    def _kill(self, number: int, frame: object) -> None:
        for child in list(self._children):
            os.kill(child, signal.SIGKILL)
