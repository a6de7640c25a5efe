"""The part of a word that its forms share: of its form in a dictionary (lemmas.py), where there is one, what Snowball's
stemmer leaves, or, where that has no stemmer, our own rules."""

from __future__ import annotations

import threading

import Stemmer

from tamizdat.search.scripts import plain
from tamizdat.search.stems.alphabets import one_alphabet
from tamizdat.search.stems.alternations import REST, hard
from tamizdat.search.stems.endings import ENDINGS
from tamizdat.search.stems.lemmas import lemma
from tamizdat.search.stems.turkic import TURKIC

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
DICTIONARY_ONLY = frozenset({"fa"})
"""Whose dictionary forms end as others' endings do: زندان is no plural."""
# Their endings are written without apostrophes and in one form of each letter.
_BARE = frozenset({"fa", "ar"})
_OWN = threading.local()  # a Snowball stemmer keeps state, so each thread has its own


def stem(spelled: str, language: str) -> str:
    """The stem of a word in small letters (scripts.spelled), without accents; the word itself where nothing is known."""
    word = one_alphabet(spelled, language)
    known = lemma(word, language)
    if known and language in DICTIONARY_ONLY:
        return plain(known, language)
    word = hard(known or word, language)
    if language in TURKIC:
        return plain(TURKIC[language].strip(word.replace("'", "")), language)
    if language in SNOWBALL:
        word = _stemmer(SNOWBALL[language]).stemWord(word)
    if language in ENDINGS:
        word = ENDINGS[language].strip(plain(word, language) if language in _BARE else word)
    word = plain(word, language)
    return REST[language](word) if language in REST else word


def _stemmer(name: str) -> Stemmer.Stemmer:
    stemmers = _OWN.__dict__
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name, 0)
    return stemmers[name]
