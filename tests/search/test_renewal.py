"""An index that is made anew takes the stories of another without reading them again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tamizdat.search import renewal
from tamizdat.search.errors import IndexDamaged
from tamizdat.search.index import Writer
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tests.search.stories import BUDGET, LUKASHENKO, MINSK, STORIES, TEACHERS, indexed


def test_an_index_takes_what_it_does_not_hold_and_keeps_its_own(tmp_path: Path) -> None:
    public, desk = tmp_path / "public", tmp_path / "desk"
    indexed(public, STORIES[:2])
    indexed(public, STORIES[2:])
    renewal.renew(desk)
    drafts = [replace(BUDGET, headline="A zebra for Tbilisi", live=False), replace(MINSK, id=9, live=False)]
    indexed(desk, drafts)
    for _ in range(2):  # killed before the end, it is begun once more
        renewal.join(desk, public)
    renewal.finish(desk)
    assert renewal.numbers(desk) == {MINSK.id, LUKASHENKO.id, BUDGET.id, TEACHERS.id, 9}
    assert renewal.numbers(public) == {story.id for story in STORIES}
    searcher = Searcher(desk)
    assert [(one.id, one.live) for one in searcher.search(Query(text="zebra")).results] == [(BUDGET.id, False)]
    assert {one.id for one in searcher.search(Query(text="Минск")).results} >= {MINSK.id, 9}
    assert not [path for path in tmp_path.iterdir() if path not in (public, desk)]


def test_what_is_written_to_one_afterwards_stays_there(tmp_path: Path) -> None:
    public, desk = indexed(tmp_path / "public"), tmp_path / "desk"
    renewal.renew(desk)
    renewal.join(desk, public)
    renewal.finish(desk)
    with Writer(desk) as writer:
        writer.remove([MINSK.id])
        writer.put([replace(TEACHERS, headline="Zebras on strike")])
        writer.commit()
    assert MINSK.id not in renewal.numbers(desk)
    assert renewal.numbers(public) == {story.id for story in STORIES}
    assert not Searcher(public).search(Query(text="zebras", language="en")).total
    assert Searcher(desk).search(Query(text="zebras", language="en")).total == 1


@pytest.mark.parametrize("ending", ["term", "idx", "pos", "store", "fast", "fieldnorm"])
@pytest.mark.parametrize("damage", ["flipped", "cut", "empty"])
def test_a_file_that_is_not_as_it_was_written_is_found_out(tmp_path: Path, ending: str, damage: str) -> None:
    index = indexed(tmp_path / "index", STORIES)
    name = renewal.made(index)
    (file,) = index.glob(f"*.{ending}")
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 255
    file.write_bytes({"flipped": bytes(data), "cut": bytes(data[:-20]), "empty": b""}[damage])
    with pytest.raises(IndexDamaged):
        renewal.made(index)
    assert renewal.renew(index) != name
    assert renewal.numbers(index) == set()
