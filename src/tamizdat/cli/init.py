"""`tamizdat init DIR`: a new newsroom, all of it or nothing."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tamizdat import theme
from tamizdat.cli.django import set_up_django
from tamizdat.cli.progress import progress_bar
from tamizdat.config.checking import problem
from tamizdat.config.layout import make_layout
from tamizdat.operations.new_folder import new_folder
from tamizdat.render.catalogue import without_texts


@click.command("init")
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
def command(folder: Path, name: str, languages: str, canonical: str, time_zone: str) -> None:
    """Make a new newsroom in DIR, which must be empty or not exist yet.

    Writes newsroom.toml with every setting explained, makes the folders and the database, and says what to run next.
    When it fails, nothing is left behind.
    """
    codes = [code.strip() for code in languages.split(",") if code.strip()]
    if unusable := problem("languages", codes, ["en"]):
        raise click.BadParameter(f"it {unusable}", param_hint="--languages")
    if unusable := problem("canonical", canonical, ""):
        raise click.BadParameter(f"it {unusable}", param_hint="--canonical")
    if time_zone and (unusable := problem("time_zone", time_zone, "")):
        raise click.BadParameter(unusable, param_hint="--time-zone")
    optional = {"canonical": canonical, "time_zone": time_zone}
    create(folder, name=name, settings={"languages": codes} | {key: value for key, value in optional.items() if value})
    if silent := without_texts([theme.FOLDER], codes):
        words = "the site's own words are in English until somebody translates them (docs/languages.md)."
        click.echo(f"Note: in {', '.join(silent)} {words}")
    click.echo(f"The newsroom is ready: {folder}. Next:")
    click.echo(f"  tamizdat -C {shlex.quote(str(folder))} user add NAME --admin")
    click.echo(f"  tamizdat -C {shlex.quote(str(folder))} serve")


def create(folder: Path, *, name: str, settings: Mapping[str, Any]) -> None:
    """Make the newsroom with `settings` in its newsroom.toml; when it fails, nothing is left behind."""
    with new_folder(folder) as temporary:
        make_layout(temporary, settings)
        newsroom = set_up_django(temporary, new=True, migrated=False)
        from tamizdat.operations.migrate import create_database

        with progress_bar("Making the database", "steps") as progress:
            create_database(newsroom, name, progress)
