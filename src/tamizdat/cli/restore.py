"""`tamizdat restore FILE DIR`: a newsroom from its backup."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import click

from tamizdat.cli.errors import CommandError


@click.command("restore", short_help="Bring a newsroom back from a backup, into a new folder.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def verb(file: Path, folder: Path) -> None:
    """Bring the newsroom in FILE back into DIR, which must be empty or not exist yet.

    Every file is checked against its hash; an older database is migrated. The site's files are baked at the first
    `tamizdat serve` or `tamizdat bake`. When it fails, nothing is left behind.
    """
    from tamizdat.cli.progress import bar
    from tamizdat.config import backup, databases
    from tamizdat.config.newsroom import load
    from tamizdat.config.placing import new_folder

    with new_folder(folder) as making:
        with bar("Restoring", "files") as progress:
            about = backup.unpack(file, making, progress)
        newsroom = load(making)
        if newsroom.database and databases.is_filled(newsroom.database):
            raise CommandError(
                "The PostgreSQL database that the newsroom names is not empty. Set TAMIZDAT_DATABASE_URL to an empty one."
            )
        databases.put_back(newsroom, making / "databases")
        shutil.rmtree(making / "databases")
        _migrate(making, folder)
    click.echo(f"Restored to {folder}: the backup of {about['made_at']} by version {about['tamizdat']}. Next:")
    click.echo(f"  tamizdat -C {shlex.quote(str(folder))} serve")


def _migrate(making: Path, folder: Path) -> None:
    from tamizdat.cli.django import start
    from tamizdat.cli.progress import bar

    start(making, migrated=False, known_as=folder)

    from django.db import connections

    from tamizdat.config import schema
    from tamizdat.config.django import NEWSROOM
    from tamizdat.config.migrating import migrate

    if schema.state(NEWSROOM).missing:
        with bar("Migrating", "steps") as progress:
            migrate(NEWSROOM, progress)
    connections.close_all()
