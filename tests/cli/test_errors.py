"""Every error is one line that says what to do."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tamizdat.cli.errors import CommandError, explain
from tamizdat.config.newsroom import NewsroomError
from tests.cli.command import one_line, small_disk, tamizdat


def sqlite_error(path: Path, *statements: str) -> sqlite3.Error:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
        try:
            for statement in statements:
                database.execute(statement)
        except sqlite3.Error as error:
            return error
    pytest.fail(f"no error from {statements}")


def test_errors_of_our_rooms_speak_for_themselves() -> None:
    assert explain(CommandError("What,\n where.")) == "What, where."
    assert explain(NewsroomError("What.")) == "What."


def test_a_database_in_use_is_said_to_be_busy(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "busy" in explain(sqlite_error(tmp_path / "a.sqlite3", "CREATE TABLE a (b)"))


def test_a_full_database_is_said_to_be_full(tmp_path: Path) -> None:
    full = sqlite_error(tmp_path / "a", "PRAGMA max_page_count=1", "CREATE TABLE a (b)")
    assert "The disk is full" in explain(full)


def test_tables_that_are_missing_lead_to_upgrade(tmp_path: Path) -> None:
    assert "tamizdat upgrade" in explain(sqlite_error(tmp_path / "a", "SELECT * FROM stories"))


def test_a_file_that_is_no_database_leads_to_restore(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"not a database at all" * 100)
    assert "tamizdat restore" in explain(sqlite_error(tmp_path / "a", "SELECT * FROM stories"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EADDRINUSE, errno.ENOENT])
def test_the_systems_errors_name_the_place_and_what_to_do(number: int) -> None:
    said = explain(OSError(number, os.strerror(number), "/the/place"))
    assert said.startswith("/the/place: ")
    assert os.strerror(number) not in said


def test_what_nobody_expected_asks_for_a_report() -> None:
    assert explain(ValueError("odd")).startswith("Something unexpected: ValueError: odd. ")
    assert "--debug" in explain(ValueError("odd"))


@pytest.mark.parametrize("left", [None, b""], ids=["missing", "empty"])
def test_a_database_that_is_gone_is_never_replaced_by_an_empty_one(newsroom: Path, left: bytes | None) -> None:
    database = newsroom / "newsroom.sqlite3"
    database.unlink()
    if left is not None:
        database.write_bytes(left)
    for verb in (["status"], ["bake"], ["upgrade"], ["backup", newsroom.parent / "none.tar"]):
        said = one_line(tamizdat("-C", newsroom, *verb, status=1))
        assert f"{database} is missing or empty" in said, verb
        assert "tamizdat restore" in said
    assert not database.exists() or not database.stat().st_size
    assert not (newsroom.parent / "none.tar").exists()


def test_a_folder_without_a_newsroom(tmp_path: Path) -> None:
    said = one_line(tamizdat("-C", tmp_path, "status", status=1))
    assert str(tmp_path) in said
    assert "tamizdat init" in said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("languages = oui", "line 1"),
        ("\x00", "newsroom.toml"),
        ('langauges = ["en"]', "languages"),
        ('languages = ["tlh-klingon"]', "tlh-klingon"),
        ('languages = ["en"]\nport = "80"', "port"),
    ],
)
def test_a_damaged_newsroom_toml(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "newsroom.toml").write_text(text)
    for verb in ("status", "bake", "serve"):
        assert named in one_line(tamizdat("-C", tmp_path, verb, status=1))


def test_a_newsroom_on_a_read_only_disk_is_read_but_not_written(template: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "50m") as make_read_only:
        shutil.copytree(template, disk / "newsroom")
        make_read_only()
        adding = tamizdat("-C", disk / "newsroom", "user", "add", "ann", "--generate", status=1)
        baking = tamizdat("-C", disk / "newsroom", "bake", status=1)
        assert "read" in one_line(adding)
        assert "read" in one_line(baking).lower()


def test_a_full_disk_leaves_no_half_of_a_new_newsroom(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "700k"):
        assert "The disk is full" in one_line(tamizdat("init", disk / "newsroom", status=1))
        assert list(disk.iterdir()) == []
