"""`tamizdat upgrade`: bring the database to this version, with a way back."""

from __future__ import annotations

from pathlib import Path

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.options import GlobalOptions
from tamizdat.cli.progress import progress_bar
from tamizdat.config.newsroom import load
from tamizdat.operations import schema, upgrade
from tamizdat.operations.access import lock_database


@click.command("upgrade")
@click.option("--back", is_flag=True, help="Put back the databases as they were before the last upgrade.")
@click.pass_obj
def command(options: GlobalOptions, back: bool) -> None:
    """Copy the databases to backups/, migrate them, check them; when that fails, put the copy back.

    Run it after installing a new version and after adding a language to newsroom.toml. Stop `tamizdat serve` first. The
    last three copies are kept.
    """
    if back:
        go_back(options.folder)
    else:
        upgrade_newsroom(options.folder)


def upgrade_newsroom(folder: Path) -> None:
    newsroom = set_up_django(folder, migrated=False, alone=True)
    from tamizdat.operations.migrate import update_database

    def update() -> None:
        with progress_bar("Migrating", "steps") as progress:
            update_database(newsroom, progress)

    if not schema.state(newsroom).missing:
        update()
        click.echo("The database is as this version wants it; languages and settings were looked through.")
        return
    click.echo("Copying the databases to backups/", err=True)
    copy = upgrade.with_copy(newsroom, update)
    click.echo(f"Upgraded. The databases as they were: {copy} (tamizdat upgrade --back puts them back).")


def go_back(folder: Path) -> None:
    """Without Django: this program may be older than the database and unable to use it."""
    newsroom = load(folder)
    lock_database(newsroom.state, newsroom.folder, alone=True)
    copy, replaced = upgrade.go_back(newsroom)
    click.echo(f"The databases are again as in {copy}. What they held until now: {replaced}.")
    click.echo("Now install the version of Tamizdat that you had then; its first bake writes every page anew.")
