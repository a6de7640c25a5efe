"""What `check` takes for a fault, and what it does not."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tamizdat.bake.checking import _links
from tests.bake.processes import Room, check_whole, contents
from tests.cli.command import environment, eventually, one_line, tamizdat, words

OWNER = 12_345
"""An account that is not this one."""


@pytest.mark.parametrize(
    ("html", "links"),
    [
        (b'<a href="/en/">', {b"/en/"}),
        (b'<img alt="a > b" src="/a.jpg" srcset="/b.webp 1x, /c.webp 2x">', {b"/a.jpg", b"/b.webp", b"/c.webp"}),
        (b'<script src="/_/a.js">let a = \'<a href="/no/">\'</script>', {b"/_/a.js"}),
        (b'<p>Write &lt;a href="/no/"&gt; for a link.</p>', set()),
        (b'<pre>&lt;img src="/no.jpg"&gt;</pre><a href="/yes/">', {b"/yes/"}),
        (b'<textarea readonly><p><a href="/no/">x</a></p></textarea>', set()),
        (b'<!-- <a href="/no/"> --><title>href="/no/"</title>', set()),
        (b'<a title=\'href="/no/"\' href="https://example.org/">', set()),
    ],
)
def test_links_are_attributes_of_tags(html: bytes, links: set[bytes]) -> None:
    assert _links(html) == links


def test_escaped_text_is_no_dead_link_and_what_has_low_priority_no_fault(room: Room) -> None:
    with room.hand() as hand, room.worker():
        path = hand("publish", "Standing", text='How to link: &lt;a href="/nowhere/"&gt;here&lt;/a&gt;')
        eventually(lambda: room.is_public(path), "the story")
        eventually(lambda: hand("waiting") == 0, "the end of the bake")
        hand("publish", "Another", text="Words that the printed search does not have yet.")
        eventually(lambda: hand("waiting") == 0, "the end of the bake")
        assert "whole" in tamizdat("-C", room.folder, "check", "--deep").stdout


def test_a_public_folder_that_is_removed_under_a_worker_is_baked_anew(room: Room) -> None:
    with room.hand() as hand, room.worker():
        path = hand("publish", "Standing")
        eventually(lambda: room.is_public(path), "the story")
        eventually(lambda: hand("waiting") == 0, "the end of the bake")
        for remove_root in (True, False):
            shutil.rmtree(room.public) if remove_root else subprocess.run(
                f"rm -r {room.public}/*", shell=True, check=True
            )
            eventually(lambda: room.is_public(path) and room.page("/en/"), "the edition again")
            eventually(lambda: hand("waiting") == 0, "the end of the bake")
            assert hand("differences") == []
    shutil.rmtree(room.public)
    tamizdat("-C", room.folder, "bake")
    assert room.is_public(path)
    check_whole(contents(room.public))


def test_killed_bakes_leave_no_temporary_files(room: Room) -> None:
    with room.hand() as hand:
        for number in range(10):
            hand("publish", f"Story {number}", text="Some words of it. " * 500)
    scratch = room.folder / "state" / "tmp"
    for _ in range(2):
        bake = subprocess.Popen(words("-C", room.folder, "bake", "--full"), env=environment(), start_new_session=True)
        eventually(lambda: scratch.exists() and list(scratch.iterdir()), "a bake under way")
        os.killpg(bake.pid, signal.SIGKILL)
        bake.wait()
    (scratch / "1-probe").touch()  # of process 1, which is another than the one that left it
    (room.public / ".probe-999999-1").touch()
    tamizdat("-C", room.folder, "bake")
    assert not list(scratch.iterdir())
    assert not list(room.public.glob(".*"))


def test_readers_can_read_what_is_baked_under_any_umask(room: Room) -> None:
    done = subprocess.run(
        ["sh", "-c", 'umask 077; exec "$@"', "sh", *words("-C", room.folder, "bake")], env=environment(), check=False
    )
    assert done.returncode == 0
    for path in room.public.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
    assert room.public.stat().st_mode & 0o777 == 0o755
    assert (room.folder / "newsroom.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be another account")
@pytest.mark.parametrize(
    "verb", ["bake", "import jsonl stories.jsonl", "serve", "serve --only worker", "upgrade", "status"]
)
def test_root_leaves_nothing_in_the_newsroom_of_another_account(room: Room, tmp_path: Path, verb: str) -> None:
    for path in (room.folder, *room.folder.rglob("*")):
        os.chown(path, OWNER, OWNER)
    (tmp_path / "stories.jsonl").write_text(json.dumps({"id": "a", "lang": "en", "title": "A"}))
    given = verb.replace("stories.jsonl", str(tmp_path / "stories.jsonl")).split()
    assert f"sudo -u '#{OWNER}'" in one_line(tamizdat("-C", room.folder, *given, status=1))
    assert not [path for path in room.folder.rglob("*") if path.stat().st_uid != OWNER]
