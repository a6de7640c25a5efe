"""What the shipped version says of itself: when it was released, and security notices that came with it.

The desk asks no other machine, so it cannot know of a newer version: it can only say how old this one is.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).with_name("release.toml")
OLD = 180
"""Days after which a version is worth a look for a newer one."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """`notices` are texts by language, of which English is always there."""

    version: str
    released: date
    notices: tuple[dict[str, str], ...] = ()


@cache
def read(path: Path = FILE) -> Release:
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    return Release(version=version("tamizdat"), released=given["released"], notices=tuple(given.get("notice", ())))
