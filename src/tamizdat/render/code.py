"""Python code as the compiler writes it: lines, their indentation, and the output that waits to be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tamizdat.render.compiled import Line, Position


class _Output(NamedTuple):
    """Something that the page shows: constant text, or a Python expression that gives text."""

    text: str | None
    python: str
    position: Position


class Code:
    """Lines of Python. Texts that are output one after the other are joined."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._depth = 0
        self._waiting: list[_Output] = []

    def write(self, text: str, position: Position) -> None:
        """A line, after the output that waits."""
        self.flush()
        self.lines.append(Line(self._depth, text, position))

    def insert(self, index: int, text: str, position: Position) -> None:
        """A line in front of that at `index`, as deep as it."""
        self.flush()
        self.lines.insert(index, Line(self.lines[index].depth, text, position))

    def output_text(self, text: str, position: Position) -> None:
        if self._waiting and (before := self._waiting[-1].text) is not None:
            self._waiting[-1] = self._waiting[-1]._replace(text=before + text)
        elif text:
            self._waiting.append(_Output(text, "", position))

    def output_value(self, python: str, position: Position) -> None:
        """`python` is an expression that gives text."""
        self._waiting.append(_Output(None, python, position))

    def flush(self) -> None:
        """Write the output that waits: each value on a line of its own, so that an error names its line."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self.lines.append(Line(self._depth, "out += (", waiting[0].position))
        for text, python, position in waiting:
            self.lines.append(Line(self._depth, f"{python if text is None else repr(text)},", position))
        self.lines.append(Line(self._depth, ")", waiting[-1].position))

    @contextmanager
    def indented(self, position: Position) -> Iterator[None]:
        """The body of what the last line began."""
        self.flush()
        self._depth += 1
        self.lines.append(Line(self._depth, "pass", position))
        yield
        self.flush()
        self._depth -= 1
