"""Keys under which the spellings of one name meet, in Latin, Cyrillic, Georgian, Armenian and Arabic letters.

A name is read aloud, in each way that spellings.py knows for its letters. What was heard is written down in five levels,
from the whole sound to what is left when vowels, voice and one letter are not heard. Two names that share a fine key are
very likely one; those that share only a coarse one stand below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from tamizdat.search.spellings import SOUNDS, VOWELS
from tamizdat.search.text import Word

# What a key is worth by its level, its first character, beside an exact word's 32 and a stem's 16.
WEIGHTS = {
    "1": 8.0,  # the first reading, as it is
    "2": 8.0,  # any reading, vowels and all
    "3": 2.0,  # its consonants
    "4": 1.7,  # like consonants as one (k g x, s z c S Z C J, t d, p b, f v), vowels as three
    "5": 0.5,  # the same, short of one letter
    "6": 2.0,  # as 3, of at least SURE_CONSONANTS sounds: for stories whose language is known
    "7": 1.7,  # as 4, of at least SURE_SOUNDS sounds: for stories whose language is known
}
SURE_CONSONANTS, SURE_SOUNDS, ALONE_CONSONANTS = 3, 4, 5
ANY_TEXT = "12345"
"""The levels that a text of unknown language is found by: a list of names, in which any spelling may stand."""
READINGS_KEPT = 4  # in a document: each costs room in the index
READINGS_DOUBTED = 2  # of a word that is hardly a name
READINGS_ASKED = 8  # in a query
LESS_LIKELY = 0.8  # what each further reading of a query is worth beside the one before

_READINGS_HEARD = 14
_SHORTEST_TO_SHORTEN = 4
_NOT_BEFORE_VOWEL = f"(?![{VOWELS}])"
_TWICE = re.compile(r"(.)\1+")
_RUN = re.compile("[aeiou]+")
_ONE_HUSH = str.maketrans("J", "Z")
_LIKE = str.maketrans("zcSZCJgxfdb", "sssssskkvtp")
_THREE_VOWELS = str.maketrans("eo", "ia")


def _pattern() -> tuple[re.Pattern[str], tuple[tuple[str, ...], ...]]:
    letters = sorted(SOUNDS, key=lambda entry: (-len(entry.strip("^$%")), -len(entry)))
    parts = []
    for entry in letters:
        after = {"$": "$", "%": _NOT_BEFORE_VOWEL}.get(entry[-1], "")
        parts.append(f"({'^' if entry[0] == '^' else ''}{re.escape(entry.strip('^$%'))}{after})")
    return re.compile("|".join(parts)), tuple(SOUNDS[entry] for entry in letters)


_LETTERS, _SOUNDS = _pattern()
_KNOWN = frozenset("".join(SOUNDS)) - set("^$%")


@lru_cache(maxsize=5_000)
def fold(spelled: str) -> tuple[str, ...]:
    """The keys of one word in its own spelling, finest first; () when nothing of it has a sound.

    The first character of a key is its level (WEIGHTS). Two words meet when they share a key.
    """
    heard = _readings(spelled)
    return tuple(key for level in _levels(heard) for key in _first(level, READINGS_KEPT))


def of_known_language(keys: Iterable[str]) -> tuple[str, ...]:
    """What of these keys a story in a known language is found by. There a newsroom spells a name in one way, so that what
    only sounds a little like it is another word: the coarse keys are kept only where they are long, and under levels of
    their own, which are looked for when they are very long (`is_alone`) or another name vouches for the match."""
    return tuple(dict.fromkeys(key for one in keys if (key := one if one[0] in "12" else sure(one))))


def is_alone(key: str) -> bool:
    """Whether a key of level 6 is so long that no other word needs to vouch for it."""
    return key[0] == "6" and len(key) > ALONE_CONSONANTS


def sure(key: str) -> str:
    """The key of level 6 or 7 of one of level 3 or 4; '' where it is too short to tell a name."""
    if key[0] == "3" and len(key) > SURE_CONSONANTS:
        return f"6{key[1:]}"
    if key[0] == "4" and len(key) > SURE_SOUNDS:
        return f"7{key[1:]}"
    return ""


def table() -> dict[str, object]:
    """What another program needs to read names as this one does: the browser, where there is no server."""
    return {"letters": _LETTERS.pattern, "sounds": _SOUNDS, "known": "".join(sorted(_KNOWN)), "less": LESS_LIKELY}


def keys(word: Word) -> tuple[str, ...]:
    """What a document is found by: the keys of a word and, where an ending hides it, of its stem (Путиным, Putin)."""
    own = _thinned(word.spelled) if word.doubtful else fold(word.spelled)
    return tuple(dict.fromkeys((*own, *_stem_keys(word))))


@lru_cache(maxsize=5_000)
def _thinned(spelled: str) -> tuple[str, ...]:
    levels = list(_levels(_readings(spelled)))[1:4]
    return tuple(key for level in levels for key in _first(level, READINGS_DOUBTED))


def wanted(word: Word) -> tuple[tuple[str, float], ...]:
    """What a query's word looks for: keys and what each is worth, unlikely readings less."""
    return _wanted(word.spelled, _stem_keys(word))


@lru_cache(maxsize=10_000)
def _wanted(spelled: str, of_stem: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    worth: dict[str, float] = {}
    for level in _levels(_readings(spelled)):
        for key, reading in _first(level, READINGS_ASKED).items():
            worth[key] = WEIGHTS[key[0]] * LESS_LIKELY**reading
    for key in of_stem:
        worth.setdefault(key, WEIGHTS[key[0]] * LESS_LIKELY)
    return tuple(worth.items())


def _stem_keys(word: Word) -> tuple[str, ...]:
    if word.stem == word.plain:
        return ()
    return _if_other_consonants(word.spelled, word.stem)


@lru_cache(maxsize=5_000)
def _if_other_consonants(spelled: str, stem: str) -> tuple[str, ...]:
    """The first reading of a stem; () where the ending is of vowels alone, for then level 3 brings both together."""
    heard = _readings(stem)[:1]
    if not heard or _consonants(heard[0]) == _consonants(_readings(spelled)[0]):
        return ()
    return tuple(key for level in list(_levels(heard))[:4] for key in _first(level, 1))


def _readings(spelled: str) -> tuple[str, ...]:
    """How a word may sound, the likeliest first: the fewer and the smaller its departures from each letter's first sound."""
    units = [_SOUNDS[match.lastindex - 1] for match in _LETTERS.finditer(_known(spelled)) if match.lastindex]
    if not any(sounds[0] for sounds in units):
        return ()
    other = sorted((rank, place) for place, sounds in enumerate(units) for rank in range(1, len(sounds)))
    departures: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0, ())]
    departures += [(rank, ((place, rank),)) for rank, place in other]
    departures += [
        (rank + rank2 + 0.5, ((place, rank), (place2, rank2)))
        for (rank, place), (rank2, place2) in combinations(other[:40], 2)
        if place != place2
    ]
    heard: dict[str, None] = {}
    for _, changes in sorted(departures, key=lambda departure: departure[0]):
        chosen = dict(changes)
        heard["".join(sounds[chosen.get(place, 0)] for place, sounds in enumerate(units))] = None
        if len(heard) == _READINGS_HEARD:
            break
    return tuple(heard)


def _known(spelled: str) -> str:
    """Only letters that have a sound; an accent that none of them needs is dropped."""
    if spelled.isascii():
        return spelled
    bare = ((sign, unicodedata.normalize("NFD", sign)[0]) for sign in spelled)
    return "".join(sign if sign in _KNOWN else base for sign, base in bare if sign in _KNOWN or base in _KNOWN)


def _levels(heard: tuple[str, ...]) -> Iterator[Iterable[tuple[int, str]]]:
    """For each level its keys, each with the number of the reading that it comes from."""
    if not heard:
        return
    softened = [sound.translate(_ONE_HUSH) for sound in heard]
    yield [(0, f"1{heard[0]}")]
    yield _each("2", softened, _whole)
    yield _each("3", softened, _consonants)
    yield _each("4", softened, _alike)
    rough = _alike(softened[0])
    if len(rough) >= _SHORTEST_TO_SHORTEN:
        yield [(0, f"5{rough[:at]}{rough[at + 1 :]}") for at in range(len(rough))] + [(0, f"5{rough}")]


def _each(level: str, heard: list[str], written: Callable[[str], str]) -> Iterator[tuple[int, str]]:
    return ((number, level + written(sound)) for number, sound in enumerate(heard))


def _first(level: Iterable[tuple[int, str]], readings: int) -> dict[str, int]:
    """The first different keys of a level, with the number of the reading of each."""
    found: dict[str, int] = {}
    for reading, key in level:
        if key[0] != "5" and len(found) == readings:
            break
        found.setdefault(key, reading)
    return found


def _whole(sound: str) -> str:
    return _TWICE.sub(r"\1", re.sub("i+(?=[aeou])", "i", sound))


def _consonants(sound: str) -> str:
    start = "-" if sound[:1] in tuple("aeiou") else ""
    return start + _TWICE.sub(r"\1", _RUN.sub("", sound))


def _alike(sound: str) -> str:
    sound = re.sub("[ieu](?=[aou])", "", sound.translate(_LIKE))
    return _TWICE.sub(r"\1", _RUN.sub(lambda run: run.group()[0].translate(_THREE_VOWELS), sound))
