"""The database itself: whose it is, what becomes of a transaction, and old, new and foreign files."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from tamizdat.letters import LettersError
from tamizdat.letters.store import Store, faults, notices, readers, sends, suppressed, values
from tests.letters.conftest import KEY
from tests.letters.test_sends import start
from tests.letters.test_subscribing import NOW, subscribed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "letters.sqlite3"


def test_only_its_owner_may_read_the_file_and_its_journals(file: Path) -> None:
    values.put(Store(str(file)), {"a": "b"})
    files = list(file.parent.iterdir())
    assert len(files) > 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.writing() as db:
            values.write(db, {"a": "b"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert values.get(store, "a", "nothing") == "nothing"


def test_threads_share_a_store(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            values.put(store, {f"{number}.{turn}": "x"})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as db:
        assert db.one("SELECT count(*) FROM letters_value WHERE value = 'x'") == (20,)


def test_a_forked_process_has_connections_of_its_own(store: Store) -> None:
    values.put(store, {"a": "parent"})
    child = os.fork()
    if not child:
        values.put(store, {"a": "child"})
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert values.get(store, "a") == "child"
    values.put(store, {"a": "parent"})


def test_a_file_that_was_put_in_its_place_is_used_at_once(file: Path, tmp_path: Path) -> None:
    store, other = Store(str(file)), Store(str(tmp_path / "other.sqlite3"))
    values.put(store, {"a": "old"})
    values.put(other, {"a": "restored"})
    for path in (file, tmp_path / "other.sqlite3"):
        with sqlite3.connect(path) as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close(), other.close()
    values.get(store, "a")
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    os.replace(tmp_path / "other.sqlite3", file)
    assert values.get(store, "a") == "restored"


def test_a_newer_database_is_refused_and_a_foreign_file_too(store: Store, file: Path, tmp_path: Path) -> None:
    values.put(store, {"schema": "99"})
    newer = Store(store.address)
    with pytest.raises(LettersError, match="newer Tamizdat"):
        values.get(newer, "a")
    foreign = tmp_path / "foreign.sqlite3"
    foreign.write_text("no database, but text that is long enough to be taken for one" * 100)
    with pytest.raises(LettersError, match="cannot be used"):
        values.get(Store(str(foreign)), "a")
    with pytest.raises(LettersError, match="cannot be made"):
        values.get(Store(str(tmp_path / "missing" / "letters.sqlite3")), "a")


def test_messages_of_errors_hold_no_password_and_no_address() -> None:
    with pytest.raises(LettersError) as caught:
        values.get(Store("postgresql://someone:secret@127.0.0.1:9/letters"), "a")
    assert "secret" not in str(caught.value)


def test_a_list_has_its_own_notice_or_that_of_all(store: Store) -> None:
    def notice(language: str, list: int, subject: str) -> notices.Notice:
        return notices.Notice(kind="welcome", language=language, list=list, subject=subject, html="", text="")

    notices.replace(store, [notice("en", 0, "Welcome"), notice("en", 2, "Welcome to the daily letter")])
    for list, subject in ((1, "Welcome"), (2, "Welcome to the daily letter")):
        found = notices.one(store, "welcome", "en", list)
        assert found
        assert found.subject == subject
    assert notices.one(store, "welcome", "ru", 2) is None


def test_faults_are_found(store: Store) -> None:
    reader = subscribed(store)
    send = start(store)
    assert faults.find(store) == []
    with store.writing() as db:
        suppressed.add(db, [(readers.hashes(db, reader)[0], suppressed.COMPLAINED, NOW)])
        db.execute("UPDATE letters_send SET state = 'done'")
        db.execute("DELETE FROM letters_content WHERE send = ?", [send])
        readers.subscribe(db, [(1, 12_345, "active", NOW)])
    assert faults.find(store) == [
        "1 readers get letters although their address is suppressed",
        "1 subscriptions are of no reader",
        "1 deliveries wait although their send has ended",
        "1 sends have no text",
    ]
    assert sends.one(store, send)
    assert suppressed.reason(store, KEY, "reader@example.org") == "complained"
