"""The passage of a story that shows best why it was found, with the hits in it marked, whatever their form or script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tamizdat.search.analysis import folded
from tamizdat.search.fields import Stored
from tamizdat.search.results import Fragment
from tamizdat.search.term_groups import TermGroup
from tamizdat.search.term_vectors import capitalized, tokens_of
from tamizdat.search.text import word

WIDTH = 220
"""Letters of a fragment."""
LONGEST = 40_000
"""Letters of a story that are looked through."""
MOST_HEARD = 300
"""Words whose keys are made for one query."""
MOST_PLACES = 8
"""Places of one word that are looked at."""
Hit = tuple[int, int, int]
"""Start, end, and the number of the group."""


class Highlighter:
    """Marks the hits of one query by what is vector of a story's words. To hear how a name sounds takes long, so that is done
    only for groups that a story has by no word or stem."""

    def __init__(self, groups: Sequence[TermGroup]) -> None:
        self._groups = groups
        self._keyed = frozenset(number for number, group in enumerate(groups) if group.keys)
        self._heard: set[str] = set()

    def fragment(self, story: Stored, vector: bytes) -> Fragment:
        """`vector` is the term vector of the story."""
        text = "\n".join(part for part in (story.dek, story.text) if part)[:LONGEST]
        hits = self._hits(text, vector, story.language)
        start, end = _window(text, hits)
        inside = [hit for hit in hits if start <= hit[0] and hit[1] <= end]
        return _parts(text, start, end, inside)

    def _hits(self, text: str, vector: bytes, language: str) -> list[Hit]:
        """In order."""
        found: dict[str, int] = {}
        for number, group in enumerate(self._groups):
            for stem in group.stems:
                for token in tokens_of(vector, stem):
                    found.setdefault(token, number)
            for stem in group.listed_under - group.stems:
                for token in tokens_of(vector, stem):
                    if token not in found and word(token, language).plain in group.plains:
                        found[token] = number
        missing = self._keyed - set(found.values())
        if missing:
            found.update(self._sounding(vector, language, missing))
        return sorted((at, at + len(token), group) for token, group in found.items() for at in _places(text, token))

    def _sounding(self, vector: bytes, language: str, missing: frozenset[int]) -> dict[str, int]:
        """The words that sound like a name of these groups. What is in small letters is no name."""
        found: dict[str, int] = {}
        for token in capitalized(vector):
            if token not in self._heard and len(self._heard) == MOST_HEARD:
                continue
            self._heard.add(token)
            heard = _sound(token, language)
            for number in missing:
                if not self._groups[number].keys.isdisjoint(heard):
                    found[token] = number
        return found


@lru_cache(maxsize=2_000)
def _sound(token: str, language: str) -> frozenset[str]:
    """The keys of what could be a name."""
    one = word(token, language)
    return frozenset(folded(token, language, False).split()) if one.name and len(one.plain) > 1 else frozenset()


def _places(text: str, token: str) -> list[int]:
    found: list[int] = []
    at = text.find(token)
    while at >= 0 and len(found) < MOST_PLACES:
        end = at + len(token)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            found.append(at)
        at = text.find(token, end)
    return found


def _window(text: str, hits: Sequence[Hit]) -> tuple[int, int]:
    """The stretch with the most groups, then the most hits, the earliest of equals; widened to whole words."""
    best, first, last = (0, 0), 0, 0
    inside: dict[int, int] = {}
    right = 0
    for left, (start, _, group) in enumerate(hits):
        while right < len(hits) and (right == left or hits[right][1] - start <= WIDTH):
            inside[hits[right][2]] = inside.get(hits[right][2], 0) + 1
            right += 1
        worth = (len(inside), right - left)
        if worth > best:
            best, first, last = worth, start, hits[right - 1][1]
        inside[group] -= 1
        if not inside[group]:
            del inside[group]
    start = text.rfind("\n", 0, first) + 1
    sentence = max((text.rfind(sign, start, first) for sign in (". ", "! ", "? ", "… ", "։ ", "؟ ", "。")), default=-1)
    start = max(start, sentence + 2 if sentence >= 0 else 0)
    if last - start > WIDTH:
        start = _word_start(text, max(start, first - max((WIDTH - (last - first)) // 3, 0)))
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    if end - start > WIDTH:
        end = max(_word_end(text, start + WIDTH), last)
    return start, end


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at)
    return at if at == 0 or space < 0 or space - at > 40 else space + 1


def _word_end(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - 40), at + 1)
    return space if space > 0 else at


def _parts(text: str, start: int, end: int, hits: Sequence[Hit]) -> Fragment:
    parts: list[tuple[str, bool]] = []
    at = start
    for first, last, _ in hits:
        if first < at:
            continue
        if first > at:
            parts.append((text[at:first], False))
        parts.append((text[first:last], True))
        at = last
    tail = text[at:end].rstrip()
    if end < len(text) and text[end : end + 1] != "\n":
        tail += "…"
    if tail:
        parts.append((tail, False))
    if start and text[start - 1] != "\n" and not text[:start].rstrip().endswith((".", "!", "?", "…", "։", "؟", "。")):
        parts.insert(0, ("…", False))
    return tuple(parts)
