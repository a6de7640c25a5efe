"""`tamizdat demo`: a newsroom with content of our own, served at once."""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import click

from tamizdat.cli.bake import bake_edition
from tamizdat.cli.django import set_up_django
from tamizdat.cli.errors import CommandError
from tamizdat.cli.options import GlobalOptions
from tamizdat.cli.progress import progress_bar
from tamizdat.config.newsroom import SETTINGS_FILE
from tamizdat.config.settings import as_toml, by_name
from tamizdat.kit.files import write_atomically

LOGINS_FILE = "demo-logins.txt"
FILLED_MARK = ".demo-filled"
"""An empty file: the content is in."""
NAME, LANGUAGES, TIME_ZONE = "The Pass", "en,ru", "Asia/Tbilisi"
PORT = 8000
"""newsroom.toml's default."""
MAIL = {"mail.server": "folder:mail", "mail.sender": "letters@the-pass.example.org"}
"""Mail of the demo goes into a folder of it, which the desk shows: nothing leaves the machine."""
ACCOUNTS = {"editor": False, "admin": True}
"""Names, and whether each is an administrator."""


@click.command("demo")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("demo-newsroom"))
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port instead of newsroom.toml's.")
@click.option("--no-serve", is_flag=True, help="Only make it.")
@click.pass_obj
def command(options: GlobalOptions, folder: Path, port: int | None, no_serve: bool) -> None:
    """Make the demo newsroom in DIR, bake it and serve it, until Ctrl-C. The second time it is only baked and served."""
    if not (folder / SETTINGS_FILE).exists():
        _init(folder, port or PORT)
    _fill(folder)
    bake_edition(GlobalOptions(folder=folder, debug=options.debug), full=False)
    click.echo(f"To sign in at the desk (also in {folder / LOGINS_FILE}):")
    for name, password in _logins(folder).items():
        click.echo(f"  {name:7} {password}")
    click.echo("No mail leaves this machine: sign in as admin and see Letters, Mail on this machine.")
    if no_serve:
        click.echo(f"Serve it: tamizdat -C {shlex.quote(str(folder))} serve")
        return
    sys.stdout.flush()
    serve = _tamizdat(*(["--debug"] if options.debug else []), "-C", str(folder), "serve")
    # In place of this process, which holds all of Django: the supervisor needs none of it.
    os.execv(sys.executable, [*serve, *(["--port", str(port)] if port else [])])


def _tamizdat(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tamizdat", *arguments]


def _init(folder: Path, port: int) -> None:
    """Run `tamizdat init`; ends the program with its status when it fails."""
    # Feeds of podcasts, sitemaps and the like need a main address: the one at which the demo is read.
    settings = ["--name", NAME, "--languages", LANGUAGES, "--time-zone", TIME_ZONE]
    init = _tamizdat("init", str(folder), *settings, "--canonical", f"http://127.0.0.1:{port}")
    done = subprocess.run(init, stdout=subprocess.DEVNULL)  # it prints what to run next, and that is done here
    if done.returncode:
        raise click.exceptions.Exit(done.returncode)
    path = folder / SETTINGS_FILE
    given = by_name(tomllib.loads(path.read_text(encoding="utf-8")))
    write_atomically(path, as_toml(given | MAIL).encode(), mode=0o600)


def _fill(folder: Path) -> None:
    """Make the accounts and the content, unless that was done; what was interrupted goes on."""
    set_up_django(folder)
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from tamizdat.demo.fill import fill
    from tamizdat.demo.filling import reads
    from tamizdat.newsroom.actions import people
    from tamizdat.newsroom.models import Article

    if not (folder / LOGINS_FILE).exists():
        if Article.objects.exists():
            raise CommandError(f"{folder} holds a newsroom that is no demo. Choose another folder.")
        _write_logins(folder)
    for name, password in _logins(folder).items():
        if not get_user_model().objects.filter(username=name).exists():
            people.add_user(name, password=password, admin=ACCOUNTS.get(name, False))
    if not (folder / FILLED_MARK).exists():
        with progress_bar("Filling the demo newsroom", "steps") as progress:
            fill(progress)
        (folder / FILLED_MARK).touch()
    reads.invent(settings.NEWSROOM.audience, timezone.localdate())
    _invent_readers(folder)


def _invent_readers(folder: Path) -> None:
    """Readers of the newsletters, unless there are some."""
    newsroom = set_up_django(folder)
    from tamizdat.config import wiring
    from tamizdat.demo.filling import readers
    from tamizdat.edition import consent
    from tamizdat.letters.store import shown
    from tamizdat.newsroom.models import LetterList
    from tamizdat.operations.letters import Letters
    from tamizdat.operations.mail import setup_of

    letters, edition = Letters(newsroom), wiring.edition(newsroom)
    letters.sync()  # a reader can join a list, and be shown a sentence, only once both are handed over
    readers.invent(
        letters.store,
        setup_of(newsroom).links_key,
        lists=dict(LetterList.objects.values_list("slug", "pk")),
        shown={
            code: shown.digest(code, text) for code, text in consent.shown(edition.renderer, edition.reader.languages)
        },
        now=int(time.time()),
    )


def _write_logins(folder: Path) -> None:
    """Passwords are made for each demo: a known one would stay when somebody puts their demo on the internet."""
    lines = (f"{name} {'-'.join(secrets.token_hex(2) for _ in range(3))}\n" for name in ACCOUNTS)
    write_atomically(folder / LOGINS_FILE, "".join(lines).encode(), mode=0o600)


def _logins(folder: Path) -> dict[str, str]:
    """{account: password}."""
    lines = (folder / LOGINS_FILE).read_text().splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line.strip())
