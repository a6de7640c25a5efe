"""Letters: one normal form for each, whatever keyboard, font or reform it came from."""

from __future__ import annotations

import re
import unicodedata

# Inside a word and of no weight: soft hyphen, joiners, direction marks, Arabic stretching and vowel signs.
_SILENT = re.compile("[\u00ad\u034f\u061c\u0640\u200b-\u200f\u2060\ufeff\u064b-\u065f\u0670\u06d6-\u06ed]")
APOSTROPHES = "'`´’‘‛ʹʻʼʽ՚׳＇′"
TYPED_APOSTROPHE = '(?<=[а-щА-ЩґҐ])["*″”](?=[яюєїеёЯЮЄЇЕЁ])'
"""What stands for an apostrophe in Ukrainian and Belarusian where a keyboard has none: Кам"янець, Кам*янець."""
_APOSTROPHES = re.compile(f'[{APOSTROPHES}"*″”]')
_MARKS = re.compile("[\u0300-\u036f]")
_OWN_MARKS = re.compile("(?<=[иИуУгГкКеЕіІ])[\u0306\u0308\u0301](?![\u0300-\u036f])")
_OWN_LETTERS = "йўїіќѓў"

# Persian, Arabic, Urdu, Pashto and Kurdish keyboards write one letter in several ways.
_ARABIC = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ء": "",
        **{chr(0x660 + figure): str(figure) for figure in range(10)},
        **{chr(0x6F0 + figure): str(figure) for figure in range(10)},
    }
)  # fmt: skip
_DOTTED = str.maketrans({"I": "ı", "İ": "i"})
DOTLESS_LANGUAGES = frozenset({"tr", "az", "crh", "tt", "kk"})


def table() -> dict[str, object]:
    """What another program needs to write words as `spelled` and `plain` do."""
    return {
        "silent": _SILENT.pattern,
        "apostrophes": APOSTROPHES,
        "typed": TYPED_APOSTROPHE,
        "like": {chr(letter): other for letter, other in _ARABIC.items()},
        "own": _OWN_LETTERS,
        "dotless": sorted(DOTLESS_LANGUAGES),
    }


def spelled(word: str, language: str) -> str:
    """One word in small letters by the language's rule, NFKC, its accents kept, apostrophes alike, no signs of no weight."""
    if word.isascii() and language not in DOTLESS_LANGUAGES:
        return word.lower().replace("`", "'")
    word = unicodedata.normalize("NFKC", _SILENT.sub("", word))
    if language in DOTLESS_LANGUAGES:
        word = word.translate(_DOTTED)
    return _APOSTROPHES.sub("'", unicodedata.normalize("NFC", word.lower()))


def plain(word: str, language: str) -> str:
    """The normal form of one word: small letters, and nothing that readers leave out when they type."""
    word = spelled(word, language).replace("'", "").casefold()
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word.translate(_BARE))


class _Bare(dict[int, str]):
    """Each letter without stress and accents: but й, ї, ў and ё's like are letters of their own; ё is е, as most write it."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter not in _OWN_LETTERS:
            letter = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", letter)))
        self[code] = letter.translate(_ARABIC)
        return self[code]


_BARE = _Bare()
