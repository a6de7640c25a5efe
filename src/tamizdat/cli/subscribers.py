"""`tamizdat subscribers import` and `tamizdat subscribers export`: readers of newsletters, in and out."""

from __future__ import annotations

import time
from pathlib import Path

import click

from tamizdat.cli.errors import CommandError
from tamizdat.cli.options import GlobalOptions
from tamizdat.cli.progress import progress_bar
from tamizdat.letters.links import load_key
from tamizdat.letters.moving import exporting, importing
from tamizdat.letters.store import Store
from tamizdat.operations.access import open_newsroom


@click.group("subscribers")
def command() -> None:
    """Readers of newsletters."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--list", "lists", multiple=True, metavar="SLUG", help="The list that they are for; may be repeated.")
@click.option("--language", default="", help="Of those whose line names none; the newsroom's first one if not given.")
@click.pass_obj
def import_subscribers(options: GlobalOptions, file: Path, lists: tuple[str, ...], language: str) -> None:
    """Take subscribers from FILE: our own export, Mailchimp's or Ghost's, or any CSV with a column of addresses.

    Nobody is doubled, and nobody who left, complained or was erased comes back. Lines that give no subscriber are named by
    number; the exit status is then 1.
    """
    newsroom = open_newsroom(options.folder)
    if language and language not in newsroom.languages:
        raise CommandError(f"{language!r} is no language of this newsroom. It has {', '.join(newsroom.languages)}.")
    with progress_bar("Importing", "bytes") as progress:
        report = importing.run(
            Store(newsroom.letters),
            load_key(newsroom.keys),
            file,
            slugs=lists,
            languages=newsroom.languages,
            language=language or newsroom.languages[0],
            now=int(time.time()),
            progress=progress,
        )
    for line, why in report.named:
        click.echo(f"line {line}: {why}", err=True)
    if (rest := report.unusable - len(report.named)) > 0:
        click.echo(f"… and {rest:,} more unusable lines.", err=True)
    if report.unknown_lists:
        click.echo(f"Lists that are not here and were left out: {', '.join(sorted(report.unknown_lists))}.", err=True)
    click.echo(
        f"Subscribers: {report.taken:,} taken, {report.there:,} there already, {report.left:,} kept as having left, "
        f"{report.suppressed:,} suppressed, {report.unusable:,} unusable."
    )
    if report.unusable:
        raise click.exceptions.Exit(1)


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@click.pass_obj
def export_subscribers(options: GlobalOptions, file: Path, force: bool) -> None:
    """Write all subscribers to FILE, a CSV with their lists, choices and consents. It reads back without loss.

    FILE holds addresses of people: keep it private, and delete it when it has served.
    """
    newsroom = open_newsroom(options.folder)
    with progress_bar("Exporting", "subscribers") as progress:
        number = exporting.run(Store(newsroom.letters), file, overwrite=force, progress=progress)
    click.echo(f"Exported {number:,} subscribers to {file}.")
