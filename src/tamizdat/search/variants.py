"""One name in two spellings in one text: Sergei and Sergey. For whoever edits it, so it finds what is likely, and not all."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, zip_longest

from tamizdat.search.fold import fold, sure
from tamizdat.search.spelling import within
from tamizdat.search.text import Word, letter_case, words

SHORTEST = 4
"""Letters of a name: of shorter ones many sound alike."""
ENDING = 2
MOST_NAMES = 400
"""Different names of one text that are compared, each with each."""


def variants(text: str, language: str) -> list[tuple[str, str]]:
    """Pairs of names that sound alike and are not forms of one word, the more frequent spelling first.

    A name is a word with a capital that does not begin a sentence everywhere. Scripts without capitals have none.
    """
    found: dict[str, Word] = {}
    written: Counter[str] = Counter()
    before = 0
    for one in words(text, language):
        token, gap = text[one.start : one.end], text[before : one.start]
        before = one.end
        if one.name and letter_case(token[0]) == "capital" and len(one.plain) >= SHORTEST and not token.isupper():
            written[token] += 1
            if gap in (" ", "\u00a0", "-"):  # in the midst of a sentence
                found.setdefault(token, one)
    names = sorted(found, key=lambda token: (-written[token], token))[:MOST_NAMES]
    return [(one, other) for one, other in combinations(names, 2) if _is_one_name(found[one], found[other])]


def _is_one_name(one: Word, other: Word) -> bool:
    """Whether they sound alike; or have the same consonants and differ in a letter or two, which are not the ending."""
    ours, theirs = one.plain, other.plain
    if ours == theirs or one.stem == other.stem or ours[0] != theirs[0]:
        return False
    if ours.startswith(theirs) or theirs.startswith(ours) or not within(ours, theirs, _slips(ours, theirs)):
        return False
    if _whole(one) & _whole(other):
        return True
    same = next(at for at, pair in enumerate(zip_longest(ours, theirs)) if pair[0] != pair[1])
    is_ending = same >= min(len(ours), len(theirs)) - ENDING
    return not is_ending and bool(_consonants(one) and _consonants(one) == _consonants(other))


def _slips(one: str, other: str) -> int:
    return min(2, max(len(one), len(other)) // 4)


def _whole(one: Word) -> set[str]:
    return {key[1:] for key in fold(one.spelled) if key[0] in "12"}


def _consonants(one: Word) -> str:
    """Of the likeliest reading; empty where they are few."""
    return sure(next((key for key in fold(one.spelled) if key[0] == "3"), ""))
