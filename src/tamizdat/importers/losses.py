"""What of a text could not be kept, gathered into one sentence a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tamizdat.importers.words import clean

NAMED = 10
"""Examples of one kind that a report names; it counts the others."""
_LONGEST = 120


class Losses:
    def __init__(self) -> None:
        self._found: dict[str, list[str]] = defaultdict(list)

    def add(self, why: str, example: str = "") -> None:
        """`why` is a sentence about several of its kind, such as "links were left out"; `example` names this one."""
        self._found[why].append(clean(example)[:_LONGEST])

    def sentences(self) -> Iterator[str]:
        for why, examples in self._found.items():
            named = [example for example in dict.fromkeys(examples) if example]
            more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
            yield f"{why}: {', '.join(named[:NAMED])}{more}" if named else why
