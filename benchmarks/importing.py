"""An archive brought in by `tamizdat import jsonl`, beside the same stories saved and published one by one as a bare Wagtail
would, in the same newsroom's code with the bake's notes and the search for what to read next left out.

    python -m benchmarks.importing
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from unittest import mock

from benchmarks import archive, rooms
from benchmarks.outcome import Bar, Outcome

WHOLE, FEW = 20_000, 200
"""Stories that are imported, and that are saved one by one."""
SECONDS = 60.0


def run(count: int) -> Outcome:
    """`count` stories, but not more than the whole."""
    count = min(count, WHOLE)
    with tempfile.TemporaryDirectory(dir=rooms.CACHE) as parent:
        folder = rooms.empty_newsroom(Path(parent) / "newsroom")
        command = [*rooms.TAMIZDAT, "-C", str(folder), "import", "jsonl", str(rooms.story_file(count))]
        first, again = (rooms.taken(command, folder) for _ in range(2))
        bare = _bare(rooms.empty_newsroom(Path(parent) / "bare"))
    each = first.seconds / count * 1000
    return Outcome(
        title=f"Import of {count:,} stories",
        head=("", "seconds", "ms a story", "peak MB"),
        rows=(
            _row("imported", first.seconds, count, f"{first.megabytes:.0f}"),
            _row("imported again: nothing new", again.seconds, count, f"{again.megabytes:.0f}"),
            _row(f"bare Wagtail, {FEW} stories one by one", bare * FEW / 1000, FEW, ""),
        ),
        bars=(
            Bar(name="seconds", value=first.seconds, most=SECONDS),
            Bar(name="beside a bare Wagtail", value=each / bare, most=1.0),
        ),
    )


def _row(name: str, seconds: float, count: int, megabytes: str) -> tuple[str, ...]:
    return name, f"{seconds:.1f}", f"{seconds / count * 1000:.2f}", megabytes


def _bare(folder: Path) -> float:
    """Milliseconds a story."""
    command = [sys.executable, "-m", "benchmarks.importing", str(folder)]
    done = subprocess.run(
        command, cwd=rooms.ROOT, env=rooms.environment(folder), check=True, stdout=subprocess.PIPE, text=True
    )
    return float(json.loads(done.stdout))


def _main() -> None:
    """Save and publish stories of one language in this newsroom, and print how long each took."""
    import django

    django.setup()
    from tamizdat.newsroom import noting, relating
    from tamizdat.newsroom.actions import articles
    from tamizdat.newsroom.models import Article

    english = (story for story in archive.stories(2 * FEW) if story["lang"] == "en")
    with (
        mock.patch.object(noting, "story", return_value=nullcontext()),
        mock.patch.object(noting, "draft", return_value=nullcontext()),
        mock.patch.object(relating, "choose", None),
    ):
        start = time.perf_counter()
        for story in itertools.islice(english, FEW):
            text = "".join(f"<p>{paragraph}</p>" for paragraph in story["body"])  # type: ignore[attr-defined]
            article = Article(headline=story["title"], dek=story["dek"], body=[("text", text)])
            articles.publish(articles.create(article, "en"))
        print((time.perf_counter() - start) / FEW * 1000)


if __name__ == "__main__":
    if sys.argv[1:]:
        _main()
    else:
        rooms.CACHE.mkdir(parents=True, exist_ok=True)
        print(run(int(os.environ.get("N", WHOLE))).text())
