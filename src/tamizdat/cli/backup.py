"""`tamizdat backup FILE`: everything that cannot be made again, in one file."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from tamizdat.cli.options import GlobalOptions
from tamizdat.cli.progress import progress_bar
from tamizdat.config.newsroom import load
from tamizdat.operations.backup import write_backup


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@click.pass_obj
def command(options: GlobalOptions, file: Path, force: bool) -> None:
    """Write every database, the media, keys, theme and settings to FILE, a tar, and read it back.

    Works while the newsroom is in use. FILE holds keys and drafts: keep it private. When it fails, there is no FILE, or
    the old one.
    """
    newsroom = load(options.folder)
    with progress_bar("Backing up", "files") as progress:
        held = write_backup(newsroom, file, progress, overwrite=force)
    size = f"{file.stat().st_size / 1e6:,.1f} MB"
    content = ", ".join(f"{number:,} {kind}" for kind, number in held.items())
    click.echo(f"Backed up to {file} ({size}): {content}. Bring it back: tamizdat restore {shlex.quote(str(file))} DIR")
