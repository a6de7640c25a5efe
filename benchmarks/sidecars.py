"""A brotli copy beside each page and feed of a folder, as ours have them: with a process for each processor.

python -m benchmarks.sidecars FOLDER
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import brotli

QUALITY = 2
"""As ours: docs/decisions/0095-brotli-quick.md."""
KINDS = (".html", ".xml", ".json", ".txt", ".css", ".js", ".svg")
AT_ONCE = 500
"""Files that a process is given at once."""


def write(folder: Path) -> None:
    """Compress every file of these kinds below `folder`."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(_compress, _batches(folder)):
            pass


def _batches(folder: Path) -> Iterator[list[str]]:
    paths = (os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(KINDS))
    return iter(lambda: list(islice(paths, AT_ONCE)), [])


def _compress(paths: list[str]) -> None:
    for path in paths:
        data = Path(path).read_bytes()
        Path(f"{path}.br").write_bytes(brotli.compress(data, quality=QUALITY, mode=brotli.MODE_TEXT))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
