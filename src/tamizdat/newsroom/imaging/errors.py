"""The one error of the room."""

from __future__ import annotations


class PictureRefused(Exception):
    """A picture that can't be taken in. str() is a sentence for the editor: what, why, what to do next.

    `reason` is a stable word for code and translation: 'empty', 'too-heavy', 'too-large', 'too-tall', 'format',
    'animated', 'broken', 'too-costly', 'missing'; of the newsroom's intake 'killed'.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message

    def __reduce__(self) -> tuple[type[PictureRefused], tuple[str, str]]:
        return type(self), (self.reason, self.message)
