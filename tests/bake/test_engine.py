"""Where a bake meets another bake, or is cut off."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from tamizdat.bake import full
from tamizdat.bake.graph import Graph
from tamizdat.bake.products import File
from tamizdat.bake.queue import Stale
from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles
from tests.edition.newsroom import SmallNewsroom, contents


@pytest.fixture
def small(db: None, tmp_path: Path) -> SmallNewsroom:
    return SmallNewsroom(tmp_path)


def test_what_was_written_and_not_recorded_is_written_again(
    small: SmallNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = small.story("AAAA")
    small.bake()

    def cut_off(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    story.headline = "BBBB"
    articles.publish(story)
    small.baker.drain(timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(Graph, "record", cut_off)
        with pytest.raises(sqlite3.OperationalError):
            small.baker.step()
    path = story.get_url_parts()[2]
    assert "BBBB" in small.read(f"{path}index.html")

    story.headline = "AAAA"  # as long as the graph remembers the page, and with the same bytes
    articles.publish(story)
    small.bake()
    assert "BBBB" not in small.read(f"{path}index.html")
    whole = small.another("whole")
    small.bake_whole(whole)
    assert contents(small.baker) == contents(whole)


def test_a_file_that_was_written_and_not_recorded_goes_with_its_story(
    small: SmallNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = small.story("AAAA")

    def cut_off(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    small.bake()
    unclaimed = small.baker.tree.root / "en" / "left" / "index.html"  # as a former address of the story would be
    with monkeypatch.context() as patch:
        patch.setattr(Graph, "record", cut_off)
        story.headline = "BBBB"
        articles.publish(story)
        product = small.baker.policy.products["article"]
        made = [
            replace(one, files=(*one.files, File(path="en/left/index.html", data=b"left")))
            for one in product.bake([keys.article(story.pk)])
        ]
        patch.setattr(product, "bake", lambda _: iter(made))
        with pytest.raises(sqlite3.OperationalError):
            small.baker.bake_due(timezone.now())
    assert unclaimed.exists()
    small.bake()
    assert not unclaimed.exists()
    assert "BBBB" in small.read(f"{story.get_url_parts()[2]}index.html")


def test_a_file_is_not_removed_while_it_may_be_baked_again(tmp_path: Path) -> None:
    graph = Graph(tmp_path / "graph.sqlite3")
    graph.schedule_removal(["en/old/index.html"])
    graph.queue.put([Stale(name="article:1", urgency=1, phase=1)])
    with graph.removing() as paths:
        assert paths == []
    graph.queue.take(10)
    with graph.removing() as paths:
        assert paths == []

    graph = Graph(tmp_path / "other.sqlite3")
    graph.schedule_removal(["en/old/index.html"])
    for _ in ("removed", "forgotten"):
        with graph.removing() as paths:
            left = paths
    assert left == []


def test_one_process_at_a_time_begins_a_full_bake(small: SmallNewsroom) -> None:
    assert full.unfinished(small.baker)
    other = SmallNewsroom.another(small, "one")
    with full.alone(small.baker) as mine, full.alone(other) as theirs:
        assert (mine, theirs) == (True, False)
    with full.alone(other) as theirs:
        assert theirs
