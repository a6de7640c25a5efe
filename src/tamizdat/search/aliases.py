"""Spellings that no rule brings together: Chruschtschow and Хрущёв, Тифлис and Tbilisi. The desk keeps the table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tamizdat.search.text import words

NAME = "aliases.json"


@dataclass(frozen=True, kw_only=True)
class Alias:
    """The words from `start` to `end` (exclusive) of a query are a name that is spelled in `others`, too."""

    start: int
    end: int
    others: tuple[tuple[str, ...], ...]


class Aliases:
    """Groups of spellings of one name; a spelling has one word or several."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self.groups = tuple(tuple(group) for group in groups)
        self._others: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
        for group in self.groups:
            spelled = [tuple(word.plain for word in words(spelling, "")) for spelling in group]
            for one in filter(None, spelled):
                self._others.setdefault(one, {}).update(
                    dict.fromkeys(other for other in spelled if other and other != one)
                )
        self._longest = max(map(len, self._others), default=0)

    @classmethod
    def read(cls, folder: Path) -> Aliases:
        """The table that lies in an index's folder; an empty one where there is none."""
        try:
            return cls(json.loads((folder / NAME).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls()

    def text(self) -> str:
        """As the file aliases.json holds it."""
        return json.dumps(self.groups, ensure_ascii=False, indent=1)

    def find(self, plains: Sequence[str]) -> tuple[Alias, ...]:
        """Where a spelling of the table stands among a query's words (their normal forms); the longest wins."""
        found, at = [], 0
        while at < len(plains):
            for size in range(min(self._longest, len(plains) - at), 0, -1):
                others = self._others.get(tuple(plains[at : at + size]))
                if others:
                    found.append(Alias(start=at, end=at + size, others=tuple(others)))
                    at += size - 1
                    break
            at += 1
        return tuple(found)
