"""`tamizdat init DIR`: a new newsroom, all of it or nothing."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click


@click.command("init", short_help="Make a new newsroom in a folder.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="", help="The newsroom's name, as readers see it; the desk can change it.")
@click.option(
    "--languages",
    default="en",
    show_default=True,
    help="The site's languages as BCP 47 tags, such as en,ru; the first one is the default.",
)
@click.option("--canonical", default="", help="The site's main address, such as https://example.org, if there is one.")
@click.option(
    "--time-zone", default="", help="Of dates in addresses and on pages, such as Asia/Tbilisi; UTC otherwise."
)
def verb(folder: Path, name: str, languages: str, canonical: str, time_zone: str) -> None:
    """Make a new newsroom in DIR, which must be empty or not exist yet.

    Writes newsroom.toml with every setting explained, makes the folders and the database, and says what to run next.
    When it fails, nothing is left behind.
    """
    from tamizdat.config.checking import problem

    codes = [code.strip() for code in languages.split(",") if code.strip()]
    if wrong := problem("languages", codes, ["en"]):
        raise click.BadParameter(f"it {wrong}", param_hint="--languages")
    if wrong := problem("canonical", canonical, ""):
        raise click.BadParameter(f"it {wrong}", param_hint="--canonical")
    if time_zone and (wrong := problem("time_zone", time_zone, "")):
        raise click.BadParameter(wrong, param_hint="--time-zone")
    given = {"canonical": canonical, "time_zone": time_zone}
    create(folder, name=name, settings={"languages": codes} | {key: value for key, value in given.items() if value})
    click.echo(f"The newsroom is ready: {folder}. Next:")
    click.echo(f"  tamizdat -C {shlex.quote(str(folder))} user add NAME --admin")
    click.echo(f"  tamizdat -C {shlex.quote(str(folder))} serve")


def create(folder: Path, *, name: str, settings: Mapping[str, Any]) -> None:
    """Make the newsroom with these in its newsroom.toml; when it fails, nothing is left behind."""
    from tamizdat.config.placing import new_folder

    with new_folder(folder) as making:
        _fill(making, name, settings)


def _fill(folder: Path, name: str, settings: Mapping[str, Any]) -> None:
    from tamizdat.cli.django import start
    from tamizdat.cli.progress import bar
    from tamizdat.config.layout import make

    make(folder, settings)
    start(folder, new=True, migrated=False)

    from django.db import connections

    from tamizdat.config.django import NEWSROOM
    from tamizdat.config.migrating import migrate
    from tamizdat.newsroom.actions.newsroom import set_up

    with bar("Making the database", "steps") as progress:
        migrate(NEWSROOM, progress)
    set_up(name)
    connections.close_all()  # SQLite then folds its journal into the one file that is moved
