"""From publishing at the desk to new bytes on disk, beside a bare Wagtail publish of the same stories.

The worker runs as its own process, as it does in production. Bare means: the same save and publish, without the note of
what was touched, so that only the framework's own work is left.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from unittest import mock

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome

ROUNDS = 40


def run(counts: tuple[int, ...]) -> Outcome:
    figures = {count: _measured(count) for count in counts}
    first, last = figures[counts[0]], figures[counts[-1]]
    bars = [
        Bar(name=f"p95 at {count:,}, of a bare publish", value=one["ours"] / one["bare"], most=4.0)
        for count, one in figures.items()
    ]
    bars.append(
        Bar(name=f"p95 at {counts[-1]:,}, of that at {counts[0]:,}", value=last["ours"] / first["ours"], most=1.3)
    )
    bars.append(Bar(name="files touched, difference", value=abs(last["files"] - first["files"]), most=0))
    return Outcome(
        title="Publish at the desk → new bytes on disk",
        head=("archive", "p95, ms", "median, ms", "bare Wagtail p95, ms", "files touched"),
        rows=tuple(
            (f"{count:,}", f"{one['ours']:.0f}", f"{one['median']:.0f}", f"{one['bare']:.0f}", f"{one['files']:.0f}")
            for count, one in figures.items()
        ),
        bars=tuple(bars),
    )


def _measured(count: int) -> dict[str, float]:
    folder = rooms.newsroom(count)
    rooms.run([*rooms.TAMIZDAT, "-C", str(folder), "bake"])
    worker = subprocess.Popen(
        [*rooms.TAMIZDAT, "-C", str(folder), "serve", "--only", "worker"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        environment = {
            **os.environ,
            "TAMIZDAT_NEWSROOM": str(folder),
            "DJANGO_SETTINGS_MODULE": "tamizdat.config.django",
        }
        command = [sys.executable, "-m", "benchmarks.publish", str(folder)]
        answer = subprocess.run(command, check=True, cwd=rooms.ROOT, env=environment, stdout=subprocess.PIPE)
        return json.loads(answer.stdout)
    finally:
        worker.terminate()
        worker.wait(20)


def _main(folder: Path) -> None:
    import django

    django.setup()
    from tamizdat.newsroom import noting
    from tamizdat.newsroom.actions import articles
    from tamizdat.newsroom.models import Address, Article

    public = folder / "public"
    stories = [Article.objects.filter(live=True).order_by("-pk")[number * 7] for number in range(ROUNDS)]
    time.sleep(5)  # until the worker stands at its bell
    ours, bare = [], []
    files = 0
    for number, story in enumerate([*stories[:3], *stories]):
        page = public / Address.objects.get(owner=f"article:{story.pk}", current=True).path.strip("/") / "index.html"
        mark = f"Measured {number}"
        story.headline = f"{mark} headline"
        start, clock = time.perf_counter(), time.time()
        articles.publish(story)
        while mark.encode() not in page.read_bytes():
            time.sleep(0.001)
        seconds = time.perf_counter() - start
        if number >= 3:  # the first ones warm both processes up
            ours.append(seconds)
        if number == 5:
            time.sleep(1.5)  # until what refers to the story is written as well
            files = sum(
                1
                for path in public.rglob("*")
                if path.is_file() and path.stat().st_mtime >= clock and path.suffix != ".br"
            )
        with mock.patch.object(noting, "story", return_value=nullcontext()):
            story.headline = f"Bare {number} headline"
            start = time.perf_counter()
            articles.publish(story)
            if number >= 3:
                bare.append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "ours": _p95(ours),
                "median": statistics.median(ours) * 1000,
                "bare": _p95(bare),
                "files": files,
            }
        )
    )


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1] * 1000


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
