"""`tamizdat upgrade`: bring the database to this version, with a way back."""

from __future__ import annotations

from pathlib import Path

import click

from tamizdat.cli.errors import CommandError
from tamizdat.cli.program import Asked


@click.command("upgrade", short_help="Bring the newsroom to this version, or back.")
@click.option("--back", is_flag=True, help="Put back the databases as they were before the last upgrade.")
@click.pass_obj
def verb(asked: Asked, back: bool) -> None:
    """Copy the databases to backups/, migrate them, check them; when that fails, put the copy back.

    Run it after installing a new version and after adding a language to newsroom.toml. Stop `tamizdat serve` first. The
    last three copies are kept.
    """
    go_back(asked.folder) if back else go_on(asked.folder)


def go_on(folder: Path) -> None:
    from tamizdat.cli.django import start
    from tamizdat.cli.progress import bar

    start(folder, migrated=False, alone=True)

    from django.core.checks import run_checks
    from django.db import connections

    from tamizdat.config import schema, upgrading
    from tamizdat.config.django import NEWSROOM
    from tamizdat.config.migrating import migrate
    from tamizdat.newsroom.actions.newsroom import set_up

    def work() -> None:
        try:
            with bar("Migrating", "steps") as progress:
                migrate(NEWSROOM, progress)
            set_up()
            wrong = [str(message) for message in run_checks() if message.is_serious()]
            if wrong:
                raise CommandError(wrong[0])
        finally:
            connections.close_all()

    if not schema.state(NEWSROOM).missing:
        work()
        click.echo("The database is as this version wants it; languages and settings were looked through.")
        return
    connections.close_all()
    click.echo("Copying the databases to backups/", err=True)
    copy = upgrading.carry_out(NEWSROOM, work)
    click.echo(f"Upgraded. The databases as they were: {copy} (tamizdat upgrade --back puts them back).")


def go_back(folder: Path) -> None:
    from tamizdat.cli.django import enter
    from tamizdat.config import upgrading
    from tamizdat.config.newsroom import load

    newsroom = load(folder)
    enter(newsroom.state, newsroom.folder, alone=True)
    copy, undone = upgrading.go_back(newsroom)
    click.echo(f"The databases are again as in {copy}. What they held until now: {undone}.")
    click.echo("Now install the version of Tamizdat that you had then; its first bake writes every page anew.")
