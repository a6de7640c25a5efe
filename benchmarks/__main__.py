"""`make bench`: every workload beside its peer; exit status 1 when a bar is missed. N=10000 runs the small version."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks import bake, importing, lighthouse, publish, rooms, search_http, search_speed, search_static, start

WHOLE = 100_000


def main() -> int:
    count = int(os.environ.get("N", WHOLE))
    print(
        f"# Benchmarks, {datetime.now(UTC):%Y-%m-%d}\n\n{platform.platform()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, Django {version('django')}, Wagtail {version('wagtail')}, Hugo {version('hugo')}\n",
        flush=True,
    )
    missed = False
    workloads = (
        lambda: importing.run(count),
        lambda: bake.costs(count),
        lambda: bake.run(count),
        lambda: publish.run(tuple(size for size in (1_000, 10_000, 100_000) if size <= count)),
        lambda: start.run(count),
        lambda: search_speed.run(count),
        lambda: search_http.run(count),
        lambda: search_static.run(count),
        lambda: lighthouse.run(rooms.CACHE / "demo"),
    )
    for workload in workloads:
        outcome = workload()
        print(outcome.text(), flush=True)
        missed |= not all(bar.met for bar in outcome.bars)
    here = os.path.dirname(os.path.dirname(__file__))
    for module in ("benchmarks.serve", "benchmarks.search_quality"):
        missed |= subprocess.run([sys.executable, "-m", module], cwd=here).returncode != 0
    rooms.drop_what_was_set_aside()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
