"""`tamizdat import FORMAT FILE`: stories from elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from tamizdat.cli.program import Asked


@click.group("import", short_help="Bring in stories from elsewhere.")
def verb() -> None:
    """Bring in stories from elsewhere. Running it again changes what changed and doubles nothing."""


@verb.command("jsonl")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def jsonl(asked: Asked, file: Path) -> None:
    """Import FILE, one JSON object a line; docs/importers.md lists the fields.

    Lines that give no story are named by number, and the others go on; the exit status is then 1.
    """
    from tamizdat.cli.django import start
    from tamizdat.cli.progress import bar

    start(asked.folder)
    from tamizdat.importers import jsonl

    with bar("Importing", "lines") as progress:
        report = jsonl.run(file, progress=progress)
    for line in report.warnings:
        click.echo(f"line {line.number}: warning: {line.why}", err=True)
    _more(report.warned - len(report.warnings), "warnings")
    for line in report.bad:
        click.echo(f"line {line.number}: {line.why}", err=True)
    _more(report.refused - len(report.bad), "lines that gave no story")
    if report.ignored:
        click.echo(f"Fields that are not known here and were left out: {', '.join(report.ignored)}.", err=True)
    click.echo(
        f"Stories: {report.created:,} new, {report.updated:,} changed, {report.unchanged:,} as they were. "
        f"Pictures: {report.pictures:,}. Lines without a story: {report.refused:,}."
    )
    if report.refused:
        click.echo("Mend the lines named above and run the same command again: the others stay as they are.", err=True)
        raise click.exceptions.Exit(1)


def _more(count: int, what: str) -> None:
    if count > 0:
        click.echo(f"… and {count:,} more {what}.", err=True)
