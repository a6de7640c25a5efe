"""How much of the queue a process takes at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamizdat.bake.graph import Graph
from tamizdat.bake.outbox import MASS
from tamizdat.bake.queue import FEW, PARTS, Stale


@pytest.mark.parametrize(
    ("waiting", "most", "taken"),
    [(200, 400, 200 // PARTS), (4000, 400, 400), (FEW - 1, 400, FEW - 1), (FEW + 5, 400, FEW), (200, 10, 10)],
)
def test_the_rest_of_a_phase_is_left_to_others(tmp_path: Path, waiting: int, most: int, taken: int) -> None:
    graph = Graph(tmp_path / "graph.sqlite3")
    graph.queue.put(Stale(name=f"sitemap:en:{number}", urgency=MASS, phase=5) for number in range(waiting))
    jobs, _, _ = graph.queue.take(most)
    assert [job.name for job in jobs] == [f"sitemap:en:{number}" for number in range(taken)]
    graph.close()
