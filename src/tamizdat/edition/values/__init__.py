"""Derived values: small named computations over rows, each with a digest, read in batches and kept until the database changes.

A value's function gets a `Uses` for each key and records there what it reads. Only a value whose digest differs touches what
depends on it, so each says what others show, and no more.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from tamizdat.bake.products import Computed
from tamizdat.edition.tables import Tables
from tamizdat.edition.uses import Uses
from tamizdat.edition.values.setting import Setting
from tamizdat.kit.keys import Key

Asked = Sequence[tuple[Key, Uses]]
Read = Callable[["Values", Asked], Iterator[tuple[Key, Any]]]
"""Computes values of one kind together: (key, what it says) of each key, whose uses it records."""
SETTINGS = "settings"
"""Key of newsroom.toml and of the program: every value and every target depends on it."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of value. It may use values of lower levels. `values_for`: those of the kind that may depend on a touched source
    row from now on, though they did not before. One that is not `stored` while it used a single row is found by `values_for`."""

    name: str
    level: int
    read: Read
    values_for: Callable[[Key], Iterable[Key]] = lambda _: ()
    stored_alone: bool = True
    most_kept: int = 20_000


def one_by_one(compute: Callable[[Values, Key, Uses], Any]) -> Read:
    """For a kind whose values gain nothing from being computed together."""

    def read(values: Values, asked: Asked) -> Iterator[tuple[Key, Any]]:
        return ((key, compute(values, key, uses)) for key, uses in asked)

    return read


@dataclass(frozen=True)
class _Kept:
    said: Any
    uses: Uses


class Values:
    """Reads as of the moment of asking. What it keeps is void once `forget` is called."""

    def __init__(self, setting: Setting, kinds: Sequence[Kind]) -> None:
        self.setting = setting
        self.kinds = {kind.name: kind for kind in kinds}
        self.levels = max(kind.level for kind in kinds) + 1
        self.tables = Tables(setting.languages)
        self._kept: dict[str, dict[Key, _Kept]] = {kind.name: {} for kind in kinds}

    def forget(self) -> None:
        self.tables = Tables(self.setting.languages)
        for kept in self._kept.values():
            kept.clear()

    def uses(self) -> Uses:
        return Uses(self)

    def get(self, key: Key) -> Any:
        kept = self._kept[key.kind].get(key)
        if kept is None:
            self._read(self.kinds[key.kind], [key])
            kept = self._kept[key.kind][key]
        return kept.said

    def expect(self, keys: Iterable[Key]) -> None:
        """Read together what will be asked for."""
        missing: dict[str, list[Key]] = defaultdict(list)
        for key in dict.fromkeys(keys):
            if key not in self._kept[key.kind]:
                missing[key.kind].append(key)
        for kind, some in missing.items():
            self._read(self.kinds[kind], some)

    def _read(self, kind: Kind, keys: Sequence[Key]) -> None:
        kept = self._kept[kind.name]
        if len(kept) + len(keys) > kind.most_kept:
            for old in list(kept)[: len(kept) // 2]:
                del kept[old]
        uses = {key: Uses(self) for key in keys}
        for key, said in kind.read(self, list(uses.items())):
            kept[key] = _Kept(said, uses[key])

    # For the bake

    def level(self, key: Key) -> int | None:
        kind = self.kinds.get(key.kind)
        return kind.level if kind else None

    def values_for(self, key: Key) -> Iterable[Key]:
        for kind in self.kinds.values():
            yield from kind.values_for(key)

    def compute(self, keys: Iterable[Key]) -> Iterator[Computed]:
        wanted = list(keys)
        self.expect(wanted)
        for key in wanted:
            self.get(key)
            yield self._computed(key)

    def used(self, keys: Iterable[str]) -> Iterator[Computed]:
        waiting = [Key(key) for key in keys]
        seen: set[str] = set(waiting)
        while waiting:
            key = waiting.pop()
            if key.kind not in self.kinds:
                continue
            self.get(key)  # it may have given way to others meanwhile
            kept = self._kept[key.kind][key]
            if self.kinds[key.kind].stored_alone or len(kept.uses.keys) > 1:
                yield self._computed(key)
            more = [Key(other) for other in kept.uses.keys if other not in seen]
            seen.update(more)
            waiting += more

    def _computed(self, key: Key) -> Computed:
        kept = self._kept[key.kind][key]
        return Computed(key=key, digest=digest(kept.said), keys=frozenset(kept.uses.keys))


def digest(said: object) -> bytes:
    """Names what a value says; equal in every process."""
    text = json.dumps(said, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return blake2b(text.encode(errors="surrogatepass"), digest_size=12).digest()


def _plain(value: object) -> object:
    if is_dataclass(value):
        return value.__dict__
    if isinstance(value, frozenset | set):
        return sorted(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)
