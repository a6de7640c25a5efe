"""A reader's words as a question to tantivy. What no story holds is left out before tantivy is asked.

Each word stands for a group: a story must have its stem or a key under which names meet, and stands the higher if it has
the word as written. Spellings of the alias table join the group. The language of a word is not known, so it is read as
each language of the index would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur

from tamizdat.search import fold
from tamizdat.search.aliases import Aliases
from tamizdat.search.analysis import stem_term
from tamizdat.search.grams import grams
from tamizdat.search.index import Reading
from tamizdat.search.query import Clause, Parsed
from tamizdat.search.scripts import DOTLESS_LANGUAGES
from tamizdat.search.term_groups import TermGroup, either, every, some
from tamizdat.search.term_vectors import index_stems
from tamizdat.search.text import Word, parts, possible_names, tokens, word, words

PLAIN, STEM, GRAM = 32.0, 16.0, 5.0
"""Beside fold.WEIGHTS: what is written so stands first, then its forms, then names that sound alike."""
ALIAS = 0.5
"""What another spelling from the table is worth beside the one that was typed."""
PLAIN_IN_QUESTION = 8.0
"""What a question's word is worth as written, beside STEM: many stories have it, and few are about it."""
FINE = "12"
"""The levels of keys (fold.WEIGHTS) that bring together hardly anything but one name."""
SHORTEST_SOUND = 3
"""A longer word of which so short a key is left (its level and two sounds) is no spelling of a short name: mahe, MMA."""
HEAD = 0.5
"""What a hit in headline, dek or names adds, beside the weight of the hit itself."""
LEAST_OF_MOST = 3
"""Words of a query of which one may be missing."""
QUESTION = 5
"""From so many words on, a text is asked for that has many of them, not all."""
COMMON, SMALL = 0.3, 1000
"""A word that more than this part of the stories has, and more than so many, tells little: where any word will do it is
left out."""
FEW_STORIES = 20
"""In an index of hardly any stories, even a name may be in every third."""
MOST_GRAMS = 100
ALL_ABOVE = 1000.0
"""Lifts a story that has all words above those that have some."""


@dataclass(frozen=True, kw_only=True)
class Matching:
    """A query read against one state of an index. A group without `must` is one that no story has. What is only counted
    needs no scores."""

    groups: tuple[TermGroup, ...]
    without: tuple[tantivy.Query, ...]
    question: bool
    grams: tuple[tantivy.Query, ...]
    stories: int

    def all_of(self, *, scored: bool = True) -> tantivy.Query | None:
        """Stories that have every group; None when some group is in no story."""
        if not all(group.must for group in self.groups):
            return None
        asked = [(Occur.Must, some(group.must if scored else group.unscored)) for group in self.groups]
        asked = asked or [(Occur.Must, tantivy.Query.all_query())]
        return self._with([*asked, *(self._boosts(self.groups) if scored else ())])

    def most_of(self, *, scored: bool = True) -> tantivy.Query | None:
        """Stories that have all groups but one at most, those with all of them first; None for fewer than three groups, and
        where two are in no story."""
        if len(self.groups) < LEAST_OF_MOST:
            return None
        there = [group for group in self.groups if group.must]
        if len(there) < len(self.groups) - 1:
            return None
        left_out = (
            [there] if len(there) < len(self.groups) else [[*there[:at], *there[at + 1 :]] for at in range(len(there))]
        )
        either = [
            tantivy.Query.boolean_query(
                [(Occur.Must, some(group.must if scored else group.unscored)) for group in groups]
            )
            for groups in left_out
        ]
        asked = [(Occur.Must, some(either)), *(self._boosts(there) if scored else ())]
        every = self.all_of(scored=False) if scored else None
        if every is not None:
            asked.append((Occur.Should, tantivy.Query.const_score_query(every, ALL_ABOVE)))
        return self._with(asked)

    def any_of(self, *, scored: bool = True, whole: bool = True) -> tantivy.Query | None:
        """Stories that have some group, those with all of them first; not `whole`: no story has all."""
        there = [group for group in self.groups if group.must]
        telling = [group for group in there if group.stories <= max(COMMON * self.stories, SMALL)] or there
        if not telling:
            return None
        if not scored:
            return self._with([(Occur.Must, some([one for group in telling for one in group.unscored]))])
        few = some([one for group in telling for one in group.must])
        asked = [(Occur.Must, few), *self._boosts(telling), *((Occur.Should, one) for one in self.grams)]
        every = self.all_of(scored=False) if whole and not self.question and len(self.groups) > 1 else None
        if every is not None:
            asked.append((Occur.Should, tantivy.Query.const_score_query(every, ALL_ABOVE)))
        return self._with(asked)

    def _boosts(self, groups: Iterable[TermGroup]) -> list[tuple[Occur, tantivy.Query]]:
        return [(Occur.Should, one) for group in groups for one in group.boosts]

    def _with(self, asked: list[tuple[Occur, tantivy.Query]]) -> tantivy.Query:
        return tantivy.Query.boolean_query([*asked, *((Occur.MustNot, one) for one in self.without)])


class Matcher:
    """Reads queries against one state of an index."""

    def __init__(self, reading: Reading, languages: Sequence[str], aliases: Aliases) -> None:
        self._searcher, self._schema = reading.searcher, reading.schema
        self._languages, self._aliases = (*languages, ""), aliases

    def match(self, parsed: Parsed, language: str = "", *, levels: str = FINE) -> Matching:
        """`levels` are those of the keys of names. The words are read in each language of the index, whichever stories are
        looked for: so a filter by language only leaves stories out, as its count says."""
        languages = self._languages if not language or language in self._languages else (*self._languages, language)
        single = [group[0].words[0] if len(group) == 1 and not group[0].phrase else None for group in parsed.groups]
        question = len(single) >= QUESTION and None not in single
        builder = QueryBuilder(self._searcher, self._schema, parsed.text, languages, "" if question else levels)
        groups = [either([builder.clause(one) for one in group]) for group in parsed.groups]
        for alias in reversed(self._aliases.find([one.plain if one else "" for one in single])):
            others = [every([builder.word(one, ALIAS) for one in other]) for other in alias.others]
            groups[alias.start : alias.end] = [either([every(groups[alias.start : alias.end]), *others])]
        return Matching(
            groups=tuple(groups),
            without=tuple(one for clause in parsed.without if (one := builder.refused(clause)) is not None),
            question=question,
            grams=builder.grams([one for one in single if one]) if question else (),
            stories=self._searcher.num_docs,
        )


class QueryBuilder:
    """One query's words, looked up in the index. Without `levels` it is a question."""

    def __init__(
        self, searcher: tantivy.Searcher, schema: tantivy.Schema, text: str, languages: Sequence[str], levels: str
    ) -> None:
        self._searcher, self._schema, self._text = searcher, schema, text
        self._languages, self._levels = languages, levels
        self._names = possible_names(tokens(text))

    def clause(self, clause: Clause) -> TermGroup:
        if not clause.phrase:
            return self.word(self._typed(clause))
        typed = self._typed(clause)
        read = [(words(typed, language), language) for language in self._languages]
        spelled = dict.fromkeys(tuple(one.plain for one in found) for found, _ in read)
        asked = [
            self._phrase(plains) for plains in spelled if plains and all(self._has("plain", one) for one in plains)
        ]
        return TermGroup(
            plains=frozenset(plain for plains in spelled for plain in plains),
            listed_under=frozenset(
                stem for found, language in read for one in found for stem in index_stems(one, language)
            ),
            must=tuple(asked),
            unscored=tuple(asked),
            stories=min((self._count("plain", one.plain) for one in clause.words), default=0),
        )

    def word(self, token: str, weight: float = 1.0) -> TermGroup:
        compound = parts(token)
        if compound:
            return either([self._word(token, weight), every([self._word(one, weight) for one in compound])])
        return self._word(token, weight)

    def _word(self, token: str, weight: float) -> TermGroup:
        read = [self._read(token, language) for language in self._languages]
        plains = dict.fromkeys(one.plain for one in read if self._has("plain", one.plain))
        terms = [stem_term(one.stem, language) for one, language in zip(read, self._languages, strict=True)]
        stems = dict.fromkeys(term for term in terms if self._has("stem", term))
        # A question's word is looked for as a name only when nothing has it and it looks like one.
        known = sum(self._count("stem", one) for one in stems)
        named = not self._frequent(known) if self._levels else not stems and token in self._names
        keys = self._keys(read, known) if named else {}
        written = PLAIN if self._levels else PLAIN_IN_QUESTION
        # Where each story that has the stem has the word as written, one look does for both.
        same = len(stems) == 1 and sum(map(self._written, plains)) == self._count("stem", *stems)
        asked = [self._term("stem", one, (STEM + written if same else STEM) * weight) for one in stems]
        asked += self._readings("fold", keys, weight)
        boosts = [] if same else [self._term("plain", one, written * weight) for one in plains]
        if self._levels:
            boosts += [self._term("head", one, STEM * HEAD * weight) for one in stems if self._has("head", one)]
            boosts += self._readings("head", keys, HEAD * weight)
        return TermGroup(
            plains=frozenset(plains),
            stems=frozenset(one.partition(":")[2] for one in stems),
            keys=frozenset(keys),
            listed_under=frozenset(
                stem for one, language in zip(read, self._languages, strict=True) for stem in index_stems(one, language)
            ),
            must=tuple(asked),
            unscored=(*(self._term("stem", one) for one in stems), *(self._term("fold", one) for one in _heard(keys))),
            boosts=tuple(boosts),
            stories=sum(self._count("stem", one) for one in stems) + sum(self._count("fold", one) for one in keys),
        )

    def refused(self, clause: Clause) -> tantivy.Query | None:
        """What must not be there: the word in any of its forms, but not another that it shares a key with."""
        if clause.phrase:
            refused = self.clause(clause).must
        else:
            typed = self._typed(clause)
            read = {stem_term(word(typed, language).stem, language) for language in self._languages}
            refused = tuple(self._term("stem", one) for one in read if self._has("stem", one))
        return some(refused) if refused else None

    def grams(self, asked: Iterable[Word]) -> tuple[tantivy.Query, ...]:
        """The rarest runs of a question's words: what the forms of a word share where a stemmer fails."""
        typed = [self._text[one.start : one.end] for one in asked]
        runs = {run for one in typed for language in self._languages for run in grams(word(one, language).plain)}
        counted = sorted((self._count("grams", run), run) for run in runs)
        few = [run for count, run in counted if 0 < count <= max(COMMON * self._searcher.num_docs, SMALL)]
        return tuple(self._term("grams", run, GRAM) for run in few[:MOST_GRAMS])

    def _keys(self, read: Iterable[Word], known: int) -> dict[str, float]:
        """What a name is looked for by, and what each key is worth: the coarse ones only where few stories are `known` to
        have the word, by stem or by a fine key, for they are in many stories and cost the more."""
        worth: dict[str, float] = {}
        for one in read:
            for key, weight in self._looked_for(one):
                if worth.get(key, 0.0) < weight and self._has("fold", key):
                    worth[key] = weight
        fine = {key: weight for key, weight in worth.items() if key[0] in FINE}
        if known + max((self._count("fold", key) for key in fine), default=0) <= SMALL:
            return worth
        # Readings of one word that just as many stories have, and so many, are of the same stories: the best one will do.
        best: dict[tuple[str, int] | str, str] = {}
        for key in sorted(fine, key=lambda key: -fine[key]):
            count = self._count("fold", key)
            best.setdefault((key[0], count) if count > SMALL else key, key)
        return {key: fine[key] for key in best.values()}

    def _looked_for(self, one: Word) -> Iterator[tuple[str, float]]:
        """The keys of a word in the levels that are asked for; of very long consonants also where only few stories are found,
        for Arabic letters leave out vowels, and languages write them in many ways."""
        levels = self._levels or FINE
        for wanted, weight in fold.wanted(one):
            if wanted[0] in levels and (len(wanted) > SHORTEST_SOUND or len(one.plain) <= SHORTEST_SOUND):
                yield wanted, weight
            sure = fold.sure(wanted)
            if sure and (sure[0] in levels or (levels != FINE and fold.is_alone(sure))):
                yield sure, weight

    def _readings(self, name: str, keys: Mapping[str, float], weight: float) -> list[tantivy.Query]:
        """The keys of each level as one question, where the best reading counts: a name that can be read in many ways is
        not the better found for it."""
        there = {key: worth for key, worth in keys.items() if self._has(name, key)}
        # Each story with the first reading has that one among any reading, too; where no others do, one look does for both.
        for key in [key for key in there if key[0] == "1"]:
            among = f"2{key[1:]}"
            if among in there and self._count(name, among) == self._count(name, key):
                there[among] += there.pop(key)
        levels: dict[str, list[tantivy.Query]] = {}
        for key, worth in there.items():
            levels.setdefault(key[0], []).append(self._term(name, key, worth * weight))
        return [one[0] if len(one) == 1 else tantivy.Query.disjunction_max_query(one) for one in levels.values()]

    def _read(self, token: str, language: str) -> Word:
        """In a language with two i, what is typed with the wrong one is read as the word that some story has."""
        read = word(token, language)
        if language in DOTLESS_LANGUAGES and "i" in token and not self._has("plain", read.plain):
            other = word(token.replace("i", "ı"), language)
            if self._has("plain", other.plain):
                return other
        return read

    def _typed(self, clause: Clause) -> str:
        return self._text[clause.words[0].start : clause.words[-1].end]

    def _phrase(self, plains: Sequence[str]) -> tantivy.Query:
        if len(plains) == 1:
            return self._term("plain", plains[0], PLAIN)
        return tantivy.Query.boost_query(tantivy.Query.phrase_query(self._schema, "plain", list(plains)), PLAIN)

    def _term(self, name: str, token: str, weight: float = 1.0) -> tantivy.Query:
        asked = tantivy.Query.term_query(self._schema, name, token, "freq")
        return asked if weight == 1.0 else tantivy.Query.boost_query(asked, weight)

    def _count(self, name: str, token: str) -> int:
        return self._searcher.doc_freq(name, token)

    def _written(self, plain: str) -> int:
        return self._count("plain", plain)

    def _frequent(self, stories: int) -> bool:
        """A word of every third story is no name ("what", "is"), unless there are hardly any stories."""
        return stories > max(COMMON * self._searcher.num_docs, FEW_STORIES)

    def _has(self, name: str, token: str) -> bool:
        return bool(token) and self._count(name, token) > 0


def _heard(keys: Iterable[str]) -> list[str]:
    """Without those that others imply: a story with the first reading has that one among any reading, too."""
    known = frozenset(keys)
    return [key for key in known if key[0] != "1" or f"2{key[1:]}" not in known]
