"""The dictionary form of a word, from simplemma's dictionaries (docs/decisions/0110).

A dictionary is read when a language is first needed (a second or two) and stays in its compressed form: 9 to 21 MB a language.
A word that it does not have is left to the rules of endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from simplemma.strategies.dictionaries import StreamDictionaryFactory

LANGUAGES = frozenset({"ar", "fa", "hy", "ka", "ru", "uk"})
"""Those in which a dictionary finds more forms than what we have without it, for news of our readers' region."""
_IRREGULAR: Mapping[str, Mapping[str, str]] = {
    "uk": {"дні": "день", "діти": "дитина", "люди": "людина", "очі": "око", "друзі": "друг"},
    "ru": {"дети": "ребёнок", "люди": "человек"},
}
"""Frequent plurals of another root, or such as the dictionary takes for a rarer word."""
SAME = 2
"""Letters at the start of a word that a name and its form share."""
_CLOSED = re.compile("[іо](?=[^аеєиіїоуюя]+$)")


def lemma(word: str, language: str) -> str:
    """`word` is in small letters (scripts.spelled); '' where the dictionary does not have it."""
    if language not in LANGUAGES or not word or not _SCRIPTS[language][0] <= word[0] <= _SCRIPTS[language][1]:
        return ""
    irregular = _IRREGULAR.get(language, {}).get(word)
    if irregular:
        return irregular
    found = _found(word, language)
    if language == "uk" and found != word:
        found = _open_syllable(word) or _hard_consonant(word, found) or found
    return found or _without_ending(word, language)


def _without_ending(word: str, language: str) -> str:
    """The dictionary form of what is left without an ending that the dictionary mostly leaves out."""
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and (found := _found(word[: -len(ending)], language)):
            return found
    return ""


_SCRIPTS = {
    **dict.fromkeys(("ru", "uk"), ("\u0400", "\u04ff")),
    **dict.fromkeys(("ar", "fa"), ("\u0600", "\u06ff")),
    "hy": ("\u0530", "\u058f"),
    "ka": ("\u10a0", "\u10ff"),
}
"""The first and last letter of each language's script: a word in another one needs no dictionary, nor has it read in."""
_ENDINGS = {
    "fa": ("هایی", "های", "ها", "ان", "ی"),
    "hy": ("ներից", "ներին", "ներով", "ների", "ներում", "ները", "ներն", "ներ", "ին", "ից", "ով", "ում", "ը", "ն", "ի"),
}


def _found(word: str, language: str) -> str:
    """'' for none. Names stand in the dictionaries with a capital."""
    entries = _entries(language)
    found = (entries.get(word) or "").lower()
    if found != word:
        # A name, rather than a form of a rarer word: Київ is no genitive of кий.
        name = (entries.get(word.capitalize()) or "").lower()
        if name[:SAME] == word[:SAME]:
            return name
    return found


def _open_syllable(word: str) -> str:
    """The noun of a Ukrainian genitive plural without an ending, whose і is another vowel elsewhere: сіл, село; ніг, нога."""
    for vowel in "ео":
        bare = _CLOSED.sub(vowel, word)
        if bare == word:
            continue
        for ending in "оа":
            if _found(bare + ending, "uk") == bare + ending:
                return bare + ending
    return ""


def _hard_consonant(word: str, found: str) -> str:
    """The noun of a Ukrainian dative, where the dictionary makes up one with the dative's consonant: руці, рука."""
    if found != f"{word[:-1]}я" or word[-2:] not in _HARD:
        return ""
    noun = f"{word[:-2]}{_HARD[word[-2:]]}а"
    return noun if _found(noun, "uk") == noun else ""


_HARD = {"ці": "к", "зі": "г", "сі": "х"}


def read(languages: Iterable[str]) -> None:
    """Read those of the dictionaries now."""
    for language in LANGUAGES.intersection(languages):
        _entries(language)


@cache
def _entries(language: str) -> Mapping[str, str]:
    return StreamDictionaryFactory().get_dictionary(language)
