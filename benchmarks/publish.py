"""From publishing at the desk to new bytes on disk, and until readers' search finds them, beside a bare Wagtail publish of
the same stories.

The worker runs as its own process, as it does in production. Bare means: the same save and publish, without the note of
what was touched, so that only the framework's own work is left. The archives take turns, so that whatever else the machine
does falls on all of them; each publish waits until the one before it is baked to the end.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from unittest import mock

from benchmarks import rooms
from benchmarks.bake import COMPANIONS
from benchmarks.outcome import Bar, Outcome
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher

ROUNDS, WARM_UP = 80, 3
Taken = dict[str, list[float]]


def run(counts: tuple[int, ...]) -> Outcome:
    taken: dict[int, Taken] = {count: {} for count in counts}
    with ExitStack() as stack:
        desks = {count: stack.enter_context(_desk(count)) for count in counts}
        for number in range(WARM_UP + ROUNDS):
            for count, desk in desks.items():
                for name, value in _round(desk, number).items():
                    if number >= WARM_UP:
                        taken[count].setdefault(name, []).append(value)
    first, last = taken[counts[0]], taken[counts[-1]]
    bars = [
        Bar(name=f"p95 at {count:,}, of a bare publish", value=_p95(one["page"]) / _p95(one["bare"]), most=3.0)
        for count, one in taken.items()
    ]
    bars += [
        Bar(
            name=f"p95 at {counts[-1]:,}, of that at {counts[0]:,}",
            value=_p95(last["page"]) / _p95(first["page"]),
            most=1.2,
        ),
        Bar(name=f"p95 of publish → findable at {counts[-1]:,}, seconds", value=_p95(last["found"]) / 1000, most=1.0),
        Bar(
            name="files touched, the most at any archive", value=max(one["files"][0] for one in taken.values()), most=43
        ),
        Bar(name="files touched, difference", value=abs(last["files"][0] - first["files"][0]), most=0),
    ]
    return Outcome(
        title=f"Publish at the desk → new bytes on disk, {ROUNDS} times at each archive",
        head=(
            "archive",
            "p95, ms",
            "median",
            "findable p95",
            "median",
            "bare Wagtail p95",
            "median",
            "with all that shows it, median",
            "files",
        ),
        rows=tuple(
            (
                f"{count:,}",
                f"{_p95(one['page']):.0f}",
                f"{statistics.median(one['page']):.0f}",
                f"{_p95(one['found']):.0f}",
                f"{statistics.median(one['found']):.0f}",
                f"{_p95(one['bare']):.0f}",
                f"{statistics.median(one['bare']):.0f}",
                f"{statistics.median(one['all']):.0f}",
                f"{one['files'][0]:.0f}",
            )
            for count, one in taken.items()
        ),
        bars=tuple(bars),
    )


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1]


@contextmanager
def _desk(count: int) -> Iterator[subprocess.Popen[str]]:
    """A process that publishes in that archive when it is told to, and a worker beside it."""
    folder = rooms.newsroom(count)
    rooms.say(folder, companions=COMPANIONS)  # the same pages at each archive, and all of them
    rooms.run([*rooms.TAMIZDAT, "-C", str(folder), "bake"])
    worker = subprocess.Popen(
        [*rooms.TAMIZDAT, "-C", str(folder), "serve", "--only", "worker"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    desk = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.publish", str(folder)],
        cwd=rooms.ROOT,
        env=rooms.environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield desk
    finally:
        for process in (desk, worker):
            process.terminate()
            process.wait(20)


def _round(desk: subprocess.Popen[str], number: int) -> dict[str, float]:
    assert desk.stdin is not None
    assert desk.stdout is not None
    print(number, file=desk.stdin, flush=True)
    return dict(json.loads(desk.stdout.readline()))


def _main(folder: Path) -> None:
    """Publish once for each line that comes in, and answer how long it took, in milliseconds."""
    import django

    django.setup()
    from tamizdat.config.wiring import nearest
    from tamizdat.newsroom import noting, relating
    from tamizdat.newsroom.actions import articles
    from tamizdat.newsroom.models import Address, Article
    from tamizdat.operations.bakery import bakery

    relating.choose = nearest  # as at the desk
    searcher = Searcher(folder / "search" / "public")
    public, graph = folder / "public", bakery().baker.graph
    stories = list(Article.objects.filter(live=True).order_by("-pk")[: 3 * (WARM_UP + ROUNDS)][::3])
    # Files are counted for the newest one: at each archive every head shows it and no story has it as one to read next,
    # which for any other is chance.
    stories[0], stories[WARM_UP] = stories[WARM_UP], stories[0]
    time.sleep(5)  # until the worker stands at its bell
    for line in sys.stdin:
        number = int(line)
        story = stories[number]
        page = public / Address.objects.get(owner=f"article:{story.pk}", current=True).path.strip("/") / "index.html"
        mark = f"Measured {number} at {time.time():.0f}"
        story.headline = f"{mark} headline"
        start, clock = time.perf_counter(), time.time()
        articles.publish(story)
        while mark.encode() not in page.read_bytes():
            time.sleep(0.001)
        seen = time.perf_counter()
        while not any(one.id == story.pk for one in searcher.search(Query(text=f'"{mark}"')).results):
            time.sleep(0.005)
        found = time.perf_counter()
        while graph.queue.oldest() is not None:
            time.sleep(0.005)
        done = time.perf_counter()
        files = float(len(rooms.written_since(public, clock))) if number == WARM_UP else 0.0
        with (
            mock.patch.object(noting, "story", return_value=nullcontext()),
            mock.patch.object(noting, "draft", return_value=nullcontext()),
            mock.patch.object(relating, "choose", None),
        ):
            story.headline = f"Bare {number} headline"
            began = time.perf_counter()
            articles.publish(story)
            bare = time.perf_counter() - began
        taken = {"page": seen - start, "found": found - start, "all": done - start, "bare": bare}
        print(json.dumps({name: value * 1000 for name, value in taken.items()} | {"files": files}), flush=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
