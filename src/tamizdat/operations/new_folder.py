"""Make the content of a folder whole or not at all."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tamizdat.config.newsroom import SETTINGS_FILE
from tamizdat.kit.files import sync_filesystem
from tamizdat.operations.errors import OperationError

TEMPORARY = ".tamizdat-making-"
"""How the name of the hidden folder begins in which a new newsroom is made."""


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a hidden folder inside `folder`; at the end its content moves up, newsroom.toml last.

    So a folder with newsroom.toml is a whole newsroom, even after kill -9; the rest of such an attempt is removed by the
    next. Raises OperationError when `folder` holds anything else. After an exception, all is as it was.
    """
    if (folder / SETTINGS_FILE).exists():
        raise OperationError(
            f"{folder} already holds a newsroom. Use it (tamizdat -C {shlex.quote(str(folder))} serve) or choose another."
        )
    if folder.exists() and not folder.is_dir():
        raise OperationError(f"{folder} is a file. Choose a folder that is empty or does not exist yet.")
    if folder.is_dir() and any(not entry.name.startswith(TEMPORARY) for entry in folder.iterdir()):
        raise OperationError(f"{folder} is not empty. Choose a folder that is empty or does not exist yet.")
    made_here = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    for abandoned in folder.glob(f"{TEMPORARY}*"):
        shutil.rmtree(abandoned)
    temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder))
    moved: list[Path] = []
    try:
        yield temporary
        sync_filesystem(temporary)
        for entry in sorted(temporary.iterdir(), key=lambda path: path.name == SETTINGS_FILE):
            os.rename(entry, folder / entry.name)
            moved.append(folder / entry.name)
        temporary.rmdir()
    except BaseException as error:
        if isinstance(error, OSError) and not error.filename:
            error.filename = str(folder)  # the error of a full disk does not name a path
        for path in (folder,) if made_here else (temporary, *moved):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        raise
