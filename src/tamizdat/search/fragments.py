"""The passage of a story that shows best why it was found, with the hits in it marked, whatever their form or script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tamizdat.search.fields import Stored, form
from tamizdat.search.fold import keys
from tamizdat.search.results import Fragment
from tamizdat.search.text import tokens, word
from tamizdat.search.wanted import Wanted

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


class Marker:
    """Marks the hits of one query. Each word of the stories is looked at once, however many stories have it; to hear how
    a name sounds takes long, so that is done only for groups that a story has by no word or stem."""

    def __init__(self, groups: Sequence[Wanted]) -> None:
        self._groups = groups
        self._plains: frozenset[str] = frozenset().union(*(group.plains for group in groups))
        self._stems: frozenset[str] = frozenset().union(*(group.stems for group in groups))
        self._seen: dict[str, set[str]] = {}
        self._found: dict[str, dict[str, dict[str, int]]] = {}
        self._heard: dict[tuple[str, str], dict[str, int]] = {}

    def fragment(self, story: Stored) -> Fragment:
        text = "\n".join(part for part in (story.dek, story.text) if part)[:LONGEST]
        hits = self.hits(text, story.language)
        start, end = _window(text, hits)
        inside = [hit for hit in hits if start <= hit[0] and hit[1] <= end]
        return _parts(text, start, end, inside)

    def hits(self, text: str, language: str) -> list[Hit]:
        """In order."""
        chunks, seen, hitting = (
            set(text.split()),
            self._seen.setdefault(language, set()),
            self._found.setdefault(language, {}),
        )
        for chunk in chunks - seen:
            groups = self._read(chunk, language)
            if groups:
                hitting[chunk] = groups
        seen |= chunks
        found: dict[str, int] = {}
        for chunk in chunks & hitting.keys():
            found.update(hitting[chunk])
        missing = {number for number, group in enumerate(self._groups) if group.keys} - set(found.values())
        if missing:
            found.update(self._sounding(text, language, missing))
        return sorted((at, at + len(token), group) for token, group in found.items() for at in _places(text, token))

    def _read(self, chunk: str, language: str) -> dict[str, int]:
        """The words of what stands between spaces, as far as they are hits. Few chunks are new, and few have a hit."""
        found = {}
        for token, plain, stem in _read_words(chunk, language):
            if plain in self._plains or stem in self._stems:
                hit = (n for n, group in enumerate(self._groups) if plain in group.plains or stem in group.stems)
                found[token] = next(hit)
        return found

    def _sounding(self, text: str, language: str, missing: set[int]) -> dict[str, int]:
        """The words that sound like a name of these groups. What is in small letters is no name."""
        found: dict[str, int] = {}
        for chunk in dict.fromkeys(text.split()):
            if chunk.islower():
                continue
            heard = self._heard.get((chunk, language))
            if heard is None and len(self._heard) < MOST_HEARD:
                heard = self._heard[chunk, language] = self._sounds(chunk, language)
            if heard:
                found.update({token: group for token, group in heard.items() if group in missing})
        return found

    def _sounds(self, chunk: str, language: str) -> dict[str, int]:
        found = {}
        for token in tokens(chunk):
            one = word(token, language)
            keyed = keys(one) if one.name and len(one.plain) > 1 else ()
            for number, group in enumerate(self._groups):
                if not group.keys.isdisjoint(keyed):
                    found[token] = number
                    break
        return found


@lru_cache(maxsize=100_000)
def _read_words(chunk: str, language: str) -> tuple[tuple[str, str, str], ...]:
    """Each word of what stands between spaces, its normal form and its stem: the same stories are shown again and again."""
    read = ((token, form(token, language)) for token in tokens(chunk))
    return tuple((token, one.plain, one.stem) for token, one in read if one is not None)


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
    right = 0
    for left in range(len(hits)):
        right = max(right, left)
        while right + 1 < len(hits) and hits[right + 1][1] - hits[left][0] <= WIDTH:
            right += 1
        worth = (len({hit[2] for hit in hits[left : right + 1]}), right - left + 1)
        if worth > best:
            best, first, last = worth, hits[left][0], hits[right][1]
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
