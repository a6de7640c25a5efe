"""What can be wrong with the demo's own files."""

from __future__ import annotations


class DemoError(Exception):
    """A demo file cannot be used. The message names the file, what is wrong in it and what to change."""

    def __init__(self, file: str, problem: str) -> None:
        self.file = file
        self.problem = problem
        super().__init__(f"{file}: {problem}")
