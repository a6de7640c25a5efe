"""What a workload found: a table, and the bars it must reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Bar:
    """`value` must be at most `most`."""

    name: str
    value: float
    most: float

    @property
    def met(self) -> bool:
        return self.value <= self.most


@dataclass(frozen=True, kw_only=True)
class Outcome:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...]
    notes: tuple[str, ...] = ()
    """What has no bar to reach."""

    def text(self) -> str:
        """As Markdown, bars and notes below the table."""
        lines = [f"## {self.title}", "", f"| {' | '.join(self.head)} |", f"|{'---|' * len(self.head)}"]
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        below = [
            f"- {'met' if bar.met else 'MISSED'}: {bar.name}: {bar.value:.2f} (at most {bar.most:g})"
            for bar in self.bars
        ]
        below += [f"- {note}" for note in self.notes]
        return "\n".join([*lines, *(["", *below] if below else []), ""])
