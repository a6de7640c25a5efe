"""Processes of a full bake that are killed, each of them, at any moment: it is told, and others take over the work."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bake.processes import Room, check_whole, contents
from tests.cli.command import alive, descendants, environment, eventually, tamizdat, words

STORIES = 30
PROCESSES = 3


@pytest.fixture(scope="module")
def with_stories(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom that was never baked."""
    folder = tmp_path_factory.mktemp("stories") / "newsroom"
    shutil.copytree(template, folder)
    with Room(folder).hand() as hand:
        for number in range(STORIES):
            hand("publish", f"Story {number}", text="Some words of it. " * 500)
    return folder


@pytest.fixture
def filled(with_stories: Path, tmp_path: Path) -> Room:
    return Room(Path(shutil.copytree(with_stories, tmp_path / "newsroom")))


@contextmanager
def full_bake(room: Room, processes: int = PROCESSES) -> Iterator[subprocess.Popen[str]]:
    bake = subprocess.Popen(
        words("-C", room.folder, "bake", "--full", "--processes", processes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        yield bake
    finally:
        bake.kill()
        bake.communicate()


def children(bake: subprocess.Popen[str], count: int) -> list[int]:
    """Its processes, in the order in which they began."""
    return sorted(eventually(lambda: len(found := descendants(bake.pid)) >= count and found, "the bake's processes"))


def test_a_full_bake_goes_on_when_the_last_of_its_processes_is_killed(filled: Room) -> None:
    with full_bake(filled) as bake:
        os.kill(children(bake, PROCESSES)[-1], signal.SIGKILL)
        said, complaints = bake.communicate(timeout=120)
    assert bake.returncode == 0, complaints
    assert "killed, and whose work others took over: 1" in complaints
    assert "failed: 0" in said
    check_whole(contents(filled.public))
    with filled.hand() as hand:
        assert hand("differences") == []


def test_a_full_bake_goes_on_when_all_of_them_are_killed(filled: Room) -> None:
    with full_bake(filled) as bake:
        for child in children(bake, PROCESSES):
            os.kill(child, signal.SIGKILL)
        _, complaints = bake.communicate(timeout=120)
    assert bake.returncode == 0, complaints
    with filled.hand() as hand:
        assert hand("differences") == []


def test_a_full_bake_whose_processes_are_always_killed_says_so(filled: Room) -> None:
    with full_bake(filled, 1) as bake:
        killed: set[int] = set()
        until = time.monotonic() + 120
        while bake.poll() is None and time.monotonic() < until:
            for child in descendants(bake.pid) - killed:
                os.kill(child, signal.SIGKILL)
                killed.add(child)
        _, complaints = bake.communicate(timeout=10)
    assert bake.returncode == 1
    assert "killed by SIGKILL, one after another" in complaints
    assert "Traceback" not in complaints
    tamizdat("-C", filled.folder, "bake")
    with filled.hand() as hand:
        assert hand("differences") == []


def test_the_processes_of_a_full_bake_end_with_it(filled: Room) -> None:
    with full_bake(filled) as bake:
        family = set(children(bake, PROCESSES))
        bake.kill()
        bake.wait()
        eventually(lambda: not alive(family), "the end of its processes", 20)
    tamizdat("-C", filled.folder, "bake")
    with filled.hand() as hand:
        assert hand("differences") == []


def test_the_first_bake_of_a_worker_goes_on_when_a_process_is_killed(filled: Room) -> None:
    settings = filled.folder / "newsroom.toml"
    settings.write_text(f"bake_processes = {PROCESSES}\n{settings.read_text()}")
    with filled.worker() as worker:
        family = eventually(lambda: len(found := descendants(worker.pid)) >= PROCESSES and found, "the first bake")
        os.kill(max(family), signal.SIGKILL)
        with filled.hand() as hand:
            eventually(lambda: filled.page("/en/") and hand("waiting") == 0, "the end of the first bake", 120)
            assert hand("differences") == []
    assert "was killed (SIGKILL)" in filled.said()
