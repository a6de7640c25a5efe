"""The static index: files made at the bake, from which the browser searches where a host has only files.

Words are read here, so the browser needs no stemmer: it looks a typed word up among the forms that the archive has.

    words shard    stem TAB forms TAB stories      one line a stem; stories as `Postings` writes them
                   form TAB stem                   a form that is sorted apart from its stem
    names shard    key TAB stems                   which stems have a sound (fold.py); the browser makes the same keys
    aliases        spelling TAB stems TAB …        other spellings of one name, each the stems of its words

Lines are sorted as JavaScript sorts. A shard is named by its content; the directory says which one begins where.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from tamizdat.search import fold, scripts
from tamizdat.search.aliases import Aliases
from tamizdat.search.analysis import Term, analyse, analyse_name, folded
from tamizdat.search.fields import Stored, unpack
from tamizdat.search.index import faults, read
from tamizdat.search.text import words

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Of 64 digits the first 32 end a number; the others say that more follows. Five bits each, the lowest first."""
BODY, OFTEN, BESIDE, HEADLINE = range(4)
"""Where a story has a word, the best place: its text, its text three times, its dek or names, its headline."""
SHARD, MOST_SHARDS = 24_000, 1_000
"""Characters of a shard, and how many shards before they grow instead."""
MOST_STORIES = 4_000
"""A word that more have tells little: only its best and newest are kept, and it is no condition any more."""
AT_ONCE = 10_000
LEVELS = "267"
"""Of a name's keys (fold.WEIGHTS): the first is among the second; VOUCHED are looked for where a query has several words."""
VOUCHED = "67"


@dataclass(frozen=True, kw_only=True)
class IndexFile:
    """A file: its name, which its content gives, and its text."""

    name: str
    text: str


class Postings:
    """The stories of one stem, in the order of their numbers: each the distance to the one before, four times, and its
    weight added."""

    __slots__ = ("count", "last", "text")

    def __init__(self) -> None:
        self.text, self.last, self.count = bytearray(), 0, 0

    def add(self, story: int, weight: int) -> None:
        self.text += _number((story - self.last) * 4 + weight)
        self.last, self.count = story, self.count + 1


class StaticIndexBuilder:
    """Gathers the stories of one language, in the order of their numbers, then gives the files. Holds no story, only
    what is written."""

    def __init__(self, language: str, aliases: Aliases) -> None:
        self.language = language
        self.stories = 0
        self._aliases = aliases
        self._postings: defaultdict[str, Postings] = defaultdict(Postings)
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        self._named: set[tuple[str, bool]] = set()

    def add(self, story: Stored) -> None:
        self.stories += 1
        language = self.language
        parts = [(analyse(story.text, language), BODY), (analyse(story.dek, language), BESIDE)]
        parts += [(analyse_name(name, language), BESIDE) for name in story.names]
        parts.append((analyse(story.headline, language), HEADLINE))
        weights: dict[str, int] = {}
        for part, place in parts:
            for token, term in part.terms.items():
                if term.plain:
                    weight = OFTEN if place == BODY and part.counts[token] >= 3 else place
                    for plain, stem in ((term.plain, term.stem), *term.parts):
                        self._forms[stem].add(plain)
                        if weights.get(stem, -1) < weight:
                            weights[stem] = weight
            for term, guess in part.names():
                self._name(term, guess)
        for stem, weight in weights.items():
            self._postings[stem].add(story.id, weight)

    def files(self) -> Iterator[IndexFile]:
        """Every file but the directory, which comes last: what it names stands when it does."""
        shelves: dict[str, list[tuple[str, str]]] = {"words": [], "names": []}
        for shelf, shards in (("words", self._word_shards()), ("names", self._name_shards())):
            for first, text in shards:
                file = _index_file(text)
                shelves[shelf].append((first, file.name))
                yield file
        letters = _index_file(json.dumps(letter_table(), ensure_ascii=False, separators=(",", ":")))
        aliases = _index_file("".join(f"{line}\n" for line in self._alias_lines()))
        yield from (letters, aliases)
        directory = {"stories": self.stories, "letters": letters.name, "aliases": aliases.name, **shelves}
        yield IndexFile(name="", text=json.dumps(directory, ensure_ascii=False, separators=(",", ":")))

    def _name(self, term: Term, guess: bool) -> None:
        if (term.token, guess) in self._named:
            return
        self._named.add((term.token, guess))
        for key in folded(term.token, self.language, guess).split() if term.plain else ():
            if key[0] in LEVELS:
                self._keys[key].add(term.stem)

    def _word_shards(self) -> Iterator[tuple[str, str]]:
        """Shards are cut by stems; then a form that would be looked for in another one gets a line there."""
        shards = list(_cut([(stem, f"{self._forms_of(stem)}\t{self._stories_of(stem)}") for stem in self._postings]))
        if not shards:
            return
        firsts = [b"", *(_order(shard[0][0]) for shard in shards[1:])]
        for stem, forms in self._forms.items():
            own = bisect_right(firsts, _order(stem)) - 1
            for form in forms:
                at = bisect_right(firsts, _order(form)) - 1
                if at != own:
                    shards[at].append((form, stem))
        for first, shard in zip(firsts, shards, strict=True):
            shard.sort(key=lambda line: (_order(line[0]), line[1]))
            yield first.decode("utf-16-be", "surrogatepass"), _text(shard)

    def _name_shards(self) -> Iterator[tuple[str, str]]:
        lines = [(key, " ".join(sorted(stems))) for key, stems in self._keys.items()]
        for number, shard in enumerate(_cut(lines)):
            yield (shard[0][0] if number else ""), _text(shard)

    def _forms_of(self, stem: str) -> str:
        return " ".join(
            f"~{form[len(stem) :]}" if form.startswith(stem) else form for form in sorted(self._forms[stem], key=_order)
        )

    def _stories_of(self, stem: str) -> str:
        one = self._postings[stem]
        if one.count <= MOST_STORIES:
            return one.text.decode()
        best = sorted(numbers(one.text.decode()), key=lambda entry: (-entry[1], -entry[0]))[:MOST_STORIES]
        kept = Postings()
        for story, weight in sorted(best):
            kept.add(story, weight)
        return f"*{kept.text.decode()}"

    def _alias_lines(self) -> Iterator[str]:
        """Only where a spelling's words stand in this language's stories."""
        for group in self._aliases.groups:
            spelled = [words(spelling, self.language) for spelling in group]
            for mine in spelled:
                plain = " ".join(one.plain for one in mine)
                others = {" ".join(one.stem for one in other) for other in spelled if other and other is not mine}
                there = sorted(other for other in others if all(stem in self._postings for stem in other.split(" ")))
                if plain and there:
                    yield "\t".join((plain, *there))


def index_files(folder: Path, language: str) -> Iterator[IndexFile]:
    """The files of an index's stories in one language. Raises what `read` does for an index of no use."""
    reading = read(folder, whole=False)
    searcher, builder = reading.searcher, StaticIndexBuilder(language, Aliases.read(folder))
    with faults(folder):
        mine = tantivy.Query.term_query(reading.schema, "language", language)
        addresses: dict[int, tantivy.DocAddress] = {}
        for offset in range(0, searcher.num_docs, AT_ONCE):
            hits = [address for _, address in searcher.search(mine, AT_ONCE, count=False, offset=offset).hits]
            if not hits:
                break
            ids = searcher.fast_field_values("id", hits)
            addresses |= {int(number): address for number, address in zip(ids, hits, strict=True) if number is not None}
        for number in sorted(addresses):
            builder.add(unpack(searcher.doc(addresses[number])["stored"][0]))
    yield from builder.files()


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """The stories that `Postings` wrote, with their weights."""
    story = value = shift = 0
    for digit in text:
        five = DIGITS.index(digit)
        value |= (five & 31) << shift
        shift += 5
        if five < 32:
            story += value >> 2
            yield story, value & 3
            value = shift = 0


def letter_table() -> dict[str, object]:
    """What the browser needs to read a typed word as scripts.py and fold.py do."""
    levels = {level: fold.WEIGHTS[level] for level in LEVELS}
    least = {"6": fold.SURE_CONSONANTS, "7": fold.SURE_SOUNDS}
    return {
        **scripts.table(),
        **fold.table(),
        "levels": levels,
        "least": least,
        "vouched": VOUCHED,
        "alone": fold.ALONE_CONSONANTS,
    }


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 31:
        found.append(ord(DIGITS[32 + (value & 31)]))
        value >>= 5
    found.append(ord(DIGITS[value]))
    return bytes(found)


def _cut(lines: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Sorted, and in pieces that are as long as a shard; none for no lines."""
    size = max(SHARD, sum(len(key) + len(rest) + 2 for key, rest in lines) // MOST_SHARDS)
    piece: list[tuple[str, str]] = []
    filled = 0
    for key, rest in sorted(lines, key=lambda line: _order(line[0])):
        if piece and filled > size:
            yield piece
            piece, filled = [], 0
        piece.append((key, rest))
        filled += len(key) + len(rest) + 2
    if piece:
        yield piece


def _text(lines: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{key}\t{rest}\n" for key, rest in lines)


def _index_file(text: str) -> IndexFile:
    return IndexFile(name=hashlib.sha256(text.encode()).hexdigest()[:16], text=text)


def _order(text: str) -> bytes:
    """How JavaScript compares strings: by 16-bit units."""
    return text.encode("utf-16-be", "surrogatepass")
