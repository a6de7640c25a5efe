"""The part of an address that names a story: words of any language in ASCII, by the practice of that language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from tamizdat.kit.transliteration import ALIASES, APOSTROPHE_PARTS, BASE, CONSONANTS, DEFAULT, LANGUAGES, UNVOICED

# Words that addresses have a use for beside stories: /page/2/, /feed.xml, /_/; figures name months (11) and years (2026).
RESERVED = frozenset({"page", "feed", "_"})
FALLBACK = "story"
SHORTEST_LIMIT = 16

_MOST_READ = 5000  # letters; no headline has more, and an address keeps the first 80 anyway
_FIGURES = re.compile(r"\d{2}(\d{2})?", re.ASCII)
_WORDS = re.compile("[a-z0-9]+")
_APOSTROPHES = re.compile("['`´’‘‛ʹ-˟՚׳＇]")
_STRESS = re.compile("[\u0300-\u036f]")
_ARABIC_WORD = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ff]+")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_VOWELS = frozenset("aeiou")


def slugify(text: str, language: str, *, limit: int = 80) -> str:
    """An ASCII slug: ^[a-z0-9]+(-[a-z0-9]+)*$, at most `limit` characters, cut between words; idempotent.

    `language` is a BCP 47 tag and decides how letters are written: г is g in Russian, h in Ukrainian. Never empty and
    never reserved: 'story', 'story-page', 'story-11' stand in. Uniqueness is the caller's: it knows the neighbours.
    """
    if limit < SHORTEST_LIMIT:
        raise ValueError(f"a slug needs a limit of at least {SHORTEST_LIMIT} characters, not {limit}")
    slug = _cut(_WORDS.findall(_in_ascii(text[:_MOST_READ], _known(language))), limit)
    if is_reserved(slug):
        return f"{FALLBACK}-{slug}"
    return slug or FALLBACK


def is_reserved(slug: str) -> bool:
    """Whether an address may not use this slug: a reserved word, a month or a year."""
    return slug in RESERVED or _FIGURES.fullmatch(slug) is not None


def _known(language: str) -> str:
    tag = language.replace("_", "-").lower()
    return ALIASES.get(tag) or ALIASES.get(tag.partition("-")[0]) or tag.partition("-")[0]


def _cut(words: list[str], limit: int) -> str:
    """Whole words as long as they fit; of a first word that is too long, its beginning."""
    slug = "-".join(words)
    if len(slug) <= limit:
        return slug
    head = slug[: limit + 1].rpartition("-")[0]
    return head or slug[:limit]


def _in_ascii(text: str, language: str) -> str:
    """Lower-case ASCII; whatever parts words has become a '-'."""
    text = _STRESS.sub("", unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()))
    if not text.isascii():
        rules = _rules(language)
        if language in UNVOICED:
            text = _ARABIC_WORD.sub(lambda word: _voiced(_units(word.group(), rules)), text)
        text = "".join(_units(text, rules))
    text = _APOSTROPHES.sub("-" if language in APOSTROPHE_PARTS else "", text)
    return text if text.isascii() else "".join(map(_fallback, text)).lower()


class _Rule(NamedTuple):
    letters: str
    first: bool  # only at the start of a word
    open: bool  # only where no consonant comes before
    last: bool  # only at the end of a word
    form: str

    @property
    def plain(self) -> bool:
        return len(self.letters) == 1 and not (self.first or self.open or self.last)

    def fits(self, text: str, place: int) -> bool:
        if not text.startswith(self.letters, place):
            return False
        before = text[place - 1 : place]
        if (self.first and _is_inside(before)) or (self.open and before and before in CONSONANTS):
            return False
        return not (self.last and text[place + len(self.letters) : place + len(self.letters) + 1].isalnum())


def _is_inside(sign: str) -> bool:
    """Whether a letter after this one stands inside a word: Знам'янка is one word, and Arabic vowel marks are no gaps."""
    return sign.isalnum() or (sign != "" and sign in "'’ʼ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")


@lru_cache(maxsize=64)
def _rules(language: str) -> dict[str, str | tuple[_Rule, ...]]:
    """By first letter: the form of a letter that always has the same; else its rules, the more particular first."""
    merged = dict(BASE)
    for table in LANGUAGES.get(language, DEFAULT):
        merged |= table
    rules: dict[str, list[_Rule]] = {}
    for entry in sorted(merged, key=lambda entry: (-len(entry.strip("^~$")), -len(entry), entry)):
        rule = _Rule(entry.strip("^~$"), entry[0] == "^", entry[0] == "~", entry[-1] == "$", merged[entry])
        rules.setdefault(rule.letters[0], []).append(rule)
    return {
        letter: group[0].form if len(group) == 1 and group[0].plain else tuple(group) for letter, group in rules.items()
    }


def _units(text: str, rules: Mapping[str, str | tuple[_Rule, ...]]) -> Iterator[str]:
    """ASCII for the letters that the rules know, the letter itself for all others."""
    place = 0
    while place < len(text):
        letter = text[place]
        known = rules.get(letter, letter)
        if isinstance(known, str):
            yield known
            place += 1
            continue
        for rule in known:
            if rule.fits(text, place):
                yield rule.form
                place += len(rule.letters)
                break
        else:
            yield letter
            place += 1


def _voiced(units: Iterator[str]) -> str:
    """mshhd → mashhad, qndhar → qandahar: never two consonants at the start of a word, nor three in a row."""
    spoken: list[str] = []
    consonants = 1
    for unit in filter(None, units):
        if unit[0] in _VOWELS or not unit.isalpha():
            consonants = 1 if unit[-1] == "-" else 0
        elif consonants == 2:
            spoken.append("a")
            consonants = 1
        else:
            consonants += 1
        if unit[-1] in _VOWELS:
            consonants = 0
        spoken.append(unit)
    return "".join(spoken)


def _fallback(letter: str) -> str:
    """A letter that no table knows, as anyascii writes it; signs and emoji part words instead of being spelled out."""
    if letter.isascii():
        return letter
    kind = unicodedata.category(letter)
    if letter in "\u00ad\u200d":
        return ""
    plain = anyascii(letter)
    if kind[0] == "N":
        return re.sub("[^A-Za-z0-9]+", "-", plain)
    if kind[0] not in "LM":
        return "-"
    plain = re.sub("[^A-Za-z0-9]+", "", plain)
    return f"-{plain}-" if _HAN.match(letter) else plain
