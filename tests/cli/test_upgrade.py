"""An upgrade goes through or leaves everything as it was; a newer database is left alone by every verb."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.cli.command import one_line, tamizdat

NEWEST = "SELECT name FROM django_migrations WHERE app = 'newsroom' ORDER BY name DESC LIMIT 1"


def execute(newsroom: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(newsroom / "newsroom.sqlite3")) as database, database:
        return database.execute(statement).fetchall()


def make_older(newsroom: Path) -> None:
    """As a version of Tamizdat had it whose framework kept sessions in no table yet."""
    execute(newsroom, "DROP TABLE django_session")
    execute(newsroom, "DELETE FROM django_migrations WHERE app = 'sessions'")


def make_newer(newsroom: Path) -> None:
    execute(
        newsroom, "INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '9999_later', '2030-01-01')"
    )


def test_an_older_database_is_upgraded_and_can_go_back(newsroom: Path) -> None:
    make_older(newsroom)
    assert "tamizdat -C" in one_line(tamizdat("-C", newsroom, "bake", status=1))
    assert "1 migrations to do" in tamizdat("-C", newsroom, "status").stdout

    assert "--back" in tamizdat("-C", newsroom, "upgrade").stdout
    assert execute(newsroom, "SELECT count(*) FROM django_session") == [(0,)]
    copies = list((newsroom / "backups").glob("upgrade-*.tar"))
    assert len(copies) == 1
    tamizdat("-C", newsroom, "user", "add", "ann", "--generate")

    tamizdat("-C", newsroom, "upgrade", "--back")
    assert execute(newsroom, "SELECT name FROM sqlite_master WHERE name = 'django_session'") == []
    assert execute(newsroom, "SELECT count(*) FROM auth_user") == [(0,)]
    assert len(list((newsroom / "backups").glob("before-going-back-*.tar"))) == 1


def test_an_upgrade_with_nothing_to_do_says_so_and_adds_new_languages(newsroom: Path) -> None:
    toml = newsroom / "newsroom.toml"
    toml.write_text(toml.read_text().replace('["en", "ru"]', '["en", "ru", "ka"]'))
    assert "as this version wants it" in tamizdat("-C", newsroom, "upgrade").stdout
    assert execute(newsroom, "SELECT count(*) FROM newsroom_storyfolder") == [(3,)]
    assert not (newsroom / "backups").exists()


def test_a_failed_upgrade_puts_the_databases_back(newsroom: Path) -> None:
    make_older(newsroom)
    execute(newsroom, "CREATE TABLE django_session (in_the_way TEXT)")
    before = execute(newsroom, "SELECT name, sql FROM sqlite_master ORDER BY name")
    *progress, said = tamizdat("-C", newsroom, "upgrade", status=1).stderr.splitlines()
    assert "as they were before" in said
    assert not [line for line in progress if "Traceback" in line]
    assert execute(newsroom, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert len(list((newsroom / "backups").glob("upgrade-*.tar"))) == 1


def test_only_the_last_three_copies_are_kept(newsroom: Path) -> None:
    (newsroom / "backups").mkdir()
    for day in range(1, 5):
        (newsroom / "backups" / f"upgrade-2020010{day}-000000-000000.tar").touch()
    make_older(newsroom)
    tamizdat("-C", newsroom, "upgrade")
    kept = sorted(path.name for path in (newsroom / "backups").iterdir())
    assert len(kept) == 3
    assert kept[0].startswith("upgrade-20200103")


def test_going_back_without_a_copy_is_one_line(newsroom: Path) -> None:
    assert "no copy" in one_line(tamizdat("-C", newsroom, "upgrade", "--back", status=1))


@pytest.mark.parametrize(
    "verb",
    [
        ("status",),
        ("bake",),
        ("check",),
        ("user", "add", "ann", "--generate"),
        ("upgrade",),
        ("serve", "--only", "desk"),
    ],
)
def test_a_newer_database_is_left_alone_by_every_verb(newsroom: Path, verb: tuple[str, ...]) -> None:
    make_newer(newsroom)
    before = (newsroom / "newsroom.sqlite3").read_bytes()
    said = one_line(tamizdat("-C", newsroom, *verb, status=1))
    assert "newer Tamizdat" in said
    assert "newsroom 9999_later" in said
    assert (newsroom / "newsroom.sqlite3").read_bytes() == before


def test_an_older_program_can_go_back_from_a_newer_database(newsroom: Path) -> None:
    make_older(newsroom)
    tamizdat("-C", newsroom, "upgrade")
    make_newer(newsroom)
    tamizdat("-C", newsroom, "upgrade", "--back")
    assert execute(newsroom, NEWEST) != [("9999_later",)]


@pytest.mark.database
def test_an_upgrade_of_any_database_can_go_back(empty_database_url: str, tmp_path: Path) -> None:
    if not (database_url := empty_database_url):
        pytest.skip("the folder's own file is tested above")
    folder = tmp_path / "on-a-server"
    where = {"TAMIZDAT_DATABASE_URL": database_url}
    tamizdat("init", folder, **where)
    with psycopg.connect(database_url) as database:
        database.execute("DROP TABLE django_session")
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    tamizdat("-C", folder, "upgrade", **where)
    tamizdat("-C", folder, "user", "add", "ann", "--generate", **where)
    tamizdat("-C", folder, "upgrade", "--back", **where)
    assert "1 migrations to do" in tamizdat("-C", folder, "status", **where).stdout
    tamizdat("-C", folder, "upgrade", **where)
    tamizdat("-C", folder, "user", "add", "ann", "--generate", **where)
