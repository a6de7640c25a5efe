"""The search beside running workers: found soon, gone soon, and made anew by itself when it is lost or cut off."""

from __future__ import annotations

import json
import random
import signal
import time

import pytest

from tamizdat.search.errors import SearchError
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tests.bake.processes import Room
from tests.cli.command import eventually, tamizdat

STORIES = 16


def headlines(room: Room, text: str, index: str = "public") -> set[str] | None:
    """None: the search says that it is being made."""
    try:
        found = Searcher(room.folder / "search" / index).search(Query(text=text, limit=50))
    except SearchError:
        return None
    return {one.headline for one in found.results}


@pytest.mark.database
def test_two_workers_keep_one_index_and_make_it_anew_when_it_is_lost(shared_room: Room) -> None:
    room = shared_room
    with room.hand() as hand, room.worker("one"), room.worker("two"):
        paths = {
            f"Unrepeatable {number}": hand("publish", f"Unrepeatable {number}", "An unrepeatable text.")
            for number in range(8)
        }
        eventually(lambda: headlines(room, "Unrepeatable") == set(paths), "all found")
        hand("kill", "Unrepeatable 3")
        gone = paths.pop("Unrepeatable 3")
        eventually(lambda: headlines(room, "Unrepeatable") == set(paths), "the killed one gone")
        assert headlines(room, "Unrepeatable", "desk") == {*paths, "Unrepeatable 3"}
        for path in (room.folder / "search" / "public").glob("*.term"):
            path.write_bytes(b"no index")
        eventually(lambda: headlines(room, "Unrepeatable") == set(paths), "the damaged index made anew")
        (room.folder / "search").rename(room.folder / "lost")
        assert room.is_public(paths["Unrepeatable 1"])
        eventually(lambda: headlines(room, "Unrepeatable") == set(paths), "the lost index made anew")
        eventually(lambda: hand("waiting") == 0, "the end of the bake")
        assert not room.is_public(gone)
        assert all(room.is_public(path) for path in paths.values())
    assert "Traceback" not in room.said("one") + room.said("two")
    tamizdat("-C", room.folder, "check", **room.more)
    found = json.loads(tamizdat("-C", room.folder, "search", "unrepeatable", "--json", "--limit", "3").stdout)
    assert (found["total"], len(found["results"])) == (7, 3)
    assert [one["fragment"] for one in found["results"]] == ["An <mark>unrepeatable</mark> text."] * 3
    assert {one["url"] for one in found["results"]} <= set(paths.values())


@pytest.mark.database
def test_a_worker_killed_while_it_writes_the_index_loses_nothing(shared_room: Room) -> None:
    room = shared_room
    chance = random.Random(3)
    with room.hand() as hand:
        for number in range(STORIES):
            hand("publish", f"Unrepeatable {number}")
            if number % 4 == 3:
                with room.worker() as worker:
                    before = _state(room)
                    until = time.monotonic() + 30
                    while _state(room) == before and time.monotonic() < until:
                        time.sleep(0.001)
                    time.sleep(chance.random() * 0.1)
                    worker.send_signal(signal.SIGKILL)
        hand("kill", "Unrepeatable 0")
    tamizdat("-C", room.folder, "bake", **room.more)
    assert headlines(room, "Unrepeatable 15") is not None
    tamizdat("-C", room.folder, "check", **room.more)
    status = json.loads(tamizdat("-C", room.folder, "status", "--json", **room.more).stdout)["search"]
    assert [(index, status[index]["stories"], status[index]["trouble"]) for index in ("public", "desk")] == [
        ("public", STORIES - 1, ""),
        ("desk", STORIES, ""),
    ]


def _state(room: Room) -> frozenset[str]:
    """Changes as soon as something is written into the index."""
    folder = room.folder / "search" / "public"
    return frozenset(path.name for path in folder.iterdir()) if folder.exists() else frozenset()
