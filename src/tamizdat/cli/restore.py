"""`tamizdat restore FILE DIR`: a newsroom from its backup."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from tamizdat.cli.django import set_up_django
from tamizdat.cli.progress import progress_bar
from tamizdat.operations import schema
from tamizdat.operations.new_folder import new_folder
from tamizdat.operations.restore import restore_files


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--removals",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The newsroom's folder as it was last: what was removed everywhere since the backup is removed again.",
)
def command(file: Path, folder: Path, removals: Path | None) -> None:
    """Bring the newsroom in FILE back into DIR, which must be empty or not exist yet.

    Every file is checked against its hash; an older database is migrated. The site's files are baked at the first
    `tamizdat serve` or `tamizdat bake`. When it fails, nothing is left behind.
    """
    with new_folder(folder) as temporary:
        with progress_bar("Restoring", "files") as progress:
            about = restore_files(file, temporary, progress)
        again = _migrate(temporary, shown_as=folder, removals=removals)
    if paused := about["paused_sends"]:
        click.echo(
            f"Paused: {paused:,} letters that were being sent. They may have gone out since; look before you resume them."
        )
    if again:
        click.echo(f"Removed again: {again:,} removals of words that keys/removals knows.")
    click.echo(f"Restored to {folder}: the backup of {about['made_at']} by version {about['tamizdat']}. Next:")
    click.echo(f"  tamizdat -C {shlex.quote(str(folder))} serve")


def _migrate(temporary: Path, *, shown_as: Path, removals: Path | None) -> int:
    """Bring the database to this version, and remove again what was removed; how many removals that were."""
    newsroom = set_up_django(temporary, migrated=False, shown_as=shown_as)
    from tamizdat.operations.migrate import migrate

    if schema.state(newsroom).missing:
        with progress_bar("Migrating", "steps") as progress:
            migrate(newsroom, progress)
    from tamizdat.newsroom.actions.removals import ledger, words

    if removals:
        ledger.bring(removals / newsroom.keys.name, newsroom.keys)
    return words.again()
