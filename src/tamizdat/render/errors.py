"""The error of this room."""

from __future__ import annotations


class RenderError(Exception):
    """A template, catalogue or asset that can't be rendered.

    `template` and `line` say where (line 0: the whole file), `reason` says why.
    """

    def __init__(self, template: str, line: int, reason: str) -> None:
        self.template = template
        self.line = line
        self.reason = reason
        where = f"{template}, line {line}" if line else template
        super().__init__(f"{where}: {reason}")
