"""A folder is made whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamizdat.operations.errors import OperationError
from tamizdat.operations.new_folder import TEMPORARY, new_folder


def fill(folder: Path) -> None:
    (folder / "media").mkdir()
    (folder / "newsroom.toml").write_text("")


def fail_late(folder: Path) -> None:
    with new_folder(folder) as making:
        fill(making)
        raise OperationError("too late")


def test_what_was_made_moves_up_and_nothing_else_stays(tmp_path: Path) -> None:
    with new_folder(tmp_path / "a" / "b") as making:
        fill(making)
        assert not (tmp_path / "a" / "b" / "newsroom.toml").exists()
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["media", "newsroom.toml"]


def test_a_failure_leaves_a_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for name in ("there", "not-there"):
        with pytest.raises(OperationError, match="too late"):
            fail_late(tmp_path / name)
    assert list(tmp_path.iterdir()) == [tmp_path / "there"]
    assert list((tmp_path / "there").iterdir()) == []


def test_what_a_killed_attempt_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY}old").mkdir()
    (tmp_path / f"{TEMPORARY}old" / "half").touch()
    with new_folder(tmp_path) as making:
        fill(making)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media", "newsroom.toml"]


def test_a_file_in_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises((OperationError, OSError)), new_folder(tmp_path / "file"):
        pass
    assert (tmp_path / "file").read_text() == "mine"
