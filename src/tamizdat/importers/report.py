"""What an import did, to be told at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

KEPT = 1000
"""Lines of each sort that a report names; it counts them all, but a broken file of millions must not fill the memory."""


@dataclass(frozen=True, kw_only=True)
class BadLine:
    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """Counts of stories and pictures; `refused` lines gave no story.

    `bad` names refused lines, `warnings` lines whose story came in without something; both in the file's order, each at
    most KEPT. `warned` counts all warnings. `ignored` are fields that no line may have, such as misspelt ones.
    """

    created: int
    updated: int
    unchanged: int
    pictures: int
    refused: int
    warned: int
    bad: tuple[BadLine, ...]
    warnings: tuple[BadLine, ...]
    ignored: tuple[str, ...]


@dataclass
class Tally:
    """A report in the making."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    pictures: int = 0
    refused: int = 0
    warned: int = 0
    bad: list[BadLine] = field(default_factory=list)
    warnings: list[BadLine] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)

    def refuse(self, number: int, why: str) -> None:
        self.refused += 1
        if len(self.bad) < KEPT:
            self.bad.append(BadLine(number=number, why=why))

    def warn(self, number: int, why: str) -> None:
        self.warned += 1
        if len(self.warnings) < KEPT:
            self.warnings.append(BadLine(number=number, why=why))

    def ignore(self, names: Iterable[str]) -> None:
        for name in names:
            if len(self.ignored) < 50:
                self.ignored.add(name[:60])

    def report(self) -> Report:
        def ordered(lines: list[BadLine]) -> tuple[BadLine, ...]:
            return tuple(sorted(lines, key=lambda line: line.number))

        return Report(
            created=self.created,
            updated=self.updated,
            unchanged=self.unchanged,
            pictures=self.pictures,
            refused=self.refused,
            warned=self.warned,
            bad=ordered(self.bad),
            warnings=ordered(self.warnings),
            ignored=tuple(sorted(self.ignored)),
        )
