"""Stored digests of values: two processes may read a value before and after one write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamizdat.bake.graph import NO_DIGEST, Graph, Record
from tamizdat.bake.outbox import STORY
from tamizdat.bake.products import Computed
from tamizdat.bake.queue import Stale
from tamizdat.bake.store import number
from tamizdat.kit.keys import Key

CARD = Key.of("card", 7)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    graph = Graph(tmp_path / "graph.sqlite3")
    yield graph
    graph.close()


def value(digest: bytes) -> Computed:
    return Computed(key=CARD, digest=digest, keys=frozenset({"article:7"}))


def baked(graph: Graph, target: str, digest: bytes) -> None:
    graph.queue.put([Stale(name=target, urgency=STORY, phase=1)])
    [job], epoch, _ = graph.queue.take(1)
    record = Record(job=job, phase=1, files=(), keys=frozenset({CARD}), scope=frozenset())
    graph.record([record], [value(digest)], epoch, lambda _: 1)


def drained(graph: Graph, digest: bytes, *, compared_with: bytes | None) -> None:
    with graph.store.writing():
        graph.put_values(
            [value(digest)], compared_with={number(CARD): compared_with} if compared_with is not None else {}
        )


def stored(graph: Graph) -> bytes | None:
    return graph.digests([CARD]).get(number(CARD))


def test_targets_that_read_alike_agree_on_the_digest(graph: Graph) -> None:
    baked(graph, "front:en", b"old")
    baked(graph, "feed:en", b"old")
    assert stored(graph) == b"old"


def test_targets_that_read_before_and_after_a_write_leave_no_digest(graph: Graph) -> None:
    baked(graph, "front:en", b"new")
    baked(graph, "feed:en", b"old")
    assert stored(graph) == NO_DIGEST
    assert set(graph.targets_using({CARD})) == {"front:en", "feed:en"}


def test_a_drain_keeps_what_it_computed(graph: Graph) -> None:
    baked(graph, "front:en", b"old")
    drained(graph, b"new", compared_with=b"old")
    assert stored(graph) == b"new"


def test_a_drain_leaves_no_digest_if_another_process_stored_one_meanwhile(graph: Graph) -> None:
    baked(graph, "front:en", b"first")
    drained(graph, b"second", compared_with=None)
    assert stored(graph) == NO_DIGEST
    drained(graph, b"second", compared_with=NO_DIGEST)
    assert stored(graph) == b"second"


def test_a_target_whose_values_were_read_in_a_former_epoch_stays_in_the_queue(graph: Graph) -> None:
    graph.queue.put([Stale(name="directory:month:en", urgency=STORY, phase=1)])
    [job], epoch, _ = graph.queue.take(1)
    graph.queue.put([Stale(name="front:en", urgency=STORY, phase=1)])
    record = Record(job=job, phase=1, files=(), keys=frozenset({CARD}), scope=frozenset())
    graph.record([record], [value(b"new")], epoch, lambda _: 1)
    assert stored(graph) is None
    jobs, epoch, _ = graph.queue.take(2)
    assert "directory:month:en" in [job.name for job in jobs]
