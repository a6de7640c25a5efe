"""`tamizdat demo` as a newcomer meets it. That the content goes in whole is tested with the content."""

from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.command import alive, descendants, eventually, one_line, running, status_of, tamizdat


def accounts(folder: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(folder / "newsroom.sqlite3")) as database:
        return database.execute("SELECT username, is_superuser FROM auth_user ORDER BY username").fetchall()


def test_a_filled_demo_goes_straight_on_with_the_same_logins(newsroom: Path, port: int) -> None:
    (newsroom / ".demo-filled").touch()
    first = tamizdat("demo", newsroom, "--no-serve")
    assert accounts(newsroom) == [("admin", 1), ("editor", 0)]
    assert (newsroom / "demo-logins.txt").stat().st_mode & 0o777 == 0o600
    for line in (newsroom / "demo-logins.txt").read_text().splitlines():
        name, password = line.split()
        assert f"  {name:7} {password}\n" in first.stdout
    again = tamizdat("demo", newsroom, "--no-serve")
    assert again.stdout.partition("To sign in")[2] == first.stdout.partition("To sign in")[2]
    assert "Filling" not in again.stderr

    with running("demo", newsroom, "--port", port) as demo:
        eventually(lambda: status_of(f"http://127.0.0.1:{port}/") == 200, "the demo's site")
        eventually(
            lambda: status_of(f"http://127.0.0.1:{port}/desk/login/") == 200, "its desk, after the addresses are told"
        )
        family = descendants(demo.pid)
        demo.send_signal(signal.SIGINT)
        out, _ = demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert f"http://127.0.0.1:{port}/desk/" in out
    assert not alive(family)


def test_a_newsroom_that_is_no_demo_is_left_alone(newsroom: Path, tmp_path: Path) -> None:
    story = {"id": "mine", "lang": "en", "title": "Mine", "body": ["Text."], "licence": "CC0"}
    (tmp_path / "mine.jsonl").write_text(json.dumps(story))
    tamizdat("-C", newsroom, "import", "jsonl", tmp_path / "mine.jsonl")
    assert "no demo" in one_line(tamizdat("demo", newsroom, "--no-serve", status=1))
    assert accounts(newsroom) == []


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    assert "not empty" in one_line(tamizdat("demo", tmp_path, "--no-serve", status=1))
