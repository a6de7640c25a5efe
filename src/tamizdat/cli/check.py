"""`tamizdat check`: is the edition whole?"""

from __future__ import annotations

import click

from tamizdat.cli.program import Asked


@click.command("check", short_help="Find dead links, orphans and stray files in the edition.")
@click.option("--deep", is_flag=True, help="Also bake everything anew beside it, and compare byte by byte.")
@click.pass_obj
def verb(asked: Asked, deep: bool) -> None:
    """Read the whole edition; name each fault and what to do. Exit status 1 when there is one."""
    from tamizdat.cli.django import start

    start(asked.folder)
    from tamizdat.config import wiring

    problems = wiring.bakery().check(deep)
    for problem in problems:
        click.echo(f"{problem.path}: {problem.what}. {problem.todo}")
    if problems:
        click.echo(f"Faults: {len(problems):,}.", err=True)
        raise click.exceptions.Exit(1)
    click.echo("The edition is whole.")
