"""What can be wrong with what is imported."""

from __future__ import annotations


class ImportsError(Exception):
    """An import cannot go on. The message says what, where and what to do next."""


class LineRefused(ImportsError):
    """One line cannot become a story; the others can."""
