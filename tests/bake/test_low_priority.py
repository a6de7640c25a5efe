"""What the worker bakes with low priority, in a process of its own: minutes later, and no story waits for it."""

from __future__ import annotations

from tamizdat.bake.low_priority import PAUSE
from tests.bake.processes import Room, check_whole, contents
from tests.cli.command import eventually, tamizdat

MARGIN = 30


def words(room: Room) -> str:
    """All that the search without a server can look up in English, '' before it was printed."""
    shards = sorted((room.public / "_" / "search").glob("*.txt"))
    return "".join(shard.read_text() for shard in shards)


def test_words_follow_their_stories_after_a_pause(room: Room) -> None:
    directory = room.public / "en" / "search" / "words.json"
    with room.hand() as hand, room.worker():
        eventually(directory.exists, "the first bake")
        before = directory.read_bytes()
        path = hand("publish", "An unrepeatable day")
        eventually(lambda: room.is_public(path), "the story")
        eventually(lambda: hand("waiting") == 0, "all that shows the story")
        assert directory.read_bytes() == before
        room.set_clock(PAUSE + MARGIN)
        eventually(lambda: "unrepeat" in words(room), "the words printed")
        hand("kill", "An unrepeatable day")
        eventually(lambda: not room.is_public(path), "the story gone")
        assert "unrepeat" in words(room)
        room.set_clock(2 * (PAUSE + MARGIN))
        eventually(lambda: "unrepeat" not in words(room), "the words gone, and their old files with them")
        check_whole(contents(room.public))
    assert "Traceback" not in room.said()
    assert "Running    nothing" in tamizdat("-C", room.folder, "status").stdout
    tamizdat("-C", room.folder, "check")


def test_a_worker_that_ends_takes_the_process_beside_it_along(room: Room) -> None:
    directory = room.public / "en" / "search" / "words.json"
    with room.hand() as hand:
        with room.worker():
            eventually(directory.exists, "the first bake")
            before = directory.read_bytes()
            hand("publish", "An unrepeatable day")
            eventually(lambda: hand("waiting") == 0, "all that shows the story")
            room.set_clock(PAUSE + MARGIN)
        assert "Running    nothing" in tamizdat("-C", room.folder, "status").stdout
        with room.worker():
            eventually(lambda: directory.read_bytes() != before, "what the first one left, printed by the next")
            eventually(lambda: tamizdat("-C", room.folder, "check", status=None).returncode == 0, "no old file left")
        assert "unrepeat" in words(room)
