"""Slugs: the words of a headline in any language as ASCII, transliterated by the practice of that language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from tamizdat.kit.transliteration import (
    ALIASES,
    APOSTROPHE_SEPARATES,
    BASE,
    CONSONANTS,
    DEFAULT,
    LANGUAGES,
    WITHOUT_SHORT_VOWELS,
)

# Words that other addresses use: /page/2/, /feed.xml, /_/. So are numbers of months (11) and years (2026).
RESERVED = frozenset({"page", "feed", "_"})
FALLBACK = "story"
SHORTEST_LIMIT = 16

_MAX_TEXT = 5000  # characters; no headline has more, and a slug keeps the first 80 only
_MONTH_OR_YEAR = re.compile(r"\d{2}(\d{2})?", re.ASCII)
_WORDS = re.compile("[a-z0-9]+")
_APOSTROPHES = re.compile("['`´’‘‛ʹ-˟՚׳＇]")
_STRESS = re.compile("[\u0300-\u036f]")
_ARABIC_WORD = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ff]+")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_VOWELS = frozenset("aeiou")


def slugify(text: str, language: str, *, limit: int = 80) -> str:
    """An ASCII slug: ^[a-z0-9]+(-[a-z0-9]+)*$, at most `limit` characters, cut between words; idempotent.

    `language` is a BCP 47 tag and decides on the transliteration: г is g in Russian, h in Ukrainian. Never empty and never
    reserved: 'story', 'story-page' and 'story-11' replace those. Slugs are not unique. Raises ValueError for a limit below
    SHORTEST_LIMIT.
    """
    if limit < SHORTEST_LIMIT:
        raise ValueError(f"a slug needs a limit of at least {SHORTEST_LIMIT} characters, not {limit}")
    slug = _shortened(_WORDS.findall(_in_ascii(text[:_MAX_TEXT], _table_name(language))), limit)
    if is_reserved(slug):
        return f"{FALLBACK}-{slug}"
    return slug or FALLBACK


def is_reserved(slug: str) -> bool:
    """Whether an address may not use this slug: a reserved word, a month or a year."""
    return slug in RESERVED or _MONTH_OR_YEAR.fullmatch(slug) is not None


def _table_name(language: str) -> str:
    """The key of the language in LANGUAGES, if it has tables of its own."""
    tag = language.replace("_", "-").lower()
    return ALIASES.get(tag) or ALIASES.get(tag.partition("-")[0]) or tag.partition("-")[0]


def _shortened(words: list[str], limit: int) -> str:
    """As many whole words as fit; where not even the first one does, its beginning."""
    slug = "-".join(words)
    if len(slug) <= limit:
        return slug
    head = slug[: limit + 1].rpartition("-")[0]
    return head or slug[:limit]


def _in_ascii(text: str, language: str) -> str:
    """Lower-case ASCII; what separates words becomes a '-'."""
    text = _STRESS.sub("", unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()))
    if not text.isascii():
        rules = _rules(language)
        if language in WITHOUT_SHORT_VOWELS:
            text = _ARABIC_WORD.sub(lambda word: _with_vowels(_transliterated(word.group(), rules)), text)
        text = "".join(_transliterated(text, rules))
    text = _APOSTROPHES.sub("-" if language in APOSTROPHE_SEPARATES else "", text)
    return text if text.isascii() else "".join(map(_fallback, text)).lower()


class _Rule(NamedTuple):
    """An entry of transliteration.py: the letters, where they are replaced, and the ASCII form."""

    letters: str
    first: bool  # only at the start of a word
    open: bool  # only where no consonant is before it
    last: bool  # only at the end of a word
    form: str

    @property
    def unconditional(self) -> bool:
        """Whether it is a rule for one letter that applies everywhere."""
        return len(self.letters) == 1 and not (self.first or self.open or self.last)

    def applies(self, text: str, index: int) -> bool:
        if not text.startswith(self.letters, index):
            return False
        before = text[index - 1 : index]
        if (self.first and _is_inside(before)) or (self.open and before and before in CONSONANTS):
            return False
        return not (self.last and text[index + len(self.letters) : index + len(self.letters) + 1].isalnum())


def _is_inside(character: str) -> bool:
    """Whether a letter after this character is inside a word: Знам'янка is one word; Arabic vowel marks separate nothing."""
    return character.isalnum() or (
        character != "" and character in "'’ʼ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
    )


@lru_cache(maxsize=64)
def _rules(language: str) -> dict[str, str | tuple[_Rule, ...]]:
    """By first letter: its ASCII form where that is always the same; else its rules, the more specific ones first."""
    merged = dict(BASE)
    for table in LANGUAGES.get(language, DEFAULT):
        merged |= table
    rules: dict[str, list[_Rule]] = {}
    for entry in sorted(merged, key=lambda entry: (-len(entry.strip("^~$")), -len(entry), entry)):
        rule = _Rule(entry.strip("^~$"), entry[0] == "^", entry[0] == "~", entry[-1] == "$", merged[entry])
        rules.setdefault(rule.letters[0], []).append(rule)
    return {
        letter: group[0].form if len(group) == 1 and group[0].unconditional else tuple(group)
        for letter, group in rules.items()
    }


def _transliterated(text: str, rules: Mapping[str, str | tuple[_Rule, ...]]) -> Iterator[str]:
    """The ASCII forms of the letters that have rules, and all other characters unchanged."""
    index = 0
    while index < len(text):
        letter = text[index]
        found = rules.get(letter, letter)
        if isinstance(found, str):
            yield found
            index += 1
            continue
        for rule in found:
            if rule.applies(text, index):
                yield rule.form
                index += len(rule.letters)
                break
        else:
            yield letter
            index += 1


def _with_vowels(forms: Iterator[str]) -> str:
    """mshhd → mashhad, qndhar → qandahar: never two consonants at the start of a word, nor three in a row."""
    result: list[str] = []
    consonants = 1
    for form in filter(None, forms):
        if form[0] in _VOWELS or not form.isalpha():
            consonants = 1 if form[-1] == "-" else 0
        elif consonants == 2:
            result.append("a")
            consonants = 1
        else:
            consonants += 1
        if form[-1] in _VOWELS:
            consonants = 0
        result.append(form)
    return "".join(result)


def _fallback(letter: str) -> str:
    """A character that no table has, as anyascii writes it; symbols and emoji separate words instead of being spelled out."""
    if letter.isascii():
        return letter
    category = unicodedata.category(letter)
    if letter in "\u00ad\u200d":
        return ""
    ascii_form = anyascii(letter)
    if category[0] == "N":
        return re.sub("[^A-Za-z0-9]+", "-", ascii_form)
    if category[0] not in "LM":
        return "-"
    ascii_form = re.sub("[^A-Za-z0-9]+", "", ascii_form)
    return f"-{ascii_form}-" if _HAN.match(letter) else ascii_form
