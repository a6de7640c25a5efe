"""Keys under which the spellings of one name meet, in Latin, Cyrillic, Georgian, Armenian and Arabic letters."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from tamizdat.search.text import Word

# What a key of a level weighs beside an exact word's 8 and a stem's 4: the finer, the more.
WEIGHTS = {"1": 2.0, "2": 1.0}

_RULES = [
    ("shch|schtsch|szcz|chtch", "S"), ("tsch|tch|cz|ch", "S"), ("sch|sh|sz", "S"), ("zh|zs|j", "S"), ("kh|h|x|q|g|k", "k"),
    ("ts|tz|dz|c|z", "s"), ("ph|ff?|w|v", "v"), ("[aeiouy]+", ""), ("(.)\\1", "\\1"),
]  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(word: str) -> tuple[str, ...]:
    """The keys of one word in its normal form, the finest first; () when it is too short to mean anything.

    The first character of a key is its level, and WEIGHTS says what that is worth. Two words meet when they share a key.
    """
    key = anyascii(word).lower()
    for pattern, sign in _RULES:
        key = re.sub(pattern, sign, key)
    return (f"2{key}",) if len(key) > 1 else ()


def keys(word: Word) -> tuple[str, ...]:
    """The keys of a word as it stands and of its stem, so that Путина meets Putin."""
    return tuple(dict.fromkeys((*fold(word.plain), *fold(word.stem))))
