"""The desk's pages at a large archive, beside the framework's own in the same run.

    python -m benchmarks desk        at 100,000 stories; with N=10000 in the environment at 10,000

The budget and the table of translations beside a plain list of the framework; the form of a story of 60 blocks beside the form
that the framework makes of the same story by itself, from its columns. One process asks for all of them, without a network.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome

MOST = 2.0
"""Times of the framework's own."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page: the median of its times in milliseconds of the processor, its queries and its size in kilobytes."""

    milliseconds: float
    queries: int
    kilobytes: int


def run(count: int) -> Outcome:
    folder = rooms.newsroom(count)
    subprocess.run([*rooms.TAMIZDAT, "-C", str(folder), "upgrade"], check=True, stdout=subprocess.DEVNULL)
    code = "import django; django.setup(); from benchmarks import desk_pages; desk_pages.measure()"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=rooms.ROOT, env=rooms.environment(folder), stdout=subprocess.PIPE
    )
    found = {name: Asked(**asked) for name, asked in json.loads(done.stdout.splitlines()[-1]).items()}
    rows, bars = [], []
    for name, asked in found.items():
        peer = found["plain form" if name == "form of 60 blocks" else "plain list"]
        times = asked.milliseconds / peer.milliseconds
        rows.append(
            (name, f"{asked.milliseconds:.0f}", f"{times:.2f}", str(asked.queries), f"{asked.kilobytes:,}")
        )  # fmt: skip
        if asked is not peer and not name.startswith("plain"):
            bars.append(Bar(name=f"{name}, time of the framework's own", value=times, most=MOST))
    return Outcome(
        title=f"Pages of the desk, {count:,} stories",
        head=("page", "ms of the processor", "of the framework's own", "queries", "kB"),
        rows=tuple(rows),
        bars=tuple(bars),
    )
