"""Words that no hunspell dictionary of the story's language knows. Without a dictionary nothing is said.

Dictionaries are pairs of files such as ru_RU.aff and ru_RU.dic: in the newsroom's folder `dictionaries`, and where Debian puts
them. Names are left out, and what is written in another script than the language's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import hunspell
from babel.core import get_global
from django.conf import settings

from tamizdat.search.text import tokens

BUNDLED = Path(hunspell.__file__).parent / "dictionaries"
DEBIAN = Path("/usr/share/hunspell")
SHORTEST = 4
MOST = 5
"""Words that are named of one place: a text in another language would have hundreds."""
SCRIPTS = {"Arab": "ARABIC", "Armn": "ARMENIAN", "Cyrl": "CYRILLIC", "Geor": "GEORGIAN", "Latn": "LATIN"}
_NO_WORDS = re.compile(r"\S*(?:://|@)\S*|\S*\w\.\w\S*")
"""Addresses."""


def misspelled(text: str, language: str, own: frozenset[str] = frozenset()) -> list[str]:
    """The first few words that are in no dictionary of the language, nor in small letters among the newsroom's `own`."""
    found = dictionaries(language, _folders())
    if not found:
        return []
    script = _script(language)
    wrong: dict[str, None] = {}
    for token in dict.fromkeys(tokens(_NO_WORDS.sub(" ", text))):
        word = token.replace("’", "'")
        if (
            len(word) < SHORTEST
            or not token.islower()
            or not unicodedata.name(word[0], "").startswith(script)
            or not word.replace("'", "").isalpha()
            or word in own
        ):
            continue
        if not any(_knows(one, word) for one in found):
            wrong[token] = None
        if len(wrong) == MOST:
            break
    return list(wrong)


def _script(language: str) -> str:
    """What the names of its letters begin with; empty where any letter may be of the language."""
    likely = get_global("likely_subtags").get(language.partition("-")[0].lower(), "")
    return next((name for code, name in SCRIPTS.items() if f"_{code}_" in likely), "")


def _knows(dictionary: hunspell.Hunspell, word: str) -> bool:
    """Letters that a dictionary's encoding does not have are of another script: nothing is said of them."""
    try:
        return bool(dictionary.spell(word))
    except UnicodeEncodeError:
        return True


def _folders() -> tuple[Path, ...]:
    return (settings.NEWSROOM.folder / "dictionaries", DEBIAN)


@lru_cache(maxsize=32)
def dictionaries(language: str, folders: tuple[Path, ...]) -> tuple[hunspell.Hunspell, ...]:
    """All that there are for a language, read once. The one that comes along is American: it is for newsrooms that say so, since
    it takes British spellings for slips."""
    base = language.partition("-")[0].lower()
    return (*_in(folders, base), *(_in((BUNDLED,), base) if language.lower() == "en-us" else ()))


def _in(folders: tuple[Path, ...], language: str) -> Iterator[hunspell.Hunspell]:
    for folder in folders:
        for file in sorted(folder.glob(f"{language}*.aff")):
            if re.fullmatch(rf"{language}([_-].+)?", file.stem, re.IGNORECASE) and file.with_suffix(".dic").is_file():
                yield hunspell.Hunspell(file.stem, hunspell_data_dir=str(folder))
