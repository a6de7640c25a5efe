"""A text as words: where each stands, its normal form, its stem, and whether it could be a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tamizdat.search.scripts import APOSTROPHES, TYPED_APOSTROPHE, plain, spelled
from tamizdat.search.stems import stem

LONGEST_WORD = 64  # letters; what is longer is no word
_INNER = "\\w\u0300-\u036f\u00ad\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(f"[^\\W_](?:[{_INNER}]|[{APOSTROPHES}](?=[^\\W_])|{TYPED_APOSTROPHE})*")
_JOINER = "\u200c"
SHORTEST_PART = 3
"""Letters of a part of a compound: a shorter one is an ending."""
SHORT_TEXT = 60  # words; a headline, a line of names, a query


@dataclass(frozen=True, slots=True)
class Word:
    """`start` and `end` are offsets in the text that was read; `spelled` is the word in small letters, its accents kept.

    `name` says that it could be a name; `doubtful` that this is no more than a guess, in a long text of a script without
    capitals: such a word is worth fewer keys (fold.py).
    """

    start: int
    end: int
    plain: str
    stem: str
    spelled: str
    name: bool
    doubtful: bool


def tokens(text: str) -> list[str]:
    """The words of a text as they are written."""
    return _WORD.findall(text)


def parts(token: str) -> list[str]:
    """The words of a compound that is written with a zero-width non-joiner, which others write with a space; [] of any
    other word and where a part is only an ending (کتاب‌ها)."""
    if _JOINER not in token:
        return []
    found = [part for part in token.split(_JOINER) if part]
    return found if len(found) > 1 and min(map(len, found)) >= SHORTEST_PART else []


def word(token: str, language: str) -> Word:
    """One of `tokens` by itself. Its normal form may be empty: then it is no word."""
    normal, stemmed, small, case = _analysed(token, language.partition("-")[0].lower())
    return Word(0, len(token), normal, stemmed, small, case != "small", False)


def words(text: str, language: str) -> list[Word]:
    """The words of a text in order. `language` is a BCP 47 tag, '' where nobody knows it."""
    base = language.partition("-")[0].lower()
    read = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
    names = possible_names([token for _, _, token in read])
    found = []
    for start, end, token in read:
        normal, stemmed, small, _ = _analysed(token, base)
        if normal:
            found.append(Word(start, end, normal, stemmed, small, token in names, doubtful(token, len(read))))
    return found


def possible_names(text: Sequence[str]) -> frozenset[str]:
    """Which tokens of one text could be names.

    Those with a capital, unless the text has the same word in small letters, too. In a script without capitals each could
    be one, and so in a text without a single capital, as queries often are.
    """
    case = {token: letter_case(token[0]) for token in dict.fromkeys(text)}
    if "capital" not in case.values():
        return frozenset(case)
    return frozenset(
        token
        for token, kind in case.items()
        if kind == "none" or (kind == "capital" and case.get(token.lower()) != "small")
    )


def doubtful(token: str, count: int) -> bool:
    """Whether that one of `count` tokens could be a name is no more than a guess."""
    return count > SHORT_TEXT and letter_case(token[0]) == "none"


@lru_cache(maxsize=20_000)
def _analysed(word: str, language: str) -> tuple[str, str, str, str]:
    """What doesn't depend on a word's place: its normal form, its stem, its small letters, its case. A bare tuple: the
    collector of garbage would walk through all that is kept, time and again, if it were anything more."""
    small = spelled(word[:LONGEST_WORD], language)
    return plain(small, language), stem(small, language), small, letter_case(word[0])


@lru_cache(maxsize=2_000)
def letter_case(letter: str) -> str:
    """The case of a word by its first letter: capital, small or none. Georgian has capitals for whole headings only: none,
    for our purpose. A figure is small."""
    if "ა" <= letter <= "ჿ" or not (letter.islower() or letter.isupper() or letter.isdigit()):
        return "none"
    return "capital" if letter.isupper() else "small"
