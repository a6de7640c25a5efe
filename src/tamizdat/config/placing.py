"""Make the content of a folder whole or not at all."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tamizdat.config.newsroom import FILE, NewsroomError
from tamizdat.kit.files import sync_filesystem

MAKING = ".tamizdat-making-"


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a hidden folder inside `folder`; at the end what it holds moves up, newsroom.toml last.

    So a folder with newsroom.toml is a whole newsroom, even after kill -9; what such an end left is cleared here.
    Raises NewsroomError when `folder` holds anything else. After an exception, all is as it was.
    """
    if (folder / FILE).exists():
        raise NewsroomError(
            f"{folder} already holds a newsroom. Use it (tamizdat -C {shlex.quote(str(folder))} serve) or choose another."
        )
    if folder.exists() and not folder.is_dir():
        raise NewsroomError(f"{folder} is a file. Choose a folder that is empty or does not exist yet.")
    if folder.is_dir() and any(not entry.name.startswith(MAKING) for entry in folder.iterdir()):
        raise NewsroomError(f"{folder} is not empty. Choose a folder that is empty or does not exist yet.")
    made_here = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{MAKING}*"):
        shutil.rmtree(left)
    making = Path(tempfile.mkdtemp(prefix=MAKING, dir=folder))
    moved: list[Path] = []
    try:
        yield making
        sync_filesystem(making)
        for entry in sorted(making.iterdir(), key=lambda path: path.name == FILE):
            os.rename(entry, folder / entry.name)
            moved.append(folder / entry.name)
        making.rmdir()
    except BaseException as error:
        if isinstance(error, OSError) and not error.filename:
            error.filename = str(folder)  # a full disk does not say where it was met
        for path in (folder,) if made_here else (making, *moved):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        raise
