"""Which words of a story have which stem. Kept with the story, so that a search marks its hits without reading the text
again: a line for each stem, in which the words follow as they are written. Before an empty line stand those of words that
are not in small letters, which may be names.

A word that loses its accents in the normal form stands under the stem of that form, too: who types without them finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tamizdat.search.text import Word, word

_TOKEN = re.compile(r"(?<= )[^ \n]+")


def under(one: Word, language: str) -> tuple[str, ...]:
    """The stems that a word stands under."""
    if one.plain == one.spelled:
        return (one.stem,)
    return tuple(dict.fromkeys((one.stem, word(one.plain, language).stem)))


def concordance(stems: Mapping[str, tuple[str, ...]]) -> bytes:
    """Of the words of a text as they are written, each with what it stands under."""
    lines: dict[str, str] = {}
    for token, found in stems.items():
        for stem in found:
            lines[stem] = f"{lines.get(stem, stem)} {token}"
    named: list[str] = []
    rest: list[str] = []
    for stem, line in lines.items():
        (rest if line[len(stem) :].islower() else named).append(line)
    return "\n".join(["", *named, "", *rest, ""]).encode("utf-8", "replace")


def written(kept: bytes, stem: str) -> list[str]:
    """The words that stand under a stem."""
    line = f"\n{stem} ".encode("utf-8", "replace")
    at = kept.find(line)
    return kept[at + len(line) : kept.index(b"\n", at + len(line))].decode().split(" ") if at >= 0 else []


def stems(kept: bytes) -> frozenset[str]:
    return frozenset(line.partition(" ")[0] for line in kept.decode().split("\n") if line)


def every(kept: bytes) -> Iterable[str]:
    """Each word, those that may be names first, and so roughly in the order of the text."""
    return dict.fromkeys(_TOKEN.findall(kept.decode()))


def named(kept: bytes) -> Iterable[str]:
    """Each word that may be a name."""
    return dict.fromkeys(one for one in _TOKEN.findall(kept[: kept.index(b"\n\n")].decode()) if not one.islower())
