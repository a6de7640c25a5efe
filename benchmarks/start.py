"""From `tamizdat serve` to the first answers of the public site and of the desk, over a baked archive.

No peer: the bars are the promise itself. The worker starts with them, as it does in a newsroom.
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks import rooms
from benchmarks.outcome import Bar, Outcome

ROUNDS = 5
PUBLIC, DESK = 1.0, 5.0
"""Seconds."""
PATIENCE = 60.0


def run(count: int) -> Outcome:
    folder = rooms.newsroom(count)
    rooms.run([*rooms.TAMIZDAT, "-C", str(folder), "bake"])
    rounds = [_measured(folder) for _ in range(ROUNDS)]
    medians = [statistics.median(times) for times in zip(*rounds, strict=True)]
    slowest = [max(times) for times in zip(*rounds, strict=True)]
    named = list(zip(("the public site", "the desk"), medians, slowest, (PUBLIC, DESK), strict=True))
    return Outcome(
        title=f"`tamizdat serve` → first answer, {count:,} articles",
        head=("answers", "median, s", f"slowest of {ROUNDS}, s"),
        rows=tuple((who, f"{median:.2f}", f"{worst:.2f}") for who, median, worst, _ in named),
        bars=tuple(Bar(name=f"seconds to {who}", value=worst, most=most) for who, _, worst, most in named),
    )


def _measured(folder: Path) -> tuple[float, float]:
    """Seconds to the front page of the site and to the desk's sign-in page, both answered with 200."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    server = subprocess.Popen(
        [*rooms.TAMIZDAT, "-C", str(folder), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        public = _first_answer(f"http://127.0.0.1:{port}/en/", start)
        return public, _first_answer(f"http://127.0.0.1:{port}/desk/login/", start)
    finally:
        server.terminate()
        server.wait(30)


def _first_answer(url: str, start: float) -> float:
    while time.perf_counter() - start < PATIENCE:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                answer.read()
            return time.perf_counter() - start
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
    raise TimeoutError(f"{url} did not answer in {PATIENCE:.0f} s")


if __name__ == "__main__":
    print(run(10_000).text())
