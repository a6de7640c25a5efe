"""A folder is made whole or not at all; locks last as long as their process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tamizdat.config.locks import is_held
from tamizdat.config.newsroom import NewsroomError
from tamizdat.config.placing import MAKING, new_folder


def fill(folder: Path) -> None:
    (folder / "media").mkdir()
    (folder / "newsroom.toml").write_text("")


def fail_late(folder: Path) -> None:
    with new_folder(folder) as making:
        fill(making)
        raise NewsroomError("too late")


def test_what_was_made_moves_up_and_nothing_else_stays(tmp_path: Path) -> None:
    with new_folder(tmp_path / "a" / "b") as making:
        fill(making)
        assert not (tmp_path / "a" / "b" / "newsroom.toml").exists()
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["media", "newsroom.toml"]


def test_a_failure_leaves_a_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for name in ("there", "not-there"):
        with pytest.raises(NewsroomError, match="too late"):
            fail_late(tmp_path / name)
    assert list(tmp_path.iterdir()) == [tmp_path / "there"]
    assert list((tmp_path / "there").iterdir()) == []


def test_what_a_killed_attempt_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / f"{MAKING}old").mkdir()
    (tmp_path / f"{MAKING}old" / "half").touch()
    with new_folder(tmp_path) as making:
        fill(making)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media", "newsroom.toml"]


def test_a_file_in_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises((NewsroomError, OSError)), new_folder(tmp_path / "file"):
        pass
    assert (tmp_path / "file").read_text() == "mine"


HOLDER = """
import sys
from pathlib import Path
from tamizdat.config.locks import hold
print(hold(Path(sys.argv[1]), alone=sys.argv[2] == "alone"), flush=True)
sys.stdin.read()
"""


def holder(path: Path, how: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", HOLDER, str(path), how]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_locks_are_shared_or_alone_and_end_with_their_process(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    assert not is_held(lock)
    with holder(lock, "shared") as first, holder(lock, "shared") as second:
        assert answer(first) == answer(second) == "True"
        assert is_held(lock)
        with holder(lock, "alone") as third:
            assert answer(third) == "False"
            third.communicate()
        first.kill()
        second.kill()
    assert not is_held(lock)
    with holder(lock, "alone") as alone:
        assert answer(alone) == "True"
        with holder(lock, "shared") as late:
            assert answer(late) == "False"
            late.communicate()
        alone.communicate()
    assert not is_held(lock)
