"""The store under several writers, a kill at any moment, a full disk, a file that cannot be written, and old and new files."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tamizdat.audience import AudienceError
from tamizdat.audience.store import counts, messages, queries

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 41, 30, tzinfo=UTC)
PATIENCE = 60


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "audience.sqlite3"


def write(store: Path, text: str = "A word", **fields: str) -> None:
    messages.put(store, **{"language": "en", "name": "", "address": "", "text": text, **fields}, now=NOW)


def test_numbers_add_up_by_page_and_by_day(store: Path) -> None:
    next_day = date(2026, 11, 25)
    counts.add(store, {(DAY, counts.READ, "/en/a/"): 2, (DAY, counts.READ, "/en/b/"): 1})
    counts.add(store, {(DAY, counts.READ, "/en/a/"): 3, (next_day, counts.READ, "/en/a/"): 4})
    counts.add(store, {(DAY, counts.REPUBLISH, "/en/a/"): 1})
    assert counts.by_page(store, counts.READ, DAY) == {"/en/a/": 9, "/en/b/": 1}
    assert counts.by_page(store, counts.READ, next_day) == {"/en/a/": 4}
    assert counts.by_day(store, counts.READ, DAY) == {DAY: 6, next_day: 4}
    assert counts.by_day(store, counts.READ, DAY, ["/en/b/", "/en/c/"]) == {DAY: 1}
    assert counts.by_day(store, counts.REPUBLISH, DAY, ["/en/a/"]) == {DAY: 1}
    assert counts.by_day(store, counts.READ, DAY, []) == {}


def test_more_pages_than_one_statement_takes_are_summed(store: Path) -> None:
    pages = [f"/en/{number}/" for number in range(1_201)]
    counts.add(store, {(DAY, counts.READ, page): 1 for page in pages})
    assert counts.by_day(store, counts.READ, DAY, pages) == {DAY: 1_201}


def test_nothing_is_there_and_nothing_is_made_before_the_first_write(store: Path) -> None:
    assert counts.by_page(store, counts.READ, DAY) == {}
    assert messages.newest(store, 0, 10) == []
    assert messages.count(store) == (0, 0)
    assert not store.exists()


def test_only_its_owner_may_read_the_file_and_its_journals(store: Path) -> None:
    write(store)
    with sqlite3.connect(store) as held:
        held.execute("SELECT count(*) FROM message").fetchone()
        write(store)
        files = list(store.parent.iterdir())
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        assert len(files) > 1


def test_messages_come_newest_first_and_know_the_hour_only(store: Path) -> None:
    write(store, "Первое", name="Aigul", address="a@example.org", language="ru")
    write(store, "Second")
    second, first = messages.newest(store, 0, 10)
    assert (first.text, first.name, first.address, first.language) == ("Первое", "Aigul", "a@example.org", "ru")
    assert first.received == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert messages.newest(store, 1, 10) == [first]
    messages.mark(store, [first.id], is_read=True)
    assert messages.count(store) == (2, 1)
    assert not second.is_read


def test_a_deleted_message_leaves_nothing_in_the_files(store: Path) -> None:
    write(store, "the name of my village is Zeskari")
    [message] = messages.newest(store, 0, 1)
    messages.delete(store, [message.id])
    assert messages.newest(store, 0, 1) == []
    assert all(b"Zeskari" not in path.read_bytes() for path in store.parent.iterdir())


def test_hostile_text_comes_back_as_it_was(store: Path) -> None:
    text = "'; DROP TABLE message; -- <script>alert(1)</script> \x1f 🐻"
    write(store, text, name="');--")
    assert messages.newest(store, 0, 1)[0].text == text
    counts.add(store, {(DAY, counts.READ, "/en/'; DROP TABLE counted; --/"): 1})
    assert counts.by_page(store, counts.READ, DAY) == {"/en/'; DROP TABLE counted; --/": 1}


def test_no_more_messages_are_kept_than_so_many(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MOST_KEPT", 2)
    write(store)
    write(store)
    with pytest.raises(messages.Full, match=r"Delete some at the desk"):
        write(store)
    assert messages.count(store) == (2, 2)


WRITER = """
import sys
from datetime import date
from pathlib import Path
from tamizdat.audience.store import counts
for number in range(int(sys.argv[2])):
    counts.add(Path(sys.argv[1]), {(date(2026, 11, 24), "read", "/en/a/"): 1, (date(2026, 11, 24), "read", "/en/b/"): 1})
    print(number, flush=True)
"""


def writer(store: Path, times: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(store), str(times)], stdout=subprocess.PIPE)


def test_several_processes_lose_nothing_also_when_all_make_the_file(store: Path) -> None:
    writers = [writer(store, 25) for _ in range(4)]
    for process in writers:
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    assert counts.by_page(store, counts.READ, DAY) == {"/en/a/": 100, "/en/b/": 100}


def test_a_killed_writer_leaves_whole_transactions_and_a_file_that_others_can_use(store: Path) -> None:
    for pause in (0.0, 0.003, 0.011, 0.027):
        process = writer(store, 100_000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        numbers = counts.by_page(store, counts.READ, DAY)
        assert numbers["/en/a/"] == numbers["/en/b/"] > 0
        counts.add(store, {(DAY, counts.READ, "/en/a/"): 1, (DAY, counts.READ, "/en/b/"): 1})
        assert counts.by_page(store, counts.READ, DAY)["/en/a/"] == numbers["/en/a/"] + 1


FULL_DISK = """
import resource, sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tamizdat.audience import AudienceError
from tamizdat.audience.store import counts, messages, queries
store = Path(sys.argv[1])
# No file may grow any more: what a full disk does to a write, from the system itself.
resource.setrlimit(resource.RLIMIT_FSIZE, (store.stat().st_size,) * 2)
try:
    messages.put(store, language="en", name="", address="", text="x" * 60_000, now=datetime.now(UTC))
except AudienceError as error:
    print(error)
"""


def test_a_full_disk_is_one_clear_line_and_harms_nothing(store: Path) -> None:
    write(store, "was there before")
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(store)], capture_output=True, text=True, timeout=PATIENCE, check=True
    ).stdout
    assert told.count("\n") == 1
    assert str(store) in told
    assert "Look at the disk" in told
    assert [message.text for message in messages.newest(store, 0, 10)] == ["was there before"]
    write(store, "and after")
    assert messages.count(store) == (2, 2)


@pytest.mark.parametrize("content", [b"this is no database, " * 200, b"SQLite format 3\x00" + os.urandom(4_000)])
def test_a_file_that_is_no_database_is_left_alone_and_named(store: Path, content: bytes) -> None:
    store.write_bytes(content)
    for use in (lambda: write(store), lambda: messages.count(store)):
        with pytest.raises(AudienceError, match=r"audience\.sqlite3 cannot be used"):
            use()
    assert store.read_bytes() == content


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudienceError, match="cannot be used"):
        write(tmp_path / "nowhere" / "audience.sqlite3")


def test_a_file_of_a_newer_program_is_left_alone(store: Path) -> None:
    write(store)
    with sqlite3.connect(store) as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(AudienceError, match="newer Tamizdat"):
        write(store)
    with pytest.raises(AudienceError, match="newer Tamizdat"):
        messages.count(store)


def test_only_what_many_looked_for_is_told(store: Path) -> None:
    other = date(2026, 11, 25)
    queries.add(store, {(DAY, "en", "bridge"): 3, (DAY, "en", "a name"): 4, (DAY, "ru", "мост"): 9})
    queries.add(store, {(other, "en", "bridge"): 2})
    told = [(one.language, one.query, one.number, one.last) for one in queries.frequent(store, DAY)]
    assert told == [("ru", "мост", 9, DAY), ("en", "bridge", 5, other)]
    assert queries.frequent(store, other) == []


def test_queries_are_forgotten_after_ninety_days_and_bounded_before(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_A_DAY", 2)
    queries.add(store, {(DAY, "en", word): 5 for word in ("one", "two", "three", "x" * 81, "")})
    queries.add(store, {(DAY, "en", "two"): 1})
    assert [(one.query, one.number) for one in queries.frequent(store, DAY)] == [("two", 6), ("one", 5)]
    queries.add(store, {(DAY + timedelta(days=queries.KEPT_DAYS), "en", "later"): 5})
    assert [one.query for one in queries.frequent(store, DAY)] == ["later"]
