"""The index folder: what is committed is there, for every reader, whatever happens to the writer."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tamizdat.search import index
from tamizdat.search.documents import Document
from tamizdat.search.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOutdated, SearchError
from tamizdat.search.fields import unpack
from tamizdat.search.index import Writer
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tests.search.stories import BUDGET, LUKASHENKO, MINSK, STORIES, indexed

WRITE_FOR_EVER = """
import itertools, sys
from pathlib import Path
from tamizdat.search.documents import Document
from tamizdat.search.index import Writer

with Writer(Path(sys.argv[1])) as writer:
    for number in itertools.count(int(sys.argv[2])):
        writer.put([Document(id=number, url=f"/{number}", language="en", headline=f"Story number{number}", text="word " * 50)])
        writer.commit()
        print(number, flush=True)
"""
COUNT = """
import sys
from pathlib import Path
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher

searcher = Searcher(Path(sys.argv[1]))
print(searcher.search(Query(text="budget")).total, flush=True)
sys.stdin.readline()
print(searcher.search(Query(text="budget")).total, flush=True)
"""


def urls(folder: Path) -> set[str]:
    reading = index.read(folder)
    hits = reading.searcher.search(index.tantivy.Query.all_query(), 1000).hits
    return {unpack(reading.searcher.doc(address)["stored"][0]).url for _, address in hits}


def complaint(folder: Path) -> str:
    try:
        Searcher(folder).search(Query(text="budget vote"))
    except SearchError as error:
        return str(error)
    return ""


def test_a_story_is_replaced_by_its_number_and_removed(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.put(STORIES)
        writer.commit()
        writer.put([Document(id=1, url="/new", language="en", headline="New")])
        writer.remove([2])
        assert urls(tmp_path) == {story.url for story in STORIES}
        writer.commit()
        assert urls(tmp_path) == {"/new", "/en/budget", "/en/teachers"}


def test_a_rebuild_is_seen_only_when_it_is_whole(tmp_path: Path) -> None:
    indexed(tmp_path)
    with Writer(tmp_path) as writer:
        writer.clear()
        writer.put([BUDGET])
        assert urls(tmp_path) == {story.url for story in STORIES}
        writer.commit()
        assert urls(tmp_path) == {BUDGET.url}


def test_what_was_not_committed_is_gone(tmp_path: Path) -> None:
    indexed(tmp_path, [MINSK])
    with Writer(tmp_path) as writer:
        writer.put([BUDGET])
    assert urls(tmp_path) == {MINSK.url}


def test_there_is_one_writer(tmp_path: Path) -> None:
    indexed(tmp_path)
    with Writer(tmp_path), pytest.raises(IndexBusy, match="there is one writer"):
        Writer(tmp_path)
    Writer(tmp_path).close()


def test_kill_9_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    folder, last = tmp_path / "index", 0
    for moment in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(folder), str(last + 1)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(4):
            last = int(writer.stdout.readline())
        time.sleep(moment * 0.007)  # somewhere in the next story, or in its commit
        writer.send_signal(signal.SIGKILL)
        said = writer.stdout.read().split()
        writer.wait()
        last = int(said[-1]) if said else last
        there = urls(folder)
        assert {f"/{number}" for number in range(1, last + 1)} <= there
        assert there <= {f"/{number}" for number in range(1, last + 2)}
        last = len(there)


def test_several_processes_read_while_one_writes(tmp_path: Path) -> None:
    indexed(tmp_path)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "2\n"
    with Writer(tmp_path) as writer:
        writer.remove([BUDGET.id])
        writer.commit()
        for reader in readers:
            assert reader.communicate("\n", timeout=60)[0] == "1\n"


def test_a_copy_is_read_where_nothing_may_be_written(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(indexed(tmp_path / "index"), copy)
    for path in copy.iterdir():
        path.chmod(0o444)
    for path in (copy, *copy.parents):  # so that the other account gets this far
        if path.stat().st_uid == os.getuid():
            path.chmod(path.stat().st_mode | 0o011 if path != copy else 0o555)
    before = {path.name: path.stat().st_mtime_ns for path in copy.iterdir()}
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            total = Searcher(copy).search(Query(text="budget")).total
            os._exit(0 if total == 2 and not os.access(copy, os.W_OK) else 3)
        finally:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert {path.name: path.stat().st_mtime_ns for path in copy.iterdir()} == before
    copy.chmod(0o755)


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="no search index"):
        Searcher(tmp_path / "nowhere").search(Query(text="word"))


def test_an_index_of_another_version_is_made_anew(tmp_path: Path) -> None:
    indexed(tmp_path)
    searcher = Searcher(tmp_path)
    (tmp_path / index.VERSION).write_text(json.dumps({"version": "older"}))
    for use in (lambda: Searcher(tmp_path).search(Query(text="budget")), lambda: Writer(tmp_path)):
        with pytest.raises(IndexOutdated, match="another version"):
            use()
    (tmp_path / "aliases.json").write_text("[]")
    with Writer(tmp_path, anew=True) as writer:
        for reader in (searcher, Searcher(tmp_path)):
            with pytest.raises(IndexOutdated, match="not whole yet"):
                reader.search(Query(text="budget"))
        writer.put([BUDGET])
        writer.commit()
    assert [one.id for one in searcher.search(Query(text="budget")).results] == [BUDGET.id]
    assert (tmp_path / "aliases.json").read_text() == "[]"


@pytest.mark.parametrize("how", ["gone", "cut short", "overwritten"])
def test_damage_is_told_plainly_or_does_no_harm(tmp_path: Path, how: str) -> None:
    whole = indexed(tmp_path / "whole")
    told = 0
    for name in sorted(
        path.name for path in whole.iterdir() if not path.name.startswith(".") and "lock" not in path.name
    ):
        folder = tmp_path / "damaged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder)
        path = folder / name
        data = path.read_bytes()
        if how == "gone":
            path.unlink()
        else:
            path.write_bytes(
                data[: len(data) // 2] + (b"" if how == "cut short" else b"\xa5" * (len(data) - len(data) // 2))
            )
        said = complaint(folder)
        if said:
            told += 1
            assert "anew" in said or "makes one" in said
            with Writer(folder, anew=True) as writer:
                writer.put([LUKASHENKO])
                writer.commit()
            assert Searcher(folder).search(Query(text="budget")).total == 1
    assert told >= 6


def test_a_damaged_table_beside_the_index_is_told(tmp_path: Path) -> None:
    indexed(tmp_path)
    (tmp_path / "labels.json").write_text("{")
    with pytest.raises(IndexDamaged, match=r"labels\.json"):
        Searcher(tmp_path).search(Query(text="budget"))
