"""Letting people into the desk."""

from __future__ import annotations

import os
import pty
import select
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.cli.command import environment, one_line, tamizdat, words

GOOD = "seventeen-grey-herons"


def test_a_password_comes_from_a_pipe(newsroom: Path) -> None:
    add = ("-C", newsroom, "user", "add", "ann", "--email", "ann@example.org", "--admin", "--password-stdin")
    assert "administrator" in tamizdat(*add, given=f"{GOOD}\n").stdout
    with closing(sqlite3.connect(newsroom / "newsroom.sqlite3")) as database:
        rows = database.execute("SELECT username, email, is_superuser, password FROM auth_user").fetchall()
    assert [row[:3] for row in rows] == [("ann", "ann@example.org", 1)]
    assert GOOD not in rows[0][3]
    assert "already" in one_line(tamizdat(*add, given=f"{GOOD}\n", status=1))


def test_passwords_that_will_not_do_are_refused(newsroom: Path) -> None:
    add = ("-C", newsroom, "user", "add", "ann", "--password-stdin")
    assert "too short" in one_line(tamizdat(*add, given="short\n", status=1))
    assert "No password" in one_line(tamizdat(*add, given="", status=1))
    assert "together" in one_line(tamizdat(*add, "--generate", status=2))


def test_an_account_that_is_not_there_is_named_with_what_to_do(newsroom: Path) -> None:
    assert "tamizdat user add bob" in one_line(tamizdat("-C", newsroom, "user", "admin", "bob", status=1))


def test_a_generated_password_is_printed_once(newsroom: Path) -> None:
    said = tamizdat("-C", newsroom, "user", "add", "ann", "--generate").stdout
    assert len(said.partition("Password: ")[2].strip()) >= 12


def test_a_password_is_asked_for_twice_and_never_shown(newsroom: Path) -> None:
    here, there = pty.openpty()
    process = subprocess.Popen(
        words("-C", newsroom, "user", "add", "ann"), stdin=there, stdout=there, stderr=there, env=environment(),
        start_new_session=True,
    )  # fmt: skip
    os.close(there)
    shown = ""
    for answer in (GOOD, GOOD):
        shown += read_until(here, ": ")
        os.write(here, f"{answer}\n".encode())
    shown += read_until(here, "desk")
    assert process.wait(timeout=60) == 0
    os.close(here)
    assert GOOD not in shown
    assert "Password" in shown


def test_no_terminal_to_ask_at_is_said_with_the_ways_round_it(newsroom: Path) -> None:
    process = subprocess.Popen(
        words("-C", newsroom, "user", "add", "ann"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True,
    )  # fmt: skip
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err.splitlines() == [line for line in err.splitlines() if line.startswith("tamizdat: There is no terminal")]
    assert "--generate" in err


def test_the_end_of_input_at_the_question_is_no_silence(newsroom: Path) -> None:
    here, there = pty.openpty()
    process = subprocess.Popen(
        words("-C", newsroom, "user", "add", "ann"), stdin=there, stdout=there, stderr=there, env=environment(),
        start_new_session=True,
    )  # fmt: skip
    os.close(there)
    read_until(here, ": ")
    os.write(here, b"\x04")
    assert "No answer came" in read_until(here, "changed")
    assert process.wait(timeout=60) == 1
    os.close(here)


def read_until(handle: int, wanted: str) -> str:
    text = ""
    while wanted not in text:
        ready, _, _ = select.select([handle], [], [], 60)
        assert ready, f"{wanted!r} never came: {text!r}"
        text += os.read(handle, 4096).decode()
    return text
