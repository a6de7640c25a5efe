"""What the bake asks of those who know the pages.

A *target* names one thing to bake, such as `article:12`; its kind is its product. Baking a target gives an Artifact: its
files, and the keys that they depended on. A target that has nothing public gives no files.

A *source key* names a row that somebody writes, or a file or setting. A *derived value* is computed from source keys and other
values, and has a digest: only a digest that differs touches what depends on the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tamizdat.kit.keys import Key


@dataclass(frozen=True, kw_only=True)
class File:
    """A public file: `path` below the tree, without a leading slash; its bytes, or a `link` to a file kept elsewhere.

    `sidecar` False: it is asked for too seldom for a brotli copy to be worth the time that a full bake gives to it.
    `lasting` True: one of the few that every page asks for, compressed as well as brotli can.
    """

    path: str
    data: bytes = b""
    link: Path | None = None
    sidecar: bool = True
    lasting: bool = False


@dataclass(frozen=True, kw_only=True)
class Artifact:
    """`keys` are the target's own; `scope` are those it shares with its like (templates, settings), stored once."""

    target: str
    files: tuple[File, ...]
    keys: frozenset[str]
    scope: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A target that could not be baked: it keeps its last good files. `page` is what an editor would call it."""

    target: str
    page: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A derived value as it is now: the digest of what it says, and the keys that it depended on."""

    key: Key
    digest: bytes
    keys: frozenset[str]


class Product(Protocol):
    """`phase` orders the products: what is referred to is written before what refers to it. What is `low_priority` may be
    minutes old. Baking what is not `files_only` writes something beside the tree."""

    name: str
    phase: int
    low_priority: bool
    files_only: bool

    def all(self) -> Iterator[Key]:
        """Every target, streaming."""

    def targets_for(self, key: Key) -> Iterable[Key]:
        """Targets that a touched key may bring into being; those that exist already are found by their keys. Of low priority:
        all that a touched key may change."""

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        """Bake targets, one Artifact each, in any order. A batch that raises is tried again one by one."""

    def label(self, target: Key) -> str:
        """What an editor would call the target, for reports."""


class Values(Protocol):
    """The derived values. A value may depend on those of lower levels only."""

    levels: int

    def level(self, key: Key) -> int | None:
        """A value's level, from 0; None for a key that is no value."""

    def values_for(self, key: Key) -> Iterable[Key]:
        """Values that may depend on a touched source key from now on, though they did not before."""

    def compute(self, keys: Iterable[Key]) -> Iterator[Computed]:
        """Values as they are now, in batches. Raises what the reading of one of them raises."""

    def used(self, keys: Iterable[str]) -> Iterator[Computed]:
        """Those of `keys` that are values and were computed since the last `forget`, and the values that they used."""

    def forget(self) -> None:
        """Drop what was read: the database has changed."""


class Policy(Protocol):
    """The whole of what the public gets: given to the bake from above."""

    @property
    def products(self) -> Mapping[str, Product]: ...

    @property
    def values(self) -> Values: ...

    @property
    def settings(self) -> str:
        """The key of what every value depends on: the newsroom's settings and the program."""

    def fingerprints(self) -> Mapping[str, str]:
        """Keys that no write notes (templates, assets, settings) with a hash of what they stand for now."""

    def kept(self) -> Mapping[str, str]:
        """Keys of what products keep beside the tree, such as an index, with a name of each: under another name it is
        another one and wants to be filled. What is of no use is begun anew. Cheap: it is asked all the time."""

    def settled(self) -> None:
        """Nothing waits any more: what is kept beside the tree is whole."""


@dataclass(kw_only=True)
class Counts:
    """What a bake did; `seconds` are of a processor, by product; `killed` are processes whose work others took over."""

    targets: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    killed: int = 0
    failures: list[Failure] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, other: Counts) -> None:
        self.targets += other.targets
        self.written += other.written
        self.unchanged += other.unchanged
        self.removed += other.removed
        self.killed += other.killed
        self.failures += other.failures
        for product, seconds in other.seconds.items():
            self.seconds[product] = self.seconds.get(product, 0.0) + seconds
