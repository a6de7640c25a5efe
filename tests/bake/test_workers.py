"""Several workers over one newsroom share the work."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.bake.processes import Room, check_whole, contents
from tests.cli.command import eventually, tamizdat

BUSY_MACHINE = 240.0
"""Seconds: three processes load Django at once, which has taken more than a minute beside other tests."""
STORIES, FEWER = 60, 20
"""On PostgreSQL; on SQLite, where writers wait for each other."""


@contextmanager
def bakers(room: Room) -> Iterator[set[int]]:
    """The processes that were seen to hold stale pages while the block runs, by number."""
    found: set[int] = set()
    done = threading.Event()

    def watch() -> None:
        with closing(sqlite3.connect(room.folder / "state" / "graph.sqlite3", timeout=30)) as graph:
            while not done.wait(0.002):
                owners = graph.execute("SELECT DISTINCT owner FROM stale WHERE owner IS NOT NULL").fetchall()
                found.update(int(owner.partition(":")[0]) for (owner,) in owners)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        done.set()
        watcher.join()


@pytest.mark.database
def test_two_workers_share_the_work_and_either_takes_over_from_the_other(shared_room: Room) -> None:
    room = shared_room
    with room.hand() as hand, room.worker("one") as one, room.worker("two") as two:
        eventually(lambda: room.page("/en/"), "the first bake", BUSY_MACHINE)
        with bakers(room) as seen:
            paths = {
                f"Story {number}": hand("publish", f"Story {number}")
                for number in range(STORIES if room.more else FEWER)
            }
            hand("touch_everything")
            eventually(lambda: {one.pid, two.pid} <= seen or hand("touch_everything"), "both at work", BUSY_MACHINE)
        hand("kill", "Story 7")
        two.kill()
        two.wait()
        paths |= {f"Late {number}": hand("publish", f"Late {number}") for number in range(3)}
        eventually(lambda: hand("waiting") == 0, "the end of the bake", BUSY_MACHINE)
        assert {headline for headline, path in paths.items() if not room.is_public(path)} == {"Story 7"}
        front = room.page("/en/")
        assert all(f">Late {number}<" in front for number in range(3))
        assert hand("differences") == []
        check_whole(contents(room.public))
    assert "Traceback" not in room.said("one") + room.said("two")
    status = tamizdat("-C", room.folder, "status", **room.more).stdout
    assert " 0 waiting, 0 failed" in status
    assert "Running    nothing" in status
