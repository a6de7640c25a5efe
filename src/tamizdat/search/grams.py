"""Runs of four letters of a stem: what two forms of a word share where no stemmer brings them together."""

from __future__ import annotations

SIZE = 4


def grams(stem: str) -> tuple[str, ...]:
    """Each run of four letters, in order; a stem of four or fewer is its own and only one."""
    if len(stem) <= SIZE:
        return (stem,)
    return tuple(dict.fromkeys(stem[at : at + SIZE] for at in range(len(stem) - SIZE + 1)))
