"""Which public files a write would change, found before it is committed: the bake's own steps, with nothing written.

The caller makes the write in a transaction that it rolls back. While it is open other writers of the database wait, so a
forecast is made in several short transactions, each with the same write in it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import InterfaceError, OperationalError

from tamizdat.bake.baker import Baker
from tamizdat.bake.changes import Changes
from tamizdat.bake.products import Artifact, Failure, File
from tamizdat.bake.tree import digest
from tamizdat.kit.keys import Key

logger = logging.getLogger(__name__)

AT_ONCE = 10
"""Targets that are baked between two looks at the clock."""


@dataclass(frozen=True, kw_only=True)
class FileChange:
    """A public file that would be another: its bytes before and after. None: it is not there."""

    path: str
    target: Key
    before: bytes | None
    after: bytes | None


@dataclass(kw_only=True)
class Forecast:
    """`later` are targets of low priority, which follow within minutes; `skipped` are those for which the time was too short,
    so that it is not known whether their files change."""

    changes: list[FileChange] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    later: list[Key] = field(default_factory=list)
    skipped: list[Key] = field(default_factory=list)


class Forecasting:
    """A forecast that is being made: `go_on` once in each of the transactions as long as something `waits`, then `end`."""

    def __init__(self, baker: Baker) -> None:
        self._baker = baker
        self._found = Forecast()
        self._made: list[Artifact] = []
        self._targets: list[Key] | None = None

    @property
    def waits(self) -> bool:
        return self._targets is None or bool(self._targets)

    def go_on(self, sources: Iterable[Key], *, seconds: float) -> None:
        """Look at what the source keys make stale, as the database is now for this connection, for about so long."""
        until = time.monotonic() + seconds
        self._baker.policy.values.forget()
        try:
            if self._targets is None:
                self._targets = self._stale(sources)
            while self._targets and time.monotonic() < until:
                kind = self._targets[0].kind
                some = [target for target in self._targets[:AT_ONCE] if target.kind == kind]
                self._made += self._baked(some)
                self._targets = self._targets[len(some) :]
        finally:
            self._baker.policy.values.forget()  # the write is rolled back: what was read is void

    def end(self) -> Forecast:
        """What was found; targets that were not looked at are named."""
        self._found.skipped = list(self._targets or ())
        self._found.changes = sorted(_changes(self._baker, self._made), key=lambda change: change.path)
        return self._found

    def _stale(self, sources: Iterable[Key]) -> list[Key]:
        """In the order in which they are baked."""
        baker, products = self._baker, self._baker.policy.products
        affected = Changes(baker.state_folder, baker.policy).affected(baker.graph, sources).targets
        known = sorted(
            (target for target in affected if target.kind in products),
            key=lambda target: (products[target.kind].phase, target),
        )
        self._found.later = [target for target in known if products[target.kind].low_priority]
        return [
            target for target in known if products[target.kind].files_only and not products[target.kind].low_priority
        ]

    def _baked(self, targets: list[Key]) -> list[Artifact]:
        product = self._baker.policy.products[targets[0].kind]
        try:
            return list(product.bake(targets))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            if len(targets) > 1:
                return [artifact for target in targets for artifact in self._baked([target])]
            logger.info("%s could not be baked for a forecast.", targets[0], exc_info=True)
            why = f"{type(error).__name__}: {error}"
            self._found.failures.append(Failure(target=targets[0], page=product.label(targets[0]), why=why))
            return []


def files_of(baker: Baker, targets: Sequence[Key]) -> dict[str, File]:
    """Every file that a bake of the targets, all of one product, would write, by path."""
    baker.policy.values.forget()
    try:
        product = baker.policy.products[targets[0].kind]
        return {file.path: file for artifact in product.bake(targets) for file in artifact.files}
    finally:
        baker.policy.values.forget()


def _changes(baker: Baker, made: list[Artifact]) -> Iterator[FileChange]:
    """Of each path that a target gives another content, gets or gives up. The first by name of those that want it has it."""
    graph = baker.graph
    names = {artifact.target for artifact in made}
    before = graph.files_of(names)
    wanted: dict[str, dict[str, File]] = {}
    for artifact in made:
        for file in artifact.files:
            wanted.setdefault(file.path, {})[artifact.target] = file
    touched: dict[str, str] = {}
    for artifact in made:
        had, has = before[artifact.target], {file.path: file for file in artifact.files}
        new = {path for path, file in has.items() if path not in had or had[path] != digest(file)}
        touched |= dict.fromkeys(sorted(new | (had.keys() - has.keys())), artifact.target)
    claimants = graph.claimants(touched)
    for path, target in touched.items():
        others = claimants.get(path, set()) - names
        owner = min({*wanted.get(path, {}), *others}, default="")
        if owner in others:
            continue  # it is another's, and stays as it is
        after = _bytes(wanted[path][owner]) if owner else None
        there = _read(Path(baker.tree.path(path)))
        if there != after:
            yield FileChange(path=path, target=Key(owner or target), before=there, after=after)


def _bytes(file: File) -> bytes:
    return file.data if file.link is None else file.link.read_bytes()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
