"""A text as words: where each stands, its normal form, its stem, and whether it could be a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tamizdat.search.scripts import APOSTROPHES, plain
from tamizdat.search.stems import stem

LONGEST_WORD = 64  # letters; what is longer is no word
_INNER = "\\w\u0300-\u036f\u00ad\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(f"[^\\W_](?:[{_INNER}]|[{APOSTROPHES}](?=[^\\W_]))*")


@dataclass(frozen=True, slots=True)
class Word:
    """`start` and `end` are offsets in the text that was read; `name` says that it could be a name."""

    start: int
    end: int
    plain: str
    stem: str
    name: bool


def words(text: str, language: str) -> list[Word]:
    """The words of a text in order. `language` is a BCP 47 tag, '' where nobody knows it."""
    base = language.partition("-")[0].lower()
    found = []
    for match in _WORD.finditer(text):
        form, root, name = _analysed(match.group(), base)
        if form:
            found.append(Word(match.start(), match.end(), form, root, name))
    return found


@lru_cache(maxsize=200_000)
def _analysed(word: str, language: str) -> tuple[str, str, bool]:
    form = plain(word[:LONGEST_WORD], language)
    return form, stem(form, language), word[0] != word[0].lower() or word[0].lower() == word[0].upper()
