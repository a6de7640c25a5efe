"""A person removed everywhere: how long until the database, its originals and the edition are clean.

    python -m benchmarks removal        at 100,000 stories; with N=10000 in the environment at 10,000

The name is written into a hundred stories, half of them with an older version that has it too. Both indexes are made anew
after the edition. Finding the places, for the list that is approved, is told by itself.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome

MOST_SECONDS = 60.0


def run(count: int) -> Outcome:
    folder = rooms.CACHE / f"removal-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(rooms.newsroom(count), folder, ignore=shutil.ignore_patterns("public", "search", "state"))
    rooms.run([*rooms.TAMIZDAT, "-C", str(folder), "bake"])
    found, places, removed, baked, indexed, left = json.loads(_in_newsroom(folder))
    shutil.rmtree(folder)
    return Outcome(
        title="A person removed everywhere",
        head=("archive", "places", "found, s", "removed, s", "edition baked, s", "indexes made anew, s"),
        rows=((f"{count:,}", f"{places:,}", *(f"{one:.1f}" for one in (found, removed, baked, indexed))),),
        bars=(
            Bar(name="until everything is clean, s", value=removed + baked + indexed, most=MOST_SECONDS),
            Bar(name="places in which the name still stands", value=left, most=0),
        ),
    )  # fmt: skip


def _in_newsroom(folder: Path) -> str:
    code = "import django; django.setup(); from benchmarks import removing; removing.measure()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=rooms.ROOT,
        env=rooms.environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
