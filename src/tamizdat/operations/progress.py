"""How long operations report their progress."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all); the total may grow, and 0 means that it is not known."""


def no_progress(done: int, total: int) -> None:
    """For operations that take a few seconds only."""
