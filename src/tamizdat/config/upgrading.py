"""Bring a newsroom to this program's version, or back to what it was before.

The copies in backups/ hold the databases only: nothing else is touched by an upgrade.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tamizdat.config import backup, databases
from tamizdat.config.newsroom import Newsroom, NewsroomError

KEPT = 3
PREFIX, UNDONE = "upgrade-", "before-going-back-"


class UpgradeError(NewsroomError):
    """The upgrade, or the way back, did not succeed. The message says what the newsroom is now."""


def carry_out(newsroom: Newsroom, work: Callable[[], None]) -> Path:
    """Copy the databases, do `work`; when that fails, put the copy back. The copy."""
    copy = _copy(newsroom, PREFIX)
    try:
        work()
    except BaseException as error:
        _put_back(newsroom, copy)
        raise UpgradeError(
            f"The upgrade failed: {type(error).__name__}: {error}. The databases are again as they were before it. "
            "Report this; until then, go on with the version of Tamizdat that you had."
        ) from error
    _drop_old(newsroom)
    return copy


def go_back(newsroom: Newsroom) -> tuple[Path, Path]:
    """Put the databases of the last upgrade's copy back; (that copy, a copy of what was replaced)."""
    copies = _copies(newsroom, PREFIX)
    if not copies:
        raise UpgradeError(f"There is no copy in {_folder(newsroom)} to go back to. An upgrade makes one.")
    undone = _copy(newsroom, UNDONE)
    _put_back(newsroom, copies[-1])
    for graph in newsroom.state.glob("graph.sqlite3*"):
        graph.unlink()  # what is public was baked from other data: the next bake is a full one
    _drop_old(newsroom)
    return copies[-1], undone


def _silently(done: int, total: int) -> None:
    """No progress is shown: the databases alone take seconds."""


def _folder(newsroom: Newsroom) -> Path:
    return newsroom.folder / "backups"


def _copies(newsroom: Newsroom, prefix: str) -> list[Path]:
    return sorted(_folder(newsroom).glob(f"{prefix}*.tar"))


def _copy(newsroom: Newsroom, prefix: str) -> Path:
    _folder(newsroom).mkdir(mode=0o700, exist_ok=True)
    target = _folder(newsroom) / f"{prefix}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.tar"
    backup.make(newsroom, target, _silently, only_databases=True)
    return target


def _put_back(newsroom: Newsroom, copy: Path) -> None:
    working = Path(tempfile.mkdtemp(prefix=".unpacked-", dir=_folder(newsroom)))
    try:
        backup.unpack(copy, working, _silently)
        databases.put_back(newsroom, working / "databases")
    except Exception as error:
        raise UpgradeError(
            f"The databases could not be put back: {error}. Their copy is {copy}; "
            "make room or mend what is named, then run: tamizdat upgrade --back."
        ) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _drop_old(newsroom: Newsroom) -> None:
    for prefix in (PREFIX, UNDONE):
        for copy in _copies(newsroom, prefix)[:-KEPT]:
            copy.unlink()
