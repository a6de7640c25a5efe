"""`make bench`: every workload beside its peer; exit status 1 when a bar is missed. N=10000 runs the small version, and
`python -m benchmarks edits bake` only those that it names."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks import (
    bake,
    desk,
    edits,
    importing,
    letters,
    lighthouse,
    publish,
    removal,
    rooms,
    search_http,
    search_speed,
    search_static,
    sign_up,
    start,
    subscribers,
    two_senders,
)
from benchmarks.outcome import Outcome

WHOLE = 100_000


def main() -> int:
    count = int(os.environ.get("N", WHOLE))
    print(
        f"# Benchmarks, {datetime.now(UTC):%Y-%m-%d}\n\n{platform.platform()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, Django {version('django')}, Wagtail {version('wagtail')}, Hugo {version('hugo')}\n",
        flush=True,
    )
    missed = False
    workloads: dict[str, Callable[[], Outcome]] = {
        "importing": lambda: importing.run(count),
        "costs": lambda: bake.costs(count),
        "bake": lambda: bake.run(count),
        "publish": lambda: publish.run(tuple(size for size in (1_000, 10_000, WHOLE) if size <= count)),
        "edits": lambda: edits.run(tuple(size for size in (10_000, WHOLE) if size <= count) or (count,)),
        "removal": lambda: removal.run(count),
        "desk": lambda: desk.run(count),
        "letters": lambda: letters.run(count),
        "start": lambda: start.run(count),
        "search_speed": lambda: search_speed.run(count),
        "search_http": lambda: search_http.run(count),
        "search_static": lambda: search_static.run(count),
        "sign_up": lambda: sign_up.run(count),
        "subscribers": lambda: subscribers.run(count),
        "two_senders": lambda: two_senders.run(count),
        "lighthouse": lambda: lighthouse.run(rooms.CACHE / "demo"),
    }
    alone = ("serve", "search_quality")  # programs of their own
    asked = sys.argv[1:] or [*workloads, *alone]
    if unknown := set(asked) - {*workloads, *alone}:
        print(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join([*workloads, *alone])}.")
        return 2
    for name in asked:
        if name in workloads:
            outcome = workloads[name]()
            print(outcome.text(), flush=True)
            missed |= not all(bar.met for bar in outcome.bars)
        else:
            missed |= subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=rooms.ROOT).returncode != 0
    rooms.drop_what_was_set_aside()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
