"""Bring a newsroom to this program's version, or back to what it was before.

The copies in backups/ hold the databases only: an upgrade changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tamizdat.config.folders import BACKUPS
from tamizdat.config.newsroom import Newsroom
from tamizdat.operations import backup, databases, letters_store
from tamizdat.operations.errors import OperationError
from tamizdat.operations.progress import no_progress
from tamizdat.operations.temporary import temporary_folder

COPIES_KEPT = 3
"""Of each kind."""
BEFORE_UPGRADE, BEFORE_GOING_BACK = "upgrade-", "before-going-back-"
"""How the names of the copies begin."""


class UpgradeError(OperationError):
    """The upgrade, or going back, failed. The message says in which state the newsroom is now."""


def with_copy(newsroom: Newsroom, work: Callable[[], None]) -> Path:
    """Copy the databases, do `work`, and return the copy; when `work` fails, put the copy back."""
    copy = _copy(newsroom, BEFORE_UPGRADE)
    try:
        work()
    except BaseException as error:
        _put_back(newsroom, copy)
        raise UpgradeError(
            f"The upgrade failed: {type(error).__name__}: {error}. The databases are again as they were before it. "
            "Report this; until then, go on with the version of Tamizdat that you had."
        ) from error
    _delete_old_copies(newsroom)
    return copy


def go_back(newsroom: Newsroom) -> tuple[Path, Path]:
    """Put the databases of the last upgrade's copy back; returns (that copy, a copy of what it replaced)."""
    copies = _copies(newsroom, BEFORE_UPGRADE)
    if not copies:
        raise UpgradeError(f"There is no copy in {_folder(newsroom)} to go back to. An upgrade makes one.")
    replaced = _copy(newsroom, BEFORE_GOING_BACK)
    _put_back(newsroom, copies[-1])
    letters_store.hold_sends(newsroom)
    for graph in newsroom.state.glob("graph.sqlite3*"):
        graph.unlink()  # public/ was baked from the replaced data: the next bake is a full one
    _delete_old_copies(newsroom)
    return copies[-1], replaced


def _folder(newsroom: Newsroom) -> Path:
    return newsroom.folder / BACKUPS


def _copies(newsroom: Newsroom, prefix: str) -> list[Path]:
    return sorted(_folder(newsroom).glob(f"{prefix}*.tar"))


def _copy(newsroom: Newsroom, prefix: str) -> Path:
    _folder(newsroom).mkdir(mode=0o700, exist_ok=True)
    target = _folder(newsroom) / f"{prefix}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.tar"
    backup.write_backup(newsroom, target, no_progress, only_databases=True)
    return target


def _put_back(newsroom: Newsroom, copy: Path) -> None:
    try:
        with temporary_folder(_folder(newsroom)) as working:
            backup.unpack(copy, working, no_progress)
            databases.put_back(newsroom, working / backup.DATABASES)
    except Exception as error:
        raise UpgradeError(
            f"The databases could not be put back: {error}. Their copy is {copy}; "
            "make room or mend what is named, then run: tamizdat upgrade --back."
        ) from error


def _delete_old_copies(newsroom: Newsroom) -> None:
    for prefix in (BEFORE_UPGRADE, BEFORE_GOING_BACK):
        for copy in _copies(newsroom, prefix)[:-COPIES_KEPT]:
            copy.unlink()
