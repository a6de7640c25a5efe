"""The part of a word that its forms share: Snowball where there is a maintained stemmer, our own light ones elsewhere."""

from __future__ import annotations

import threading

import Stemmer

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_OWN = threading.local()  # a Snowball stemmer keeps state, so each thread has its own


def stem(plain: str, language: str) -> str:
    """The stem of a word in its normal form (scripts.plain); the word itself where the language has no stemmer."""
    name = SNOWBALL.get(language)
    if name is None:
        return plain
    stemmers = _OWN.__dict__
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name, 0)
    return str(stemmers[name].stemWord(plain))
