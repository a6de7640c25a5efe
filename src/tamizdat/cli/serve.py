"""`tamizdat serve`: the public process, the desk and the worker, together or one of them."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from tamizdat.cli.errors import CommandError
from tamizdat.cli.program import Asked

if TYPE_CHECKING:
    from tamizdat.config.newsroom import Newsroom

PARTS = ("public", "desk", "worker")
LONGEST_SOCKET = 107
LAST_WORDS = 5.0
"""Seconds after which a worker that was told to stop in the midst of a long bake just ends: the bake goes on later."""


@click.command("serve", short_help="Serve the site and the desk, and bake what changes.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port instead of newsroom.toml's.")
@click.option("--only", type=click.Choice(PARTS), help="Run one part, as a production set-up does.")
@click.pass_obj
def verb(asked: Asked, port: int | None, only: str | None) -> None:
    """Serve the public site, the desk under /desk/, and bake what changes, until Ctrl-C.

    Each of the three is a process of its own; one that dies is started again.
    """
    together(asked, port) if only is None else alone(asked.folder, port, only)


def together(asked: Asked, port: int | None) -> None:
    """All parts, until Ctrl-C or SIGTERM. Ends the program when the public process could not begin."""
    from tamizdat.cli.supervisor import Supervisor
    from tamizdat.config.locks import hold
    from tamizdat.config.newsroom import load

    newsroom = load(asked.folder)
    newsroom.state.mkdir(mode=0o700, exist_ok=True)
    _fit(newsroom.desk_socket)
    if not hold(newsroom.state / "serve.lock", alone=True):
        raise CommandError(
            f"{newsroom.folder} is being served already. Stop that `tamizdat serve` first, or run a single part beside "
            "it: tamizdat serve --only public --port PORT."
        )
    port = port or newsroom.port
    site = address(newsroom, port)

    def command(part: str) -> list[str]:
        program = [sys.executable, "-m", "tamizdat", "-C", str(newsroom.folder), *(["--debug"] if asked.debug else [])]
        return [*program, "serve", "--only", part, *(["--port", str(port)] if part == "public" else [])]

    def ready() -> None:
        click.echo(f"The site: {site}/\nThe desk: {site}/desk/ (in a few seconds)\nCtrl-C stops them.")

    status = Supervisor(
        command=command,
        parts=PARTS,
        address=(newsroom.host, port),
        ready=ready,
        say=lambda line: click.echo(line, err=True),
    ).run()
    if status:
        raise click.exceptions.Exit(status)


def address(newsroom: Newsroom, port: int) -> str:
    """Where a browser on this machine finds the site."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(newsroom.host, newsroom.host)
    return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{port}"


def alone(folder: Path, port: int | None, part: str) -> None:
    """One part, in this process, until SIGTERM or Ctrl-C."""
    if port and part != "public":
        raise click.UsageError(f"--port is the public process's; the {part} has none.")
    logging.basicConfig(format="%(message)s")
    from tamizdat.config.newsroom import load

    newsroom = load(folder)
    newsroom.state.mkdir(mode=0o700, exist_ok=True)
    if part == "public":
        _public(newsroom, port or newsroom.port)
    elif part == "desk":
        _desk(newsroom)
    else:
        _worker(newsroom)


def _public(newsroom: Newsroom, port: int) -> None:
    from tamizdat.config.locks import hold
    from tamizdat.door import DoorSettings, serve

    hold(newsroom.state / "public.lock")  # only says that it runs: several may, on ports of their own
    serve(
        DoorSettings(
            public=newsroom.public,
            host=newsroom.host,
            port=port,
            desk_socket=newsroom.desk_socket,
            cache_bytes=newsroom.cache_megabytes * 1024 * 1024,
            languages=newsroom.languages,
            canonical=newsroom.canonical,
            trust_forwarded=newsroom.behind_proxy,
            processes=newsroom.door_processes,
            audience=newsroom.audience,
            time_zone=newsroom.time_zone,
            search=newsroom.search / "public",
            theme=newsroom.theme,
        )
    )


def _desk(newsroom: Newsroom) -> None:
    from tamizdat.cli.django import look
    from tamizdat.config.locks import hold

    if not hold(newsroom.state / "desk.lock", alone=True):
        raise CommandError(
            f"The desk of {newsroom.folder} runs already. Stop it, or the `tamizdat serve` it belongs to."
        )
    look(newsroom.folder)
    _fit(newsroom.desk_socket)
    newsroom.desk_socket.unlink(missing_ok=True)  # of a desk that was killed: with the lock in hand, it is nobody's
    from tamizdat.desk.serving import serve

    serve(newsroom.folder, newsroom.desk_socket)


def _fit(socket: Path) -> None:
    if len(os.fsencode(socket)) > LONGEST_SOCKET:
        raise CommandError(
            f"{socket} is too long a path for the desk's socket: the system takes {LONGEST_SOCKET} bytes. Move the newsroom "
            "to a folder with a shorter path; moving it harms nothing."
        )


def _worker(newsroom: Newsroom) -> None:
    from tamizdat.cli.django import start

    stop = threading.Event()
    _set_when_told(stop)
    start(newsroom.folder)
    from tamizdat.config import wiring

    wiring.bakery().work(stop)


def _set_when_told(stop: threading.Event) -> None:
    """Set `stop` at SIGTERM or Ctrl-C; a bake that takes longer than LAST_WORDS then is cut off.

    The signal's handler only writes to a pipe: `stop` has a lock, which the interrupted code may be holding.
    """
    ear, mouth = os.pipe()
    owner = os.getpid()

    def told(number: int, frame: FrameType | None) -> None:
        if os.getpid() != owner:  # forked for a bake
            os._exit(128 + number)
        os.write(mouth, b".")

    def listen() -> None:
        os.read(ear, 1)
        stop.set()
        time.sleep(LAST_WORDS)
        for child in multiprocessing.active_children():
            child.kill()
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    threading.Thread(target=listen, daemon=True).start()
