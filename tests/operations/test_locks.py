"""Locks last as long as their process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tamizdat.operations.locks import is_held

HOLDER = """
import sys
from pathlib import Path
from tamizdat.operations.locks import hold
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
