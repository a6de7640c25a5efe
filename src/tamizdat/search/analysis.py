"""A text as the terms that an index holds of it.

Most of what a text consists of was read before, in another text: so the analysis is kept for each piece between two
spaces, and what remains to be done for a text goes through its distinct words, not through each of them. No word runs
over a space (text.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import repeat

from tamizdat.search.fold import keys, of_known_language
from tamizdat.search.grams import grams
from tamizdat.search.term_vectors import index_stems
from tamizdat.search.text import SHORT_TEXT, letter_case, parts, tokens, word

LONGEST_PIECE = 64
"""Letters of a piece whose analysis is kept: longer ones hardly come back."""


@dataclass(frozen=True, slots=True)
class Term:
    """A token, as it is written, with what the index holds of it. `plain` is empty for what is no word after all, such as a
    lone mark. `grams` are joined by spaces; `stems` are those that the token is listed under. `indexed` are its terms of
    the field "stem", joined by spaces; `parts`, plain and stem each, those of a compound that others write with a space."""

    token: str
    lower: str
    case: str
    plain: str
    stem: str
    grams: str
    stems: tuple[str, ...]
    indexed: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Analysed:
    """`plain` and `stems` are all words of the text, joined by spaces, the former in their order, the latter as `stem_term`s.
    `terms` are the distinct tokens, as they are written, in the order in which they first come; `counts` says how often."""

    plain: str
    stems: str
    terms: Mapping[str, Term]
    counts: Mapping[str, int]

    def names(self) -> Iterable[tuple[Term, bool]]:
        """The terms that could be names (text.possible_names), each with whether that is doubtful (text.doubtful)."""
        terms = self.terms
        found: Iterable[Term] = terms.values()
        if any(term.case == "capital" for term in found):
            small = {term.token for term in found if term.case == "small"}
            found = [
                term for term in found if term.case == "none" or (term.case == "capital" and term.lower not in small)
            ]
        long = sum(self.counts.values()) > SHORT_TEXT
        return [(term, long and term.case == "none") for term in found]


@lru_cache(maxsize=40_000)
def term(token: str, language: str) -> Term:
    """One of `text.tokens`."""
    one = word(token, language)
    case, lower = letter_case(token[0]), token.lower()
    if not one.plain:
        return Term(token, lower, case, "", "", "", (), "")
    compound = tuple((part.plain, part.stem) for text in parts(token) if (part := word(text, language)).plain)
    stems = (*index_stems(one, language), *(stem for _, stem in compound))
    indexed = " ".join(stem_term(stem, language) for stem in (one.stem, *(stem for _, stem in compound)))
    return Term(token, lower, case, one.plain, one.stem, " ".join(grams(one.plain)), stems, indexed, compound)


def stem_term(stem: str, language: str) -> str:
    """A stem as a term of the index: stems of different languages are different terms, however alike they are written."""
    return f"{language.partition('-')[0].lower()}:{stem}"


@lru_cache(maxsize=40_000)
def folded(token: str, language: str, guess: bool) -> str:
    """The keys (fold.py) of a token that could be a name, joined by spaces. `guess`: that is doubtful."""
    found = keys(replace(word(token, language), doubtful=guess))
    return " ".join(of_known_language(found) if language else found)


def analyse(text: str, language: str) -> Analysed:
    """`language` is a BCP 47 tag, '' where nobody knows it."""
    pieces = text.split()
    plain: dict[str, str] = {}
    stems: list[str] = []
    terms: dict[str, Term] = {}
    counts: dict[str, int] = {}
    for piece, count in Counter(pieces).items():
        found = _piece(piece, language) if len(piece) <= LONGEST_PIECE else _read(piece, language)
        if len(found) == 1:
            (one,) = found
            terms[one.token] = one
            counts[one.token] = counts.get(one.token, 0) + count
            plain[piece] = one.plain
            stems.extend(repeat(one.indexed, count))
            continue
        for one in found:
            terms[one.token] = one
            counts[one.token] = counts.get(one.token, 0) + count
            stems.extend(repeat(one.indexed, count))
        plain[piece] = " ".join([one.plain for one in found if one.plain])
    return Analysed(
        plain=" ".join(filter(None, map(plain.__getitem__, pieces))),
        stems=" ".join(stems),
        terms=terms,
        counts=counts,
    )


@lru_cache(maxsize=2_000)
def analyse_name(name: str, language: str) -> Analysed:
    """`analyse` for what stands beside many stories: an author, a place, a topic."""
    return analyse(name, language)


@lru_cache(maxsize=40_000)
def _piece(piece: str, language: str) -> tuple[Term, ...]:
    return _read(piece, language)


def _read(piece: str, language: str) -> tuple[Term, ...]:
    return tuple([term(token, language) for token in tokens(piece)])
