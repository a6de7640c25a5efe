"""`tamizdat import FORMAT FILE`: stories from elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.options import GlobalOptions
from tamizdat.cli.progress import progress_bar


@click.group("import")
def command() -> None:
    """Bring in stories from elsewhere. Running it again changes what changed and doubles nothing."""


@command.command("jsonl")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def import_jsonl(options: GlobalOptions, file: Path) -> None:
    """Import FILE, one JSON object a line; docs/importers.md lists the fields.

    Lines that give no story are named by number, and the others go on; the exit status is then 1.
    """
    set_up_django(options.folder)
    from tamizdat.importers import jsonl

    with progress_bar("Importing", "lines") as progress:
        report = jsonl.run(file, progress=progress)
    for line in report.warnings:
        click.echo(f"line {line.number}: warning: {line.why}", err=True)
    _print_rest(report.warned - len(report.warnings), "warnings")
    for line in report.bad:
        click.echo(f"line {line.number}: {line.why}", err=True)
    _print_rest(report.refused - len(report.bad), "lines that gave no story")
    if report.ignored:
        click.echo(f"Fields that are not known here and were left out: {', '.join(report.ignored)}.", err=True)
    click.echo(
        f"Stories: {report.created:,} new, {report.updated:,} changed, {report.unchanged:,} as they were. "
        f"Pictures: {report.pictures:,}. Lines without a story: {report.refused:,}."
    )
    if report.refused:
        click.echo("Mend the lines named above and run the same command again: the others stay as they are.", err=True)
        raise click.exceptions.Exit(1)


def _print_rest(count: int, noun: str) -> None:
    """Say how many more there are than the report lists."""
    if count > 0:
        click.echo(f"… and {count:,} more {noun}.", err=True)
