"""Runs of four letters of a word: what its forms share where no stemmer brings them together. For long questions only."""

from __future__ import annotations

SIZE = 4
START = "^"  # the beginning of a word tells more than its end


def grams(plain: str) -> tuple[str, ...]:
    """Each run of four letters of a word in its normal form, its start marked; a short word is its own and only one."""
    marked = START + plain
    if len(marked) <= SIZE:
        return (marked,)
    return tuple(dict.fromkeys(marked[at : at + SIZE] for at in range(len(marked) - SIZE + 1)))
