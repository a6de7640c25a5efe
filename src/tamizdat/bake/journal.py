"""What a bake took away and changed, for those who must be able to show it: the newsroom's record of a takedown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A file of the tree that was `removed`, or written anew. `sha256` is that of the file before."""

    path: str
    removed: bool
    sha256: str


class Journal(Protocol):
    def begin(self) -> bool:
        """Whether what kills take away and change is to be written down. Asked before the outbox is drained."""

    def write(self, changed: Sequence[Changed]) -> None:
        """These were changed or removed."""

    def end(self) -> bool:
        """All that waited when it was begun is baked. Whether the bake's own notes must keep nothing of it either."""


def hashes(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The SHA-256 of those that are there."""
    for path in paths:
        with suppress(FileNotFoundError), (root / path).open("rb") as file:
            yield path, hashlib.file_digest(file, "sha256").hexdigest()
