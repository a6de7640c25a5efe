"""The term vector of a story: which of its words have which stem. It is stored with the story, so that highlighting needs no
second analysis of the text. A line for each stem, in which its words follow as they are written; before an empty line the
lines with words that are not in small letters, which may be names.

A word that loses its accents in the normal form stands under the stem of that form, too: who types without them finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tamizdat.search.text import Word, word

_TOKEN = re.compile(r"(?<= )[^ \n]+")


def index_stems(one: Word, language: str) -> tuple[str, ...]:
    """The stems that a word is listed under."""
    if one.plain == one.spelled:
        return (one.stem,)
    return tuple(dict.fromkeys((one.stem, word(one.plain, language).stem)))


def term_vector(stems: Mapping[str, tuple[str, ...]]) -> bytes:
    """`stems`: the words of a text as they are written, each with the stems that it is listed under."""
    lines: dict[str, str] = {}
    for token, found in stems.items():
        for stem in found:
            lines[stem] = f"{lines.get(stem, stem)} {token}"
    named: list[str] = []
    rest: list[str] = []
    for stem, line in lines.items():
        (rest if line[len(stem) :].islower() else named).append(line)
    return "\n".join(["", *named, "", *rest, ""]).encode("utf-8", "replace")


def tokens_of(vector: bytes, stem: str) -> list[str]:
    """The words that are listed under a stem, as they are written; none for a stem that the story lacks."""
    line = f"\n{stem} ".encode("utf-8", "replace")
    at = vector.find(line)
    return vector[at + len(line) : vector.index(b"\n", at + len(line))].decode().split(" ") if at >= 0 else []


def stems_of(vector: bytes) -> frozenset[str]:
    return frozenset(line.partition(" ")[0] for line in vector.decode().split("\n") if line)


def all_tokens(vector: bytes) -> Iterable[str]:
    """Each word, those that may be names first, and so roughly in the order of the text."""
    return dict.fromkeys(_TOKEN.findall(vector.decode()))


def capitalized(vector: bytes) -> Iterable[str]:
    """Each word that may be a name."""
    return dict.fromkeys(one for one in _TOKEN.findall(vector[: vector.index(b"\n\n")].decode()) if not one.islower())
