"""`tamizdat backup FILE`: everything that cannot be made again, in one file."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from tamizdat.cli.program import Asked


@click.command("backup", short_help="Write the whole newsroom to one file, also while serving.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@click.pass_obj
def verb(asked: Asked, file: Path, force: bool) -> None:
    """Write every database, the media, keys, theme and settings to FILE, a tar, and read it back.

    Works while the newsroom is in use. FILE holds keys and drafts: keep it private. When it fails, there is no FILE, or
    the old one.
    """
    from tamizdat.cli.progress import bar
    from tamizdat.config import backup
    from tamizdat.config.newsroom import load

    newsroom = load(asked.folder)
    with bar("Backing up", "files") as progress:
        backup.make(newsroom, file, progress, overwrite=force)
    size = f"{file.stat().st_size / 1e6:,.1f} MB"
    click.echo(f"Backed up to {file} ({size}). Bring it back: tamizdat restore {shlex.quote(str(file))} DIR")
