"""The real command, in processes of its own; and what tests look at from outside."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
Done = subprocess.CompletedProcess[str]
OURS = ("TAMIZDAT_NEWSROOM", "TAMIZDAT_DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def words(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tamizdat", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OURS} | more


def tamizdat(*arguments: object, given: str = "", status: int | None = 0, **more: str) -> Done:
    """Run `tamizdat ARGUMENTS`; its status must be `status`."""
    done = subprocess.run(
        words(*arguments), input=given, capture_output=True, text=True, env=environment(**more), timeout=300
    )
    assert status is None or done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def one_line(done: Done) -> str:
    """The error of a command that failed as it should: one line, no traceback; before it only progress."""
    assert "Traceback" not in done.stderr
    *before, last = done.stderr.rstrip("\n").splitlines()
    assert last.startswith("tamizdat: "), done.stderr
    assert all(re.match(r"[A-Z][\w ]+: ", line) for line in before), done.stderr
    return last


@contextmanager
def running(*arguments: object, **more: str) -> Iterator[subprocess.Popen[str]]:
    """`tamizdat ARGUMENTS` while the block runs; then stopped, and its whole family with it."""
    process = subprocess.Popen(
        words(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(**more),
        start_new_session=True,
    )
    family: set[int] = set()
    try:
        yield process
    finally:
        family = descendants(process.pid)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        for pid in family:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


def descendants(pid: int) -> set[int]:
    """Children of `pid`, and theirs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, waiting = set(), [pid]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found |= set(below)
        waiting += below
    return found


def alive(pids: set[int]) -> set[int]:
    def runs(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return {pid for pid in pids if runs(pid)}


def eventually(look: Callable[[], T], what: str, patience: float = 60.0) -> T:
    """Look until it is true; the patience is for a slow machine, not a promise."""
    until = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < until, f"not seen: {what}"
        time.sleep(0.05)
    return found


def status_of(url: str) -> int:
    """The HTTP status, or 0 when nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[], None]]:
    """A file system of `size` at `folder`; the yielded call makes it read-only. Skips where none can be mounted."""
    folder.mkdir(exist_ok=True)
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]).returncode:
        pytest.skip("no file system can be mounted here (that takes root): full and read-only disks are not tested")
    try:
        yield lambda: subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
