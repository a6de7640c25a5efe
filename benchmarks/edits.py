"""What one edit costs: from the write to the last file on the disk, for each kind of edit, beside Hugo's rebuild of the same
archive, which is the same whatever was edited.

    python -m benchmarks edits        at 100,000 stories and at 10,000; with N=10000 in the environment at 10,000 alone

Each edit writes a word that stands nowhere else, so the files that show it can be counted among those that were written: so
many targets are to be baked, and few more. Each has a process of its own, which has begun when the clock starts. The index
of the search without a server is told by itself: the worker bakes it at low priority, minutes later.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import hugo_site, rooms
from benchmarks.bake import COMPANIONS
from benchmarks.outcome import Bar, Outcome

MORE = 10
"""How many targets may be baked beyond the files that show an edit, such as a story's entry in the search; and how many
files made beyond those, such as the story's answer to oEmbed, which is made together with its page."""
FEW = ("typo in a body", "author's biography", "region's introduction")
"""Edits that only the pages which show them may pay for."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one edit, without the index of the search without a server, whose seconds are `later`. `shown`: files among the
    `written` that show the edit. `unchanged`: files that were made and were on the disk already. `products`: targets by
    product, where a bake tells."""

    targets: int
    written: int
    unchanged: int
    seconds: float
    shown: int
    later: float
    products: dict[str, int]


def run(counts: tuple[int, ...]) -> Outcome:
    rows: list[tuple[str, ...]] = []
    bars: list[Bar] = []
    for count in counts:
        folder, site = _newsroom(count), hugo_site.site(count, whole=True)
        if not (site / "public").exists():
            hugo_site.build(site)
        hugo, written = hugo_site.rebuild(site, count, f"edited at {time.time():.0f}")
        rows.append((f"{count:,}", "Hugo: any edit", "", f"{written:,}", "", "", f"{hugo.seconds:.1f}", "1", "", ""))
        for name in json.loads(_in_newsroom(folder, "names()")):
            cost = Cost(**json.loads(_in_newsroom(folder, f"measure({name!r})")))
            rows.append((f"{count:,}", name, *_columns(cost, hugo.seconds)))
            if name in FEW:
                targets, files = cost.targets - cost.shown, cost.written + cost.unchanged - cost.shown
                name = f"{name} at {count:,}, beyond the files that show it"
                bars += [Bar(name=f"{name}: targets", value=targets, most=MORE)]
                bars += [Bar(name=f"{name}: files made", value=files, most=MORE)]
    return Outcome(
        title="One edit, until all that it changes is on the disk",
        head=(
            *(
                "archive",
                "edit",
                "targets baked",
                "files written",
                "of them show it",
                "made, unchanged",
                "seconds",
                "of Hugo's",
            ),
            *("search without a server, later, s", "targets by product"),
        ),
        rows=tuple(rows),
        bars=tuple(bars),
    )


def _columns(cost: Cost, hugo: float) -> tuple[str, ...]:
    return (
        f"{cost.targets:,}",
        f"{cost.written:,}",
        f"{cost.shown:,}",
        f"{cost.unchanged:,}",
        f"{cost.seconds:.2f}",
        f"{cost.seconds / hugo:.3f}",
        f"{cost.later:.1f}" if cost.later else "",
        ", ".join(f"{product} {number:,}" for product, number in cost.products.items()),
    )


def _newsroom(count: int) -> Path:
    """A copy of the archive's newsroom with a menu and a picture, baked to the end. Made once."""
    folder = rooms.CACHE / f"edits-{count}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        made_anew = shutil.ignore_patterns("public", "search", "state")
        shutil.copytree(rooms.newsroom(count), folder, ignore=made_anew)
        rooms.say(folder, companions=COMPANIONS)
        rooms.run([*rooms.TAMIZDAT, "-C", str(folder), "bake"])
        _in_newsroom(folder, "prepare()")
        (folder / "ready").touch()
    rooms.run([*rooms.TAMIZDAT, "-C", str(folder), "bake"])
    return folder


def _in_newsroom(folder: Path, call: str) -> str:
    """What a call of benchmarks.editing prints in a process of its own."""
    code = f"import django; django.setup(); from benchmarks import editing; editing.{call}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=rooms.ROOT,
        env=rooms.environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
