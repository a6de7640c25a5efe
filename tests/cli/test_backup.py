"""Backups are whole, consistent while others write, read with distrust, and come back as they were."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tamizdat.config.newsroom import load
from tamizdat.operations import counts, databases
from tamizdat.operations.backup import write_backup
from tamizdat.operations.progress import no_progress
from tests.cli.command import eventually, one_line, small_disk, tamizdat, words
from tests.conftest import SERVER_URL
from tests.postgres import fresh_database

PICTURE = "original_images/mountain.jpg"


def people(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "newsroom.sqlite3")) as database:
        return [row[0] for row in database.execute("SELECT username FROM auth_user ORDER BY id")]


def filled(newsroom: Path) -> Path:
    """With one of each thing that a backup must hold."""
    for name, text in {
        f"media/{PICTURE}": "a picture", "renditions/ab/abcd.avif": "a size", "theme/css/own.css": "a {}",
        "keys/site.key": "secret", "public/index.html": "baked", "letters.sqlite3": "",
    }.items():  # fmt: skip
        path = newsroom / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with closing(sqlite3.connect(newsroom / "letters.sqlite3")) as letters, letters:
        letters.execute("CREATE TABLE subscriber (address TEXT)")
        letters.execute("INSERT INTO subscriber VALUES ('reader@example.org')")
    return newsroom


@pytest.fixture
def backup(newsroom: Path, tmp_path: Path) -> Path:
    file = tmp_path / "backup.tar"
    tamizdat("-C", filled(newsroom), "backup", file)
    return file


def rewritten(backup: Path, change: Callable[[str, bytes], tuple[str, bytes] | None], *more: tarfile.TarInfo) -> Path:
    """A copy of the backup with each member changed by `change`, dropped where it gives None, and `more` added."""
    target = backup.with_name("changed.tar")
    with tarfile.open(backup) as source, tarfile.open(target, "w") as out:
        for member in source:
            stream = source.extractfile(member)
            assert stream
            changed = change(member.name, stream.read())
            if changed:
                header = tarfile.TarInfo(changed[0])
                header.size, header.mode = len(changed[1]), member.mode
                out.addfile(header, io.BytesIO(changed[1]))
        for header in more:
            out.addfile(header)
    return target


def in_manifest(alter: Callable[[dict[str, object]], None]) -> Callable[[str, bytes], tuple[str, bytes]]:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if name == "manifest.json":
            manifest = json.loads(data)
            alter(manifest)
            data = json.dumps(manifest).encode()
        return name, data

    return change


def refused(file: Path, folder: Path) -> str:
    """The line with which a restore of `file` is refused; nothing may be left of it."""
    said = one_line(tamizdat("restore", file, folder, status=1))
    assert not folder.exists()
    return said


def test_everything_but_what_can_be_baked_comes_back(newsroom: Path, backup: Path, tmp_path: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    back = tmp_path / "back"
    tamizdat("restore", backup, back)
    for name in (f"media/{PICTURE}", "renditions/ab/abcd.avif", "theme/css/own.css", "keys/site.key", "newsroom.toml"):
        assert (back / name).read_bytes() == (newsroom / name).read_bytes(), name
        assert (back / name).stat().st_mode == (newsroom / name).stat().st_mode | 0o600, name
    assert (back / "keys").stat().st_mode & 0o777 == 0o700
    assert not (back / "public" / "index.html").exists()
    with closing(sqlite3.connect(back / "letters.sqlite3")) as letters:
        assert letters.execute("SELECT address FROM subscriber").fetchall() == [("reader@example.org",)]
    tamizdat("-C", back, "bake")
    assert (back / "public" / "index.html").exists()


def test_a_backup_while_others_write_is_one_moment_of_the_database(newsroom: Path, tmp_path: Path) -> None:
    """Each transaction adds a pair of rows; a copy that is no single moment would hold half a pair, or be damaged."""
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(newsroom / "newsroom.sqlite3", timeout=30)) as database:
            database.execute("CREATE TABLE pair (side TEXT, filling TEXT)")
            while not stop.is_set():
                with database:
                    database.executemany(
                        "INSERT INTO pair VALUES (?, ?)", [("left", "x" * 3000), ("right", "y" * 3000)]
                    )
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(30)
        for number in range(3):
            tamizdat("-C", newsroom, "backup", tmp_path / f"{number}.tar")
    finally:
        stop.set()
        writer.join()
    tamizdat("restore", tmp_path / "2.tar", tmp_path / "back")
    with closing(sqlite3.connect(tmp_path / "back" / "newsroom.sqlite3")) as database:
        counts = dict(database.execute("SELECT side, count(*) FROM pair GROUP BY side").fetchall())
        assert counts["left"] == counts["right"] > 0
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_is_overwritten_only_when_told(newsroom: Path, backup: Path) -> None:
    made = datetime.fromisoformat((newsroom / "state" / "last-backup").read_text())
    assert datetime.now(UTC) - made < timedelta(minutes=9), "for the desk's first page"
    before = backup.read_bytes()
    assert "--force" in one_line(tamizdat("-C", newsroom, "backup", backup, status=1))
    assert backup.read_bytes() == before
    tamizdat("-C", newsroom, "backup", backup, "--force")
    assert tarfile.is_tarfile(backup)


def test_a_full_disk_leaves_the_last_backup_and_no_half_one(newsroom: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "3m"):
        tamizdat("-C", newsroom, "backup", disk / "b.tar")
        good = (disk / "b.tar").read_bytes()
        (newsroom / "media" / "large.jpg").write_bytes(os.urandom(4_000_000))
        done = tamizdat("-C", newsroom, "backup", disk / "b.tar", "--force", status=1)
        assert f"{disk / 'b.tar'}: The disk is full" in one_line(done)
        assert [path.name for path in disk.iterdir()] == ["b.tar"]
        assert (disk / "b.tar").read_bytes() == good


def test_restore_refuses_a_folder_that_is_in_use(newsroom: Path, backup: Path, tmp_path: Path) -> None:
    assert "already holds a newsroom" in one_line(tamizdat("restore", backup, newsroom, status=1))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    assert "not empty" in one_line(tamizdat("restore", backup, tmp_path / "other", status=1))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["file"]


def test_a_damaged_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    def spoil(name: str, data: bytes) -> tuple[str, bytes]:
        return name, (b"A" + data[1:] if name.startswith("media/") else data)

    assert "its hash is wrong" in refused(rewritten(backup, spoil), tmp_path / "back")
    cut = tmp_path / "cut.tar"
    cut.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    assert "backup" in refused(cut, tmp_path / "back")
    no_tar = tmp_path / "not.tar"
    no_tar.write_bytes(b"hello" * 1000)
    assert "no whole backup" in refused(no_tar, tmp_path / "back")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "media/../../outside", "public/index.html", "media//x"])
def test_a_member_that_has_no_place_in_a_newsroom_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    def move(old: str, data: bytes) -> tuple[str, bytes]:
        if old == "manifest.json":
            manifest = json.loads(data)
            manifest["files"][name] = manifest["files"].pop(f"media/{PICTURE}")
            return old, json.dumps(manifest).encode()
        return (name if old == f"media/{PICTURE}" else old), data

    assert "Do not trust this file" in refused(rewritten(backup, move), tmp_path / "back")
    assert not (tmp_path / "outside").exists()


def test_links_and_members_that_the_manifest_does_not_name_are_refused(backup: Path, tmp_path: Path) -> None:
    link = tarfile.TarInfo("media/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    extra = rewritten(backup, lambda name, data: (name, data), link)
    assert "does not hold what its manifest says" in refused(extra, tmp_path / "back")

    def with_link(manifest: dict[str, object]) -> None:
        manifest["files"]["media/link"] = {"sha256": "0" * 64, "size": 0, "mode": 0o644}  # type: ignore[index]

    named = rewritten(backup, in_manifest(with_link), link)
    assert "does not hold media/link" in refused(named, tmp_path / "back")


def test_a_backup_of_a_newer_program_is_refused(backup: Path, tmp_path: Path) -> None:
    newer = rewritten(backup, in_manifest(lambda manifest: manifest.update(format=99, tamizdat="9.0")))
    assert "newer Tamizdat (9.0)" in refused(newer, tmp_path / "back")


def test_a_newer_database_in_a_backup_is_refused(newsroom: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(newsroom / "newsroom.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '9999_later', '2030-01-01')"
        )
    tamizdat("-C", newsroom, "backup", tmp_path / "b.tar")
    said = refused(tmp_path / "b.tar", tmp_path / "back")
    assert "newsroom 9999_later" in said
    assert ".tamizdat-making" not in said


def test_a_damaged_database_is_not_backed_up_as_if_it_were_good(newsroom: Path, tmp_path: Path) -> None:
    path = newsroom / "newsroom.sqlite3"
    data = bytearray(path.read_bytes())
    data[8192:-8192] = b"\xff" * (len(data) - 16384)
    path.write_bytes(data)
    assert "damaged" in one_line(tamizdat("-C", newsroom, "backup", tmp_path / "b.tar", status=1))
    assert not (tmp_path / "b.tar").exists()


@pytest.mark.database
def test_the_desks_database_comes_back_wherever_it_is(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    if not database_url:
        shutil.copytree(request.getfixturevalue("template"), first)
    else:
        tamizdat("init", first, TAMIZDAT_DATABASE_URL=database_url)
    tamizdat("-C", first, "user", "add", "ann", "--generate", TAMIZDAT_DATABASE_URL=database_url)
    tamizdat("-C", first, "backup", tmp_path / "b.tar", TAMIZDAT_DATABASE_URL=database_url)
    if not database_url:
        tamizdat("restore", tmp_path / "b.tar", tmp_path / "back")
        assert people(tmp_path / "back") == ["ann"]
        return
    taken = tamizdat("restore", tmp_path / "b.tar", tmp_path / "back", status=1, TAMIZDAT_DATABASE_URL=database_url)
    assert "not empty" in one_line(taken)
    missing = tamizdat("restore", tmp_path / "b.tar", tmp_path / "back", status=1)
    assert "TAMIZDAT_DATABASE_URL" in one_line(missing)
    with fresh_database(SERVER_URL) as other:
        tamizdat("restore", tmp_path / "b.tar", tmp_path / "back", TAMIZDAT_DATABASE_URL=other)
        status = json.loads(tamizdat("-C", tmp_path / "back", "status", "--json", TAMIZDAT_DATABASE_URL=other).stdout)
        assert status["database"]["kind"] == "postgresql"
        adding = ("-C", tmp_path / "back", "user", "add", "ann", "--generate")
        assert "already" in one_line(tamizdat(*adding, status=1, TAMIZDAT_DATABASE_URL=other))


def test_a_folder_with_a_strange_name_is_backed_up_and_comes_back(template: Path, tmp_path: Path) -> None:
    newsroom = Path(shutil.copytree(template, tmp_path / "a#b?c=d&e%41 ü"))
    tamizdat("-C", newsroom, "user", "add", "anna", "--password-stdin", given="snow-on-the-pass-77\n")
    said = tamizdat("-C", newsroom, "backup", tmp_path / "backup.tar").stdout
    assert "0 stories, 1 users, " in said
    tamizdat("restore", tmp_path / "backup.tar", tmp_path / "back#%42?")
    assert people(tmp_path / "back#%42?") == ["anna"]
    tamizdat("-C", tmp_path / "back#%42?", "bake")


@pytest.mark.parametrize("kind", ["stories", "users", "subscribers"])
def test_a_copy_that_holds_less_is_no_backup(newsroom: Path, tmp_path: Path, monkeypatch: Any, kind: str) -> None:
    of_sqlite = counts.of_sqlite

    def more_in_the_source(path: Path, asked: counts.Tables) -> counts.Counts:
        found = of_sqlite(path, asked)
        return {**found, kind: found[kind] + 3} if path.parent == newsroom and kind in found else found

    monkeypatch.setattr(counts, "of_sqlite", more_in_the_source)
    with pytest.raises(databases.CopyHoldsLess, match=f"holds 0 {kind}, and the database 3"):
        write_backup(load(newsroom), tmp_path / "backup.tar", no_progress)
    assert not [*tmp_path.glob("*.tar"), *tmp_path.glob(".*")]


def test_what_a_killed_backup_left_is_removed_by_the_next(newsroom: Path, tmp_path: Path) -> None:
    (newsroom / "media").mkdir(exist_ok=True)
    (newsroom / "media" / "large.wav").write_bytes(os.urandom(1 << 20) * 200)
    target = tmp_path / "backups"
    target.mkdir()
    for _ in range(2):
        process = subprocess.Popen(words("-C", newsroom, "backup", target / "one.tar"), stderr=subprocess.DEVNULL)
        eventually(lambda: any(target.glob(".*/*")), "a backup under way")
        process.kill()
        process.wait()
    assert not (target / "one.tar").exists()
    (newsroom / "media" / "large.wav").unlink()
    tamizdat("-C", newsroom, "backup", target / "two.tar")
    assert [path.name for path in target.iterdir()] == ["two.tar"]
