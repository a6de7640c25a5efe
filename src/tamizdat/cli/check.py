"""`tamizdat check`: is the edition whole, and the letters database?"""

from __future__ import annotations

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.options import GlobalOptions


@click.command("check")
@click.option("--deep", is_flag=True, help="Also bake everything anew in another folder, and compare byte by byte.")
@click.pass_obj
def command(options: GlobalOptions, deep: bool) -> None:
    """Read the whole edition and the letters database; name each fault and what to do. Exit status 1 when there is one."""
    newsroom = set_up_django(options.folder)
    from tamizdat.operations import letters_store
    from tamizdat.operations.bakery import bakery

    problems = [(problem.path, problem.what, problem.todo) for problem in bakery().check(deep)]
    problems += letters_store.check(newsroom)
    for where, what, todo in problems:
        click.echo(f"{where}: {what}. {todo}")
    if problems:
        click.echo(f"Faults: {len(problems):,}.", err=True)
        raise click.exceptions.Exit(1)
    click.echo("The edition is whole.")
