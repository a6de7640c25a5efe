"""What a mistyped word was meant to be: a word of the index's own, one or two slips away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tantivy

from tamizdat.search import fields
from tamizdat.search.analysis import stem_term
from tamizdat.search.index import Reading
from tamizdat.search.query import Parsed
from tamizdat.search.term_vectors import all_tokens
from tamizdat.search.text import Word, word, words

SHORTEST, LONG = 4, 7
"""Letters: a shorter word is not corrected; two slips are looked for from LONG on."""
MOST_WORDS = 4
RARE = 2
"""A word that so many stories have, or fewer, may itself be a slip: if a neighbour is far more frequent."""
FAR = 20
SAMPLED = 6
"""Stories read to learn which of their words lies two slips away."""
HYPHENS = frozenset("-‐‑")
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyzçğıöşüəñ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўғқңөұүһҷӣӯ",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
)
_LATIN, _RUSSIAN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю"
_LAYOUTS = (str.maketrans(_LATIN, _RUSSIAN), str.maketrans(_RUSSIAN, _LATIN))


@dataclass(frozen=True, kw_only=True)
class Slip:
    """The letters from `start` to `end` of the query were meant to be `meant`."""

    start: int
    end: int
    meant: str


class Speller:
    """Corrects by what one state of an index holds."""

    def __init__(self, reading: Reading, languages: Sequence[str]) -> None:
        self._searcher, self._schema, self._languages = reading.searcher, reading.schema, (*languages, "")

    def meant(self, parsed: Parsed, language: str) -> str:
        """The query with its slips put right, in words as some story has them; '' when there is nothing to put right."""
        text, corrected = parsed.text, 0
        whole = [one for group in parsed.groups for clause in group for one in clause.words]
        if not any(self._is_known(text[one.start : one.end], one.plain) for one in whole):
            other = self._other_layout(text, language)
            if other:
                return other
        for one in reversed(whole):
            typed = text[one.start : one.end]
            if corrected == MOST_WORDS or _is_in_compound(text, one) or self._is_known(typed, one.plain):
                continue
            better = self._written(self._better(one.plain))
            if better:
                text = text[: one.start] + better + text[one.end :]
                corrected += 1
        return text if corrected else ""

    def _is_known(self, typed: str, plain: str) -> bool:
        """Whether stories have the word, as it is written or in another form; a rare spelling may itself be a slip."""
        if self._count(plain) > RARE:
            return True
        stems = (stem_term(word(typed, language).stem, language) for language in self._languages)
        return any(self._searcher.doc_freq("stem", stem) > (RARE if self._count(plain) else 0) for stem in stems)

    def _better(self, plain: str) -> str:
        there = self._count(plain)
        if there > RARE or plain.isdigit() or len(plain) < SHORTEST:
            return ""
        found = max(((self._count(one), one) for one in _one_slip(plain)), default=(0, ""))
        if not found[0] and not there and len(plain) >= LONG:
            found = self._two_slips(plain)
        return found[1] if found[0] >= max(1, there * FAR) else ""

    def _written(self, plain: str) -> str:
        """A word in its normal form as stories write it: in small letters if any of the first few does."""
        if not plain:
            return ""
        asked = tantivy.Query.term_query(self._schema, "plain", plain)
        written: list[str] = []
        for _, address in self._searcher.search(asked, SAMPLED, count=False).hits:
            held = self._searcher.doc(address)
            language = fields.unpack(held["stored"][0]).language
            written += [one for one in all_tokens(held["term_vector"][0]) if word(one, language).plain == plain]
        return next((one for one in written if one.islower()), written[0] if written else "")

    def _other_layout(self, text: str, language: str) -> str:
        """«ds,jhs» is «выборы» on a keyboard that was left in Latin."""
        for layout in _LAYOUTS:
            other = text.lower().translate(layout)
            read = words(other, language)
            if other != text and read and all(len(one.plain) > 1 and self._count(one.plain) for one in read):
                return other
        return ""

    def _two_slips(self, plain: str) -> tuple[int, str]:
        near = tantivy.Query.fuzzy_term_query(self._schema, "plain", plain, 2)
        seen: set[str] = set()
        for _, address in self._searcher.search(near, SAMPLED, count=False).hits:
            held = self._searcher.doc(address)
            language = fields.unpack(held["stored"][0]).language
            seen.update(
                word(token, language).plain
                for token in all_tokens(held["term_vector"][0])
                if abs(len(token) - len(plain)) <= 2
            )
        return max(((self._count(one), one) for one in seen if within(plain, one, 2)), default=(0, ""))

    def _count(self, plain: str) -> int:
        return self._searcher.doc_freq("plain", plain) if plain else 0


def _is_in_compound(text: str, one: Word) -> bool:
    """Whether a hyphen joins the word to another: what it is joined to makes it right (Ростов-на-Дону)."""
    return text[one.start - 1 : one.start] in HYPHENS or text[one.end : one.end + 1] in HYPHENS


def _one_slip(plain: str) -> Iterator[str]:
    """Each word that is one letter less, more or other, or two letters the other way round."""
    letters = next((one for one in _ALPHABETS if any(letter in one for letter in plain)), "")
    for at in range(len(plain) + 1):
        before, after = plain[:at], plain[at:]
        if after:
            yield before + after[1:]
            for letter in letters:
                yield before + letter + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after


def within(one: str, other: str, slips: int) -> bool:
    """Whether two words are no more than so many slips apart. Looks only where the answer can still be yes."""
    if abs(len(one) - len(other)) > slips or len(set(one) ^ set(other)) > 2 * slips:
        return False
    return _distance(one, other) <= slips


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Letters less, more, other, and neighbours exchanged: Damerau's, as tantivy counts it."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one):
        earlier, before, row = before, row, [at + 1]
        for to, theirs in enumerate(other):
            best = min(before[to] + (letter != theirs), before[to + 1] + 1, row[to] + 1)
            if at and to and letter == other[to - 1] and theirs == one[at - 1]:
                best = min(best, earlier[to - 1] + 1)
            row.append(best)
    return row[-1]
