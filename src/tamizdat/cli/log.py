"""`tamizdat log`: the log of who did what, checked and written out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.errors import CommandError
from tamizdat.cli.options import GlobalOptions

SHOWN = 20


@click.group("log")
def command() -> None:
    """The log of who did what."""


@command.command("head")
@click.pass_obj
def head(options: GlobalOptions) -> None:
    """Print the end of the chain, to keep elsewhere: `verify --head` then finds what is cut off later."""
    set_up_django(options.folder)
    from tamizdat.desk import log_chain

    click.echo(log_chain.head())


@command.command("verify")
@click.option("--head", "kept", default="", metavar="NUMBER:HASH", help="An end of the chain that was kept elsewhere.")
@click.pass_obj
def verify(options: GlobalOptions, kept: str) -> None:
    """Check that no entry was changed, taken out or put in. Exit status 1 when one was; the first is named first."""
    set_up_django(options.folder)
    from tamizdat.desk import log_chain

    try:
        verdict = log_chain.verify(kept)
    except log_chain.HeadError as error:
        raise CommandError(str(error)) from None
    for problem in verdict.problems[:SHOWN]:
        click.echo(problem)
    if (rest := len(verdict.problems) - SHOWN) > 0:
        click.echo(f"… and {rest:,} more.")
    if verdict.problems:
        raise click.exceptions.Exit(1)
    click.echo(
        f"The log is whole: {verdict.entries:,} entries, {verdict.rewritten:,} rewritten by a removal, "
        f"{verdict.before:,} from before the chain. Its end: {verdict.head}"
    )


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV instead of JSON lines.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@click.pass_obj
def export(options: GlobalOptions, file: Path, as_csv: bool, force: bool) -> None:
    """Write the log to FILE, or to standard output for `-`: an entry a line, the end of the chain last."""
    set_up_django(options.folder)
    from tamizdat.desk import log_export

    lines = log_export.lines("csv" if as_csv else "jsonl")
    if str(file) == "-":
        sys.stdout.writelines(lines)
        return
    if file.exists() and not force:
        raise CommandError(f"{file} is there already. Use --force to overwrite it.")
    # The log names people: nobody else on the machine reads it.
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.writelines(lines)
    click.echo(f"Exported the log to {file}.")
