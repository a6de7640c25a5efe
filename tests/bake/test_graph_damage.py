"""state/graph.sqlite3 can be rebuilt: damaged or removed, it is made anew, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bake.processes import Room, check_whole, contents
from tests.cli.command import eventually, tamizdat


def damage(graph: Path, how: str) -> None:
    if how == "removed":
        for path in graph.parent.glob("graph.sqlite3*"):
            path.unlink()
        return
    data = graph.read_bytes()
    if how == "no database":
        data = b"This is no database." * 500
    elif how == "its middle overwritten":
        data = data[:4096] + b"\xa5" * (len(data) - 4096)
    else:
        data = data[: len(data) // 2]
    for path in graph.parent.glob("graph.sqlite3-*"):
        path.unlink()
    graph.write_bytes(data)


@pytest.mark.parametrize("how", ["no database", "its middle overwritten", "cut", "removed"])
def test_a_damaged_graph_is_made_anew_by_a_bake(room: Room, how: str) -> None:
    graph = room.folder / "state" / "graph.sqlite3"
    with room.hand() as hand:
        path = hand("publish", "Standing")
    tamizdat("-C", room.folder, "bake")
    damage(graph, how)
    done = tamizdat("-C", room.folder, "bake")
    assert "Traceback" not in done.stderr
    assert how == "removed" or "made anew" in done.stderr
    assert room.is_public(path)
    tamizdat("-C", room.folder, "check", "--deep")


@pytest.mark.parametrize("how", ["no database", "its middle overwritten", "removed"])
def test_a_graph_that_is_damaged_under_a_worker_is_made_anew(room: Room, how: str) -> None:
    with room.hand() as hand, room.worker():
        paths = [hand("publish", "Standing")]
        eventually(lambda: room.is_public(paths[0]), "the first story")
        eventually(lambda: hand("waiting") == 0, "the end of the bake")
    with room.hand() as hand, room.worker("again"):
        eventually(lambda: room.page("/en/"), "a worker")
        damage(room.folder / "state" / "graph.sqlite3", how)
        paths.append(hand("publish", "Later"))
        eventually(lambda: all(room.is_public(path) for path in paths), "both stories", 120)
        eventually(lambda: hand("waiting") == 0, "the end of the bake", 120)
        assert hand("differences") == []
        assert not hand("trouble")
    assert "Traceback" not in room.said("again")
    check_whole(contents(room.public))
