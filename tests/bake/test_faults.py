"""A worker whose disk is full, or whose public folder cannot be written: it says so, and goes on by itself afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import brotli

from tests.bake.processes import Hand, Room, check_whole, contents
from tests.cli.command import eventually, small_disk, tamizdat

STORIES = 5


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """There is no room on the disk of `folder` while the block runs."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """`folder`, a mount of its own, cannot be written while the block runs."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)


def trouble(room: Room) -> str:
    """What `tamizdat status` says of it."""
    lines = tamizdat("-C", room.folder, "status").stdout.splitlines()
    return next((line for line in lines if line.startswith("Trouble")), "")


def publish_some(hand: Hand, word: str) -> list[str]:
    hand("change", "Standing", f"Standing {word}")
    hand("change", f"Standing {word}", "Standing")
    return [hand("publish", f"{word} {number}", text=os.urandom(4000).hex()) for number in range(STORIES)]


def check_readable(public: Path) -> None:
    """Every page is whole; a page and its sidecar may be of two editions, each whole, for as long as the fault lasts."""
    for path, data in contents(public).items():
        if path.endswith(".br"):
            data, path = brotli.decompress(data), path.removesuffix(".br")
        assert not path.endswith(".html") or data.endswith((b"</html>", b"</html>\n")), path


def check_all_arrived(room: Room, hand: Hand, paths: list[str]) -> None:
    eventually(lambda: all(room.is_public(path) for path in paths), "all that was published meanwhile")
    eventually(lambda: hand("waiting") == 0, "the end of the bake")
    eventually(lambda: not hand("trouble"), "a report without trouble")
    assert hand("differences") == []
    check_whole(contents(room.public))


def is_free(database: Path) -> bool:
    """Whether nobody is just writing to it."""
    with (
        closing(sqlite3.connect(database, timeout=0.5, isolation_level=None)) as connection,
        suppress(sqlite3.OperationalError),
    ):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        return True
    return False


@contextmanager
def stopped(worker: subprocess.Popen[bytes], database: Path) -> Iterator[None]:
    """The worker does not get a turn while the block runs. It is not stopped while it writes to the database, for then nobody
    else could."""
    worker.send_signal(signal.SIGSTOP)
    while not is_free(database):
        worker.send_signal(signal.SIGCONT)
        time.sleep(0.05)
        worker.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGCONT)


def test_a_full_disk(template: Path, tmp_path: Path) -> None:
    """The database, the worker's own files and the public folder lie on it."""
    disk = tmp_path / "disk"
    with small_disk(disk, "12m"):
        shutil.copytree(template, disk / "newsroom")
        room = Room(disk / "newsroom", beside=tmp_path)
        with room.hand() as hand, room.worker() as worker:
            standing = hand("publish", "Standing")
            eventually(lambda: room.is_public(standing), "the first story")
            with ExitStack() as lasting:
                with stopped(worker, room.folder / "newsroom.sqlite3"):
                    paths = publish_some(hand, "Full")
                    lasting.enter_context(full(disk))
                eventually(lambda: hand("trouble") and room.said(), "the trouble, at the desk and in the log")
                said = trouble(room)
                assert "full" in said or "No space left" in said
                assert "nothing is lost" in said.lower()
                assert room.is_public(standing)
                check_readable(room.public)
            check_all_arrived(room, hand, [standing, *paths])
        assert "Traceback" not in room.said()
        for line in room.said().splitlines():
            assert "nothing is lost" in line.lower(), line


def test_a_story_is_killed_on_a_full_disk_and_the_desk_says_that_it_is_full(template: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "20m"):
        shutil.copytree(template, disk / "newsroom")
        room = Room(disk / "newsroom", beside=tmp_path)
        with room.hand() as hand, room.worker():
            standing = hand("publish", "Standing")
            eventually(lambda: room.is_public(standing), "the story")
            eventually(lambda: hand("waiting") == 0, "the end of the bake")
            eventually((room.folder / "state" / "reserve").exists, "the room that is kept")
            with full(disk):
                assert hand("says_that_the_disk_is_full")
                assert room.is_public(standing)
                hand("kill_at_the_desk", "Standing")
                eventually(lambda: not room.is_public(standing), "the end of the story")
            eventually(lambda: hand("waiting") == 0, "the end of the bake")
            assert hand("differences") == []
        assert "Traceback" not in room.said()


def test_a_public_folder_that_cannot_be_written(room: Room) -> None:
    """It is a disk of its own; the database and the worker's own files are elsewhere."""
    with small_disk(room.public, "8m"), room.hand() as hand, room.worker():
        paths = [hand("publish", "Standing")]
        eventually(lambda: room.is_public(paths[0]), "the first story")
        for fault, why, todo in (
            (full, "No space left", "Free space"),
            (read_only, "Read-only", "Mount it writable"),
        ):
            with fault(room.public):
                more = publish_some(hand, fault.__name__)
                eventually(lambda: hand("trouble"), "the trouble")
                said = trouble(room)
                assert all(words in said for words in (str(room.public), why, todo)), said
                assert room.is_public(paths[0])
                check_readable(room.public)
            paths += more
            check_all_arrived(room, hand, paths)
        assert "Traceback" not in room.said()
