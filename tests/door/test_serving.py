"""docs/serving.md promises limits in a table: they are the ones in force."""

from __future__ import annotations

import re
from pathlib import Path

from tamizdat.door import limits

PAGE = Path(__file__).parents[2] / "docs/serving.md"


def test_the_limits_in_the_docs_are_those_in_force() -> None:
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", PAGE.read_text(), re.MULTILINE))
    assert rows["path and query"] == f"{limits.MOST_TARGET // 1024} KiB"
    assert rows["header fields"] == f"{limits.MOST_HEAD // 1024} KiB, {limits.MOST_FIELDS} of them"
    assert rows["a body"] == f"{limits.MOST_IGNORED_BODY // 1024} KiB" == f"{limits.MOST_BODY // 1024} KiB"
    share = limits.MOST_BODIES // limits.NETWORK_SHARE
    forms = f"{limits.MOST_BODIES}, of which one network has at most {share}"
    assert rows["forms that are being sent at once, each process"] == forms
    assert limits.NETWORK_SHARE == 8
    assert rows["requests sent ahead on a connection"] == f"{limits.MOST_WAITING}"
    assert rows["time for a request's head"] == f"{limits.HEAD_SECONDS} s"
    assert rows["idle connection"] == f"{limits.IDLE_SECONDS} s"
    assert rows["a reader that reads nothing"] == f"{limits.STALL_SECONDS} s"
    assert rows["the desk's answer"] == f"{limits.DESK_SECONDS} s"
    assert rows["connections, each process"].startswith(f"{limits.MOST_CONNECTIONS:,}")
