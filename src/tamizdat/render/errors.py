"""What can go wrong between a template and its bytes."""

from __future__ import annotations


class RenderError(Exception):
    """A template, catalogue or asset that can't be turned into bytes.

    `template` and `line` say where (line 0: the file as a whole), `reason` says what.
    """

    def __init__(self, template: str, line: int, reason: str) -> None:
        self.template = template
        self.line = line
        self.reason = reason
        where = f"{template}, line {line}" if line else template
        super().__init__(f"{where}: {reason}")
