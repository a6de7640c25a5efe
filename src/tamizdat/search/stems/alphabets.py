"""One alphabet for languages that are written in two, so that ўзбек meets oʻzbek and Qazaqstan Қазақстан."""

from __future__ import annotations

import re

# Uzbek's Latin letters without their apostrophes, which most leave out or write in six ways.
_UZBEK = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "s",
    "ч": "ch", "ш": "sh", "ъ": "", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ў": "o", "қ": "q", "ғ": "g", "ҳ": "h", "ы": "i",
    "щ": "sh",
}  # fmt: skip
_YE = re.compile("(^|(?<=[аеёиоуэюяўъь]))е")

# Kazakh's Latin of 2021, and what was written before it (sh, ch, y for ы).
_KAZAKH = {
    "sh": "ш", "ch": "ч", "ya": "я", "yu": "ю", "ia": "я", "iu": "ю", "ts": "ц",
    "a": "а", "ä": "ә", "á": "ә", "b": "б", "v": "в", "g": "г", "ğ": "ғ", "ǵ": "ғ", "d": "д", "e": "е", "j": "ж", "z": "з",
    "i": "и", "k": "к", "q": "қ", "l": "л", "m": "м", "n": "н", "ñ": "ң", "ń": "ң", "o": "о", "ö": "ө", "ó": "ө", "p": "п",
    "r": "р", "s": "с", "t": "т", "u": "у", "ū": "ұ", "ü": "ү", "ú": "ү", "f": "ф", "h": "х", "ş": "ш", "y": "ы", "ı": "і",
    "c": "ц", "w": "у", "x": "кс",
}  # fmt: skip
_KAZAKH_LETTERS = re.compile("|".join(_KAZAKH))
_CYRILLIC = re.compile("[а-яёәғқңөұүһіўҳ]")


def one_alphabet(word: str, language: str) -> str:
    """A word (scripts.spelled) in the alphabet that the stems of its language are kept in."""
    if language == "uz" and _CYRILLIC.search(word):
        return "".join(_UZBEK.get(letter, letter) for letter in _YE.sub("ye", word))
    if language == "kk" and not _CYRILLIC.search(word):
        return _KAZAKH_LETTERS.sub(lambda letters: _KAZAKH[letters.group()], word)
    return word
