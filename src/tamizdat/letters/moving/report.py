"""What became of the lines of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_NAMED = 100
"""Unusable lines that are named; the others are counted."""


@dataclass(kw_only=True)
class Report:
    """Each line is counted once."""

    taken: int = 0
    """New readers, and readers who are on one more list now."""
    there: int = 0
    """There already, as the file has them; and the second of two lines with one address."""
    left: int = 0
    """Kept as having left, or as not to be mailed."""
    suppressed: int = 0
    """Not taken: they left here, complained, were erased, or mail to them bounces."""
    unusable: int = 0
    named: list[tuple[int, str]] = field(default_factory=list)
    """(line, reason) of the first unusable ones."""
    unknown_lists: set[str] = field(default_factory=set)
    """Slugs in the file that no list here has."""

    def refuse(self, line: int, why: str) -> None:
        self.unusable += 1
        if len(self.named) < MOST_NAMED:
            self.named.append((line, why))
