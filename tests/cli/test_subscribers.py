"""`tamizdat subscribers`, and what a backup does for the letters database."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tamizdat.letters.store import Store, lists, readers, sends
from tests.cli.command import one_line, tamizdat
from tests.conftest import SERVER_URL
from tests.letters.test_sends import start
from tests.postgres import fresh_database

FILE = "email,language,confirmed_at\na@example.org,ru,2024-02-03\nB@example.org,,\nnot an address,,\n"


@pytest.fixture
def letters_url() -> Iterator[str]:
    """'' means the folder's own file; else a database of its own beside the desk's."""
    if not SERVER_URL:
        yield ""
        return
    with fresh_database(SERVER_URL) as url:
        yield url


def with_lists(address: str) -> Store:
    store = Store(address)
    lists.replace(store, [lists.MailingList(id=1, slug="weekly", is_open=True, texts={})])
    return store


def test_subscribers_come_from_a_file_and_go_into_one(newsroom: Path, tmp_path: Path) -> None:
    with_lists(str(newsroom / "letters.sqlite3")).close()
    file = tmp_path / "old.csv"
    file.write_text(FILE)
    bring_in = ("-C", newsroom, "subscribers", "import", file)
    assert "Lists: weekly" in one_line(tamizdat(*bring_in, status=1))
    assert "no language" in one_line(tamizdat(*bring_in, "--list", "weekly", "--language", "xx", status=1))
    done = tamizdat(*bring_in, "--list", "weekly", status=1)
    assert "2 taken, 0 there already, 0 kept as having left, 0 suppressed, 1 unusable." in done.stdout
    assert "line 4: " in done.stderr
    out = tmp_path / "out.csv"
    assert "Exported 2 subscribers" in tamizdat("-C", newsroom, "subscribers", "export", out).stdout
    assert "2 there already" in tamizdat("-C", newsroom, "subscribers", "import", out).stdout
    assert "--force" in one_line(tamizdat("-C", newsroom, "subscribers", "export", out, status=1))
    tamizdat("-C", newsroom, "subscribers", "export", out, "--force")
    status = json.loads(tamizdat("-C", newsroom, "status", "--json").stdout)["letters"]
    assert (status["subscribers"]["active"], status["sending"], status["trouble"]) == (2, 0, "")
    assert "Letters    2 subscribers" in tamizdat("-C", newsroom, "status").stdout


@pytest.mark.database
def test_letters_are_in_a_backup_and_nothing_is_sent_again_from_it(
    template: Path, letters_url: str, tmp_path: Path
) -> None:
    newsroom, back = tmp_path / "newsroom", tmp_path / "back"
    shutil.copytree(template, newsroom)
    environment = {"TAMIZDAT_LETTERS_DATABASE": letters_url}
    store = with_lists(letters_url or str(newsroom / "letters.sqlite3"))
    file = tmp_path / "old.csv"
    file.write_text(FILE)
    tamizdat("-C", newsroom, "subscribers", "import", file, "--list", "weekly", status=1, **environment)
    send = start(store)
    store.close()
    said = tamizdat("-C", newsroom, "backup", tmp_path / "b.tar", **environment).stdout
    assert " 2 subscribers, " in said
    if not letters_url:
        assert "Paused: 1 letters" in tamizdat("restore", tmp_path / "b.tar", back).stdout
        assert paused(Store(str(back / "letters.sqlite3")), send)
        return
    taken = tamizdat("restore", tmp_path / "b.tar", back, status=1, **environment)
    assert "holds letters already" in one_line(taken)
    assert "TAMIZDAT_LETTERS_DATABASE" in one_line(tamizdat("restore", tmp_path / "b.tar", back, status=1))
    with fresh_database(SERVER_URL) as other:
        tamizdat("restore", tmp_path / "b.tar", back, TAMIZDAT_LETTERS_DATABASE=other)
        restored = Store(other)
        assert paused(restored, send)
        assert start(restored, letter=2) == send + 1, "numbers go on where they were"
        restored.close()


def paused(store: Store, send: int) -> bool:
    assert readers.by_state(store)["active"] == 2
    return sends.status(store, send).state == "paused"


def test_a_damaged_letters_database_is_said_to_be_one(newsroom: Path) -> None:
    (newsroom / "letters.sqlite3").write_text("no database at all")
    done = tamizdat("-C", newsroom, "check", status=1)
    assert "letters.sqlite3" in done.stdout
    status = json.loads(tamizdat("-C", newsroom, "status", "--json").stdout)
    assert "not a database" in status["letters"]["trouble"]
