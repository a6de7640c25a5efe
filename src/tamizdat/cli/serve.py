"""`tamizdat serve`: the public process, the desk, the worker and the sender, together or one of them.

The process that keeps them running imports none of their modules, so it stays small: parts/ has one for each.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module

import click

from tamizdat.cli.errors import CommandError
from tamizdat.cli.options import GlobalOptions
from tamizdat.cli.supervisor import PUBLIC, Supervisor
from tamizdat.config.newsroom import Newsroom, load
from tamizdat.operations import locks
from tamizdat.operations.desk_socket import require_short_path
from tamizdat.operations.owner import refuse_foreign_root

SENDER = "sender"
PARTS = (PUBLIC, "desk", "worker", SENDER)
"""Modules of parts/."""


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port instead of newsroom.toml's.")
@click.option("--only", type=click.Choice(PARTS), help="Run one part, as a production set-up does.")
@click.pass_obj
def command(options: GlobalOptions, port: int | None, only: str | None) -> None:
    """Serve the public site, the desk under /desk/, bake what changes and send letters, until Ctrl-C.

    Each of them is a process of its own; one that dies is started again.
    """
    if only is None:
        serve_all(options, port)
    else:
        serve_part(options, port, only)


def serve_all(options: GlobalOptions, port: int | None) -> None:
    """All parts, until Ctrl-C or SIGTERM. Ends the program with status 1 when the public process could not begin."""
    newsroom = load(options.folder)
    refuse_foreign_root(newsroom.folder)
    newsroom.state.mkdir(mode=0o700, exist_ok=True)
    require_short_path(newsroom.desk_socket)
    if not locks.hold(newsroom.state / locks.SERVE, alone=True):
        raise CommandError(
            f"{newsroom.folder} is being served already. Stop that `tamizdat serve` first, or run a single part as "
            "well: tamizdat serve --only public --port PORT."
        )
    port = port or newsroom.port
    site = site_address(newsroom, port)

    def part_command(part: str) -> list[str]:
        debug = ["--debug"] if options.debug else []
        program = [sys.executable, "-m", "tamizdat", *debug, "-C", str(newsroom.folder)]
        return [*program, "serve", "--only", part, *(["--port", str(port)] if part == PUBLIC else [])]

    def on_ready() -> None:
        click.echo(f"The site: {site}/\nThe desk: {site}/desk/ (in a few seconds)\nCtrl-C stops them.")

    status = Supervisor(
        command=part_command,
        parts=[part for part in PARTS if part != SENDER or newsroom.mail.route[0]],
        address=(newsroom.host, port),
        on_ready=on_ready,
        log=lambda line: click.echo(line, err=True),
    ).run()
    if status:
        raise click.exceptions.Exit(status)


def site_address(newsroom: Newsroom, port: int) -> str:
    """The site's URL for a browser on this machine, without a slash at its end."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(newsroom.host, newsroom.host)
    return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{port}"


def serve_part(options: GlobalOptions, port: int | None, part: str) -> None:
    """One part, in this process, until SIGTERM or Ctrl-C."""
    if port and part != PUBLIC:
        raise click.UsageError(f"--port is the public process's; the {part} has none.")
    logging.basicConfig(format="%(message)s")
    newsroom = load(options.folder)
    refuse_foreign_root(newsroom.folder)
    newsroom.state.mkdir(mode=0o700, exist_ok=True)
    import_module(f"tamizdat.cli.parts.{part}").run(newsroom, port or newsroom.port)
