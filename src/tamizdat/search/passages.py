"""Where a name or a phrase stands in a text, in whatever form, spelling and script: for what must find every place, not
the best ones.

A name matches in any order of its words, and across the marks, tags and single signs between them. What only sounds alike
matches where the text has it with a capital, as an index finds it (fold.py); other words match as written or by their stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamizdat.search.fold import is_alone, keys, of_known_language, wanted
from tamizdat.search.text import Word, word, words

_WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u00ad\u0610-\u061a\u0640\u064b-\u065f\u200b-\u200f'’ʼ]*")
_SIGNS = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*\s?/?>|&[a-z]+;|_")
"""What looks like a word, or like a part of one, and is none."""
_GAP = re.compile(r"(?:<[^<>]*>|&[a-z]+;|\\[nrt]|_|[^\w<>]){1,12}")
"""What may stand between two words of one name: spaces, points, a hyphen, tags."""
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\d*(\D*)\d*")
"""A word with a number before or behind it, as the names of files have: the word is what counts."""
_SHORTEST_NEEDLE = 4
_SHORTEST_SOUND, _LONGEST_ENDING = 3, 3
FINE, LONG = "12", "67"
_Fit = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """From `start` to `end` (exclusive) of the text."""

    start: int
    end: int
    spelled: str


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """One word of a name: what a word of a text must share with it."""

    plain: str
    stems: frozenset[str]
    keys: frozenset[str]

    def fit(self, other: Word, own_keys: frozenset[str], *, alone: bool) -> int:
        """2: the same name. 1: one that sounds alike, for which another word of the name has to vouch. 0: another."""
        if other.plain == self.plain or (other.stem and other.stem in self.stems):
            return 2
        shared = self.keys & own_keys
        if any(key[0] in FINE or (key[0] in LONG and (not alone or is_alone(key))) for key in shared):
            return 2
        return 0 if alone else int(bool(shared) or self._has_ending(own_keys))

    def _has_ending(self, own_keys: frozenset[str]) -> bool:
        """Whether the word sounds like this one and a few letters more: the stems of given names are cut too short."""
        mine = [key for key in self.keys if key[0] == "1" and len(key) > _SHORTEST_SOUND]
        return any(
            other[0] == "1" and other.startswith(key) and len(other) - len(key) <= _LONGEST_ENDING
            for key in mine
            for other in own_keys
        )


class Finder:
    """Finds `spellings`, each a word or several, in texts. `languages` are those whose word forms are known."""

    def __init__(self, spellings: Iterable[str], languages: Sequence[str] = ("",)) -> None:
        self.spellings = tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in spellings))))
        self._languages = tuple(dict.fromkeys(one.partition("-")[0] for one in languages)) or ("",)
        read = [words(one, language) for one in self.spellings for language in self._languages]
        self._names = list(dict.fromkeys(tuple(map(self._wanted, one)) for one in read if one))
        self._longest = max(map(len, self._names), default=0)
        self._has_digits = any(_DIGIT.search(one) for one in self.spellings)
        self._fitting: dict[str, tuple[_Fit, ...]] = {}

    def find(self, text: str) -> list[Passage]:
        """In order, none within another; the longest of those that overlap."""
        found: list[Passage] = []
        tokens = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(_SIGNS.sub(_blank, text))]
        has_capitals = any(token[0].isupper() for _, _, token in tokens)
        at = 0
        while at < len(tokens):
            size = self._size_at(tokens, at, text, loud=not has_capitals)
            if size:
                start, end = tokens[at][0], tokens[at + size - 1][1]
                found.append(Passage(start=start, end=end, spelled=text[start:end]))
            at += size or 1
        return found

    def needles(self, spelled: Iterable[str]) -> frozenset[str]:
        """Letters of which every text that has one of these spellings holds some: cheap to look for in many texts."""
        found: set[str] = set()
        for one in spelled:
            for token in [max(_WORD.findall(one) or [one], key=len)]:
                stem = token[: max(_SHORTEST_NEEDLE, len(token) - 3)]
                found |= {stem, stem.lower(), stem.upper(), stem.capitalize()}
        return frozenset(filter(None, found))

    def _size_at(self, tokens: Sequence[tuple[int, int, str]], at: int, text: str, *, loud: bool) -> int:
        """How many words from here on are one of the names; 0 for none."""
        fitting = self._fits(tokens[at][2], loud=loud)
        for size in range(min(self._longest, len(tokens) - at), 0, -1):
            names = {name for name, _, _ in fitting if len(self._names[name]) == size}
            if not names or any(
                not _GAP.fullmatch(text[tokens[n][1] : tokens[n + 1][0]]) for n in range(at, at + size - 1)
            ):
                continue
            parts = [self._fits(tokens[n][2], loud=loud) for n in range(at, at + size)]
            if any(_are_all(name, size, parts) for name in names):
                return size
        return 0

    def _fits(self, token: str, *, loud: bool) -> tuple[_Fit, ...]:
        """(name, word of it, how well) that a word of a text may be. `loud`: no word of the text has a capital, so any may be a
        name."""
        if not self._has_digits and _DIGIT.search(token):
            # Addresses, hashes and numbers: millions that differ, and none of them is a name.
            numbered = _NUMBERED.fullmatch(token)
            if not numbered or not numbered[1]:
                return ()
            token = numbered[1]
        kept = f"{token}\0{loud}"
        if (known := self._fitting.get(kept)) is not None:
            return known
        read = [word(token, language) for language in self._languages]
        heard: frozenset[str] = frozenset()
        if loud or read[0].name:
            heard = frozenset(key for one in read for key in (*keys(one), *of_known_language(keys(one))))
        found = tuple(
            (number, place, how)
            for number, name in enumerate(self._names)
            for place, one_word in enumerate(name)
            if (how := max((one_word.fit(one, heard, alone=len(name) == 1) for one in read if one.plain), default=0))
        )
        if len(self._fitting) < 200_000:
            self._fitting[kept] = found
        return found

    def _wanted(self, one: Word) -> _Wanted:
        asked = [key for key, _ in wanted(one)] if one.name else []
        return _Wanted(
            plain=one.plain,
            stems=frozenset(filter(None, [one.stem])),
            keys=frozenset((*asked, *of_known_language(asked))),
        )


def _blank(sign: re.Match[str]) -> str:
    return " " * len(sign.group())


def _are_all(name: int, size: int, parts: Sequence[tuple[_Fit, ...]]) -> bool:
    """Whether the words are those of the name, each once, in any order, and one of them surely."""
    places = [[(place, how) for number, place, how in part if number == name] for part in parts]
    return _pairs(places, frozenset(range(size)), sure=False)


def _pairs(places: Sequence[Sequence[tuple[int, int]]], left: frozenset[int], *, sure: bool) -> bool:
    if not places:
        return sure
    return any(_pairs(places[1:], left - {place}, sure=sure or how == 2) for place, how in places[0] if place in left)
