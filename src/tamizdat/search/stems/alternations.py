"""What changes inside a stem when its ending changes, written alike: for languages in which endings alone do not tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_FROM_PLACE = re.compile("(?<=[^аеёиіоуыэюя]{1})(?<=.{3})ей(?:ск|ськ)$")
_FLEETING = re.compile("(?<=[бвгджзклмнпрстўфхцчш])[аоеэ](?=[кцнлр]$)")
_BELARUSIAN = (
    (re.compile("дз"), "д"),
    (re.compile("ц(?=[еёіюяь])"), "т"),
    (re.compile("цэ$"), "кэ"),
    (re.compile("сцы$"), "скы"),
)
"""Consonants that Belarusian spells as they change before an ending."""
_WEAK = re.compile("(?<=.)[اوی](?=.)")


def _adjective(stem: str) -> str:
    """The adjective of a noun: полицейский, полиция; європейський, Європа."""
    return _FROM_PLACE.sub("", stem)


def _belarusian(stem: str) -> str:
    """о that is а without stress (горад, гарады), a vowel that comes and goes (рынак, рынку)."""
    stem = _adjective(stem).replace("о", "а")
    if stem.endswith("ў"):
        stem = f"{stem[:-1]}в"
    return _FLEETING.sub("", stem)


def hard(word: str, language: str) -> str:
    """A word whose consonants no ending has changed, for the rules of endings."""
    if language == "be":
        for changed, consonant in _BELARUSIAN:
            word = changed.sub(consonant, word)
    return word


def _arabic(stem: str) -> str:
    """The consonants, which broken plurals share with their singular: كتاب, كتب."""
    return _WEAK.sub("", stem) if len(stem) > 3 else stem


REST: Mapping[str, Callable[[str], str]] = {
    "ru": _adjective,
    "uk": _adjective,
    "be": _belarusian,
    "ar": _arabic,
}
