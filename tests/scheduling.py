"""Which tests run in one process, so that what is costly to prepare is prepared once: a browser, a server, the filled demo.

pytest-xdist has a mark for this (`xdist_group`); under pytest 9.2 it has no effect, and says nothing of it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parent.parent


class SharedPreparation(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return group(path) or nodeid


@cache
def group(path: str) -> str:
    """What the tests of a file share: the filled demo, or the file's own Chromium and servers; empty when nothing."""
    if path.startswith("tests/demo/"):
        return "tests/demo"
    return path if "playwright" in (ROOT / path).read_text(encoding="utf-8") else ""
