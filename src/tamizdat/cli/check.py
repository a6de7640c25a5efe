"""`tamizdat check`: is the edition whole?"""

from __future__ import annotations

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.options import GlobalOptions


@click.command("check")
@click.option("--deep", is_flag=True, help="Also bake everything anew in another folder, and compare byte by byte.")
@click.pass_obj
def command(options: GlobalOptions, deep: bool) -> None:
    """Read the whole edition; name each fault and what to do. Exit status 1 when there is one."""
    set_up_django(options.folder)
    from tamizdat.operations.bakery import bakery

    problems = bakery().check(deep)
    for problem in problems:
        click.echo(f"{problem.path}: {problem.what}. {problem.todo}")
    if problems:
        click.echo(f"Faults: {len(problems):,}.", err=True)
        raise click.exceptions.Exit(1)
    click.echo("The edition is whole.")
