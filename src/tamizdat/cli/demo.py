"""`tamizdat demo`: a newsroom with content of our own, served at once."""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
import sys
from pathlib import Path

import click

from tamizdat.cli.errors import CommandError
from tamizdat.cli.program import Asked

LOGINS = "demo-logins.txt"
FILLED = ".demo-filled"
LANGUAGES, TIME_ZONE = "en,ru", "Asia/Tbilisi"
PORT = 8000
"""Where newsroom.toml has it listen."""
NAME = "The Pass"
PEOPLE = {"editor": False, "admin": True}
"""Accounts, and whether each may do everything."""


@click.command("demo", short_help="Make a newsroom with demo content and serve it.")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("demo-newsroom"))
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port instead of newsroom.toml's.")
@click.option("--no-serve", is_flag=True, help="Only make it.")
@click.pass_obj
def verb(asked: Asked, folder: Path, port: int | None, no_serve: bool) -> None:
    """Make the demo newsroom in DIR, bake it and serve it, until Ctrl-C. The second time it goes straight on."""
    from tamizdat.config.newsroom import FILE

    if not (folder / FILE).exists():
        # Feeds of podcasts, sitemaps and the like want a main address: the one at which the demo is read.
        address = f"http://127.0.0.1:{port or PORT}"
        given = {"--name": NAME, "--languages": LANGUAGES, "--canonical": address, "--time-zone": TIME_ZONE}
        init = _tamizdat("init", str(folder), *(word for pair in given.items() for word in pair))
        made = subprocess.run(init, stdout=subprocess.DEVNULL)  # what it says to do next is done here
        if made.returncode:
            raise click.exceptions.Exit(made.returncode)
    _fill(folder)
    from tamizdat.cli.bake import edition

    edition(Asked(folder=folder, debug=asked.debug), full=False)
    click.echo(f"To sign in at the desk (also in {folder / LOGINS}):")
    for name, password in _logins(folder).items():
        click.echo(f"  {name:7} {password}")
    if no_serve:
        click.echo(f"Serve it: tamizdat -C {shlex.quote(str(folder))} serve")
        return
    sys.stdout.flush()
    words = _tamizdat(*(["--debug"] if asked.debug else []), "-C", str(folder), "serve")
    # In place of this process, which holds all of Django: the supervisor needs none of it.
    os.execv(sys.executable, [*words, *(["--port", str(port)] if port else [])])


def _tamizdat(*words: str) -> list[str]:
    return [sys.executable, "-m", "tamizdat", *words]


def _fill(folder: Path) -> None:
    """Put people and content in, unless that was done; one that was broken off goes on."""
    from tamizdat.cli.django import start
    from tamizdat.cli.progress import bar

    start(folder)

    from django.contrib.auth import get_user_model

    from tamizdat.demo import fill
    from tamizdat.newsroom.actions import people
    from tamizdat.newsroom.models import Article

    if not (folder / LOGINS).exists():
        if Article.objects.exists():
            raise CommandError(f"{folder} holds a newsroom that is no demo. Choose another folder.")
        _write_logins(folder)
    for name, password in _logins(folder).items():
        if not get_user_model().objects.filter(username=name).exists():
            people.add_user(name, password=password, admin=PEOPLE.get(name, False))
    if not (folder / FILLED).exists():
        with bar("Filling the demo newsroom", "steps") as progress:
            fill.fill(progress)
        (folder / FILLED).touch()


def _write_logins(folder: Path) -> None:
    """Passwords are made for each demo: a well-known one would stay when somebody puts their demo on the net."""
    from tamizdat.kit.files import write_atomically

    text = "".join(f"{name} {secrets.token_hex(2)}-{secrets.token_hex(2)}-{secrets.token_hex(2)}\n" for name in PEOPLE)
    write_atomically(folder / LOGINS, text.encode(), mode=0o600)


def _logins(folder: Path) -> dict[str, str]:
    lines = (folder / LOGINS).read_text().splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line.strip())
