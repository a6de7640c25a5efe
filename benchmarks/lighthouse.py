"""Lighthouse on front, story and listing of the filled demo, as a telephone sees them: the door serves, Chromium reads.

Lighthouse's own simulation of a slow 4G line and a slow processor is used unchanged; localhost counts as secure, so no
TLS is needed. Its peers are the mark that it gives, 100, and an empty page: a renderer that starts, and Lighthouse's own
scripts in it, make tasks that are long on the slowed processor whatever the page, and those it calls unattributable are
counted apart. Installed by `setup/tests.sh bench` alone.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome
from tests.chromium import ARGUMENTS

PROGRAM = rooms.ROOT / "node_modules/lighthouse/cli/index.js"
ROUNDS, TRIES = 5, 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
EMPTY = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>An empty page</title><p>One line.</p>"
)
LCP = 1500.0
"""Milliseconds until the largest piece of the first screen is painted."""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Medians of the rounds: marks by category, then what the first is made of."""

    categories: dict[str, float]
    lcp: float
    shift: float
    long_tasks: float
    others: float  # long tasks that are of no page
    blocked: float


def run(folder: Path) -> Outcome:
    """`folder` is the demo's; it is filled when it is not."""
    if not (folder / ".demo-filled").exists():
        rooms.run([*rooms.TAMIZDAT, "demo", str(folder), "--no-serve"])
    with served(folder / "public") as site:
        measured = {path: marks(f"{site}{path}") for path in pages(folder / "public")}
    with tempfile.TemporaryDirectory() as bare:
        Path(bare, "index.html").write_text(EMPTY)
        with served(Path(bare)) as site:
            empty = marks(f"{site}/")
    rows = tuple(
        (
            path,
            *(f"{one.categories[name]:.0f}" for name in CATEGORIES),
            f"{one.lcp / 1000:.2f} s",
            f"{one.shift:.3f}",
            f"{one.long_tasks:.0f}",
            f"{one.others:.0f}",
            f"{one.blocked:.0f} ms",
        )
        for path, one in [*measured.items(), ("an empty page", empty)]
    )
    bars = [
        Bar(
            name=f"points short of 100 in {name}, the worst page",
            value=100 - min(one.categories[name] for one in measured.values()),
            most=0,
        )
        for name in CATEGORIES
    ]
    bars += [
        Bar(name="ms to the largest paint, the worst page", value=max(one.lcp for one in measured.values()), most=LCP),
        Bar(name="layout shift, the worst page", value=max(one.shift for one in measured.values()), most=0),
        Bar(name="long tasks, the worst page", value=max(one.long_tasks for one in measured.values()), most=0),
    ]
    return Outcome(
        title=f"Lighthouse, mobile, median of {ROUNDS}",
        head=("page", *CATEGORIES, "LCP", "CLS", "long tasks", "of no page", "blocked"),
        rows=rows,
        bars=tuple(bars),
    )


@contextmanager
def served(public: Path) -> Iterator[str]:
    """The address at which the door shows the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    door = subprocess.Popen(
        [sys.executable, "-m", "tamizdat.door", str(public), f"--port={port}"], stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        door.terminate()
        door.wait(30)


def pages(public: Path) -> list[str]:
    """Front, newest story and a listing in each language."""
    found = []
    for language in ("en", "ru"):
        feed = json.loads((public / language / "feed.json").read_text())
        story = feed["items"][0]["url"]
        found += [f"/{language}/", story[story.index(f"/{language}/") :], f"/{language}/topics/politics/"]
    return found


def marks(url: str) -> Marks:
    reports = [_reported(url) for _ in range(ROUNDS)]

    def median(*way: str) -> float:
        return statistics.median(_at(one, way) for one in reports)

    return Marks(
        categories={name: 100 * median("categories", name, "score") for name in CATEGORIES},
        lcp=median("audits", "largest-contentful-paint", "numericValue"),
        shift=median("audits", "cumulative-layout-shift", "numericValue"),
        long_tasks=statistics.median(_long_tasks(one, ours=True) for one in reports),
        others=statistics.median(_long_tasks(one, ours=False) for one in reports),
        blocked=median("audits", "total-blocking-time", "numericValue"),
    )


def _reported(url: str) -> dict[str, Any]:
    """Lighthouse asks to be run again when Chromium's trace missed the page's beginning."""
    for _ in range(TRIES - 1):
        with suppress(subprocess.CalledProcessError):
            return report(url)
    return report(url)


def report(url: str) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None or not PROGRAM.is_file():
        raise SystemExit("Lighthouse or Chromium is missing. Run: setup/tests.sh bench")
    flags = " ".join([*ARGUMENTS, "--headless=new"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.json")
        subprocess.run(
            ["node", str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={path}",
             "--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"],
            env=os.environ | {"CHROME_PATH": chromium},
            check=True,
        )  # fmt: skip
        return json.loads(path.read_text())  # type: ignore[no-any-return]


def _long_tasks(report: dict[str, Any], *, ours: bool) -> int:
    tasks = report["audits"]["long-tasks"]["details"]["items"]
    return sum((task["url"] != "Unattributable") == ours for task in tasks)


def _at(report: dict[str, Any], way: tuple[str, ...]) -> float:
    value: Any = report
    for name in way:
        value = value[name]
    return float(value)


if __name__ == "__main__":
    print(run(rooms.ROOT / "demo-newsroom").text())
