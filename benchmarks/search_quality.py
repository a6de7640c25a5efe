"""How well search finds, beside its peers on the same texts: names across scripts, questions, siblings in other languages.

The texts are public collections (docs/search.md) that lie beside the project, not in it; without them there is nothing to
measure. The rules of search/spellings.py were made on one half of the names; here the other half is asked.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.outcome import Bar, Outcome
from benchmarks.search_peers import Engine, Fts5, Ours, Postgres, Tantivy, folder
from tamizdat.search import analysis, fold
from tamizdat.search.documents import Document
from tamizdat.search.index import Writer
from tamizdat.search.matching import FINE
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tamizdat.search.term_vectors import index_stems
from tamizdat.search.text import word, words
from tests.postgres import throwaway_postgres

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
SCRIPTS = ("latin", "cyrillic", "georgian", "armenian", "arabic")
TEN = 10
QUESTION_LANGUAGES = ("en", "ru", "tr", "ar")
NEWS_LANGUAGES = ("en", "ru", "kk", "ky", "uz", "tg", "tk", "az", "ka", "hy", "be", "uk", "tr", "fa", "ar")
MADE_UP, PEOPLE = 2000, 300
FORMS = {"uk": 0.95, "ru": 0.95, "be": 0.95}
SYLLABLES = (
    ("bcdfghklmnprstvz", "aeiou"),
    ("бвгджзклмнпрстфхцчш", "аеиоуыяю"),
    ("ბგდვზთკლმნპჟრსტფქღყშჩცძწჭხჯ", "აეიოუ"),
)
"""Consonants and vowels of made-up words, in three scripts."""
CYRILLIC = (
    *(
        ("shch", "щ"),
        ("sch", "ш"),
        ("sh", "ш"),
        ("ch", "ч"),
        ("zh", "ж"),
        ("kh", "х"),
        ("ph", "ф"),
        ("th", "т"),
        ("ck", "к"),
    ),
    *(("ya", "я"), ("yu", "ю"), ("j", "дж"), ("x", "кс")),
    *zip("abcdefghiklmnopqrstuvwyz", "абкдефгхиклмнопкрстуввиз", strict=True),
)
EVERY = 4
"""Each fourth headline is asked for in each other language: enough, in a minute."""


def run(most_names: int = 2000) -> tuple[Outcome, ...]:
    """`most_names` queries by name; the pages are always those of the whole half."""
    missing = [
        name
        for name in ("names-rigour-persons", "search-xquad", "news-ntrex", "news-wikinews-en", "found")
        if not (DATA / name).is_dir()
    ]
    if missing:
        print(f"SKIPPED, how well search finds: {', '.join(missing)} not in {DATA}\n", flush=True)
        return ()
    with throwaway_postgres() as url, folder() as place:
        named = names(url, place, most_names), questions(url, place), siblings(url, place)
        return *named, found_only(place), forms()


@dataclass(frozen=True, kw_only=True)
class Names:
    """Pages, each with one spelling of a name; for each spelling the places of the pages that hold another one of it."""

    pages: tuple[str, ...]
    right: dict[int, frozenset[int]]


def held_names() -> Names:
    """The half of the sets that no rule was made on, of those that have Latin and Cyrillic forms."""
    spelled: dict[str, list[str]] = defaultdict(list)
    members: dict[str, list[str]] = {}
    for row in _rows("names-rigour-persons/cross-script.jsonl"):
        forms = row["forms"]
        if {"latin", "cyrillic"} <= forms.keys() and sha256(row["qid"].encode()).digest()[0] & 1:
            members[row["qid"]] = [form for script in SCRIPTS for form in forms.get(script, ())]
            for form in members[row["qid"]]:
                spelled[form].append(row["qid"])
    pages = tuple(spelled)
    places = {form: place for place, form in enumerate(pages)}
    right = {
        places[form]: frozenset(places[other] for qid in of for other in members[qid] if other != form)
        for form, of in spelled.items()
    }
    return Names(pages=pages, right={place: others for place, others in right.items() if others})


def names(url: str, place: Path, most: int) -> Outcome:
    held = held_names()
    asked = sorted(held.right, key=lambda at: sha256(held.pages[at].encode()).digest())[:most]
    engines: tuple[tuple[str, Engine], ...] = (
        ("Tamizdat", Ours(place / "names", held.pages, "", headlines=True)),
        ("PostgreSQL full text", Postgres(url, held.pages)),
        ("SQLite FTS5", Fts5(held.pages)),
        ("tantivy", Tantivy(held.pages)),
        ("FTS5 over anyascii", Fts5(held.pages, ascii_only=True)),
    )
    found = {name: _found_names(engine, held, asked) for name, engine in engines}
    ours = found["Tamizdat"]
    return Outcome(
        title=f"Names across scripts: {len(asked):,} queries, {len(held.pages):,} pages",
        head=(
            "",
            "recall over min(10, right)",
            "a hit in ten",
            "a wrong name first",
            "some wrong name above some right one",
        ),
        rows=tuple((name, *(f"{value:.3f}" for value in values)) for name, values in found.items()),
        bars=(
            Bar(name="names: recall that is missing", value=1 - ours[0], most=0.10),
            Bar(name="names: queries without a hit in ten", value=1 - ours[1], most=0.04),
            Bar(name="names: queries with a wrong name above the right ones", value=ours[2], most=0.10),
        ),
    )


def _found_names(engine: Engine, held: Names, asked: Sequence[int]) -> tuple[float, float, float, float]:
    recall = hit = first = mixed = 0.0
    for at in asked:
        right = held.right[at]
        got = [other in right for other in engine.ask(held.pages[at], TEN + 1) if other != at][:TEN]
        recall += sum(got) / min(TEN, len(right))
        hit += any(got)
        first += bool(got) and not got[0]
        mixed += bool(got) and (not any(got) or got != sorted(got, reverse=True))
    return recall / len(asked), hit / len(asked), first / len(asked), mixed / len(asked)


def questions(url: str, place: Path) -> Outcome:
    rows, bars = [], []
    passages, asked = list(_rows("search-xquad/passages.jsonl")), list(_rows("search-xquad/queries.jsonl"))
    for language in QUESTION_LANGUAGES:
        pages = [row for row in passages if row["lang"] == language]
        texts, groups = [row["text"] for row in pages], [row["group"] for row in pages]
        wanted = [(row["query"], row["relevant_group"]) for row in asked if row["lang"] == language]

        def gain(engine: Engine, wanted: Sequence[tuple[str, str]] = wanted, groups: Sequence[str] = groups) -> float:
            return sum(_gain(engine.ask(text, TEN), groups, group) for text, group in wanted) / len(wanted)

        ours = gain(Ours(place / language, texts, language))
        with _without_folding():
            plain = gain(Ours(place / f"{language}-plain", texts, language))
        peers = {
            "PostgreSQL": max(gain(Postgres(url, texts, language, rank=rank)) for rank in ("ts_rank", "ts_rank_cd")),
            "FTS5": gain(Fts5(texts, language)),
            "tantivy": gain(Tantivy(texts)),
            "tantivy with Snowball": gain(Tantivy(texts, language, stems=True)),
        }
        rows.append((language, *(f"{value:.3f}" for value in (ours, plain, *peers.values()))))
        best = max(peers.values())
        share = 1.0 if language == "en" else 0.8
        bars.append(
            Bar(
                name=f"questions, {language}: missing, of what the best peer misses",
                value=(1 - ours) / (1 - best),
                most=share,
            )
        )
        bars.append(Bar(name=f"questions, {language}: lost to folding", value=plain - ours, most=0.005))
    return Outcome(
        title=f"Questions to passages, nDCG@10: {len(wanted)} questions a language, {len(texts)} passages",
        head=("", "Tamizdat", "without folding", *peers),
        rows=tuple(rows),
        bars=tuple(bars),
    )


def _gain(found: Sequence[int], groups: Sequence[str], group: str) -> float:
    return next((1 / math.log2(rank + 2) for rank, at in enumerate(found) if groups[at] == group), 0.0)


@contextmanager
def _without_folding() -> Iterator[None]:
    """No word has a key, neither in the index nor in a query."""
    with patch("tamizdat.search.fold._readings", return_value=()):
        _forget()
        yield
    _forget()


def _forget() -> None:
    for cached in (fold.fold, fold._thinned, fold._wanted, fold._if_other_consonants, analysis.folded):
        cached.cache_clear()


def siblings(url: str, place: Path) -> Outcome:
    stories = [row for row in _rows("news-ntrex/articles.jsonl") if row["lang"] in NEWS_LANGUAGES]
    makers: dict[str, Callable[[Sequence[str], str], Engine]] = {
        "Tamizdat": lambda texts, language: Ours(place / f"news-{language}", texts, language),
        "PostgreSQL full text": lambda texts, language: Postgres(url, texts, language),
        "SQLite FTS5": lambda texts, _: Fts5(texts),
        "tantivy": lambda texts, _: Tantivy(texts),
    }
    hits: dict[str, int] = defaultdict(int)
    asked = 0
    for language in NEWS_LANGUAGES:
        there = [row for row in stories if row["lang"] == language]
        texts, groups = ["\n".join((row["title"], *row["body"])) for row in there], [row["group"] for row in there]
        from_others = [row for row in stories if row["lang"] != language and row["group"] in groups][::EVERY]
        asked += len(from_others)
        for name, make in makers.items():
            engine = make(texts, language)
            hits[name] += sum(
                row["group"] in {groups[at] for at in engine.ask(row["title"], TEN)} for row in from_others
            )
    recalls = {name: count / asked for name, count in hits.items()}
    return Outcome(
        title=f"A headline finds its sibling in another language: {asked:,} headlines, {len(NEWS_LANGUAGES)} languages",
        head=("", "recall@10"),
        rows=tuple((name, f"{value:.3f}") for name, value in recalls.items()),
        bars=(
            Bar(
                name="siblings: twice tantivy's recall, of ours",
                value=2 * recalls["tantivy"] / recalls["Tamizdat"],
                most=1.0,
            ),
        ),
    )


def found_only(place: Path) -> Outcome:
    """The opposite of recall: made-up words that find something, and stories found by a name that do not hold it."""
    stories = [row for row in _rows("news-ntrex/articles.jsonl") if row["lang"] in NEWS_LANGUAGES]
    wikinews = [{**row, "lang": "en"} for row in _rows("news-wikinews-en/articles.jsonl")]
    rows, bars = [], []
    for name, archive in (("Wikinews", wikinews), ("NTREX", stories)):
        texts = ["\n".join((row["title"], *row["body"])) for row in archive]
        searcher = _indexed(place / name, [row["lang"] for row in archive], texts)
        words_there = {key for row, text in zip(archive, texts, strict=True) for key in _fine(text, row["lang"])}
        languages = ("", *sorted({row["lang"] for row in archive}))
        made_up = [word for word in _made_up(MADE_UP) if words_there.isdisjoint(_asked(word, languages))]
        shown = sum(bool(searcher.search(Query(text=word)).total) for word in made_up) / len(made_up)
        rows.append((name, "made-up words that find something", f"{shown:.4f}", f"{len(made_up):,}"))
        bars.append(Bar(name=f"{name}: made-up words that find something", value=shown, most=0.01))
        people = _people([text for row, text in zip(archive, texts, strict=True) if row["lang"] == "en"])
        for script, spell in (("the page's script", str), ("Cyrillic", _in_cyrillic)):
            right, recalls = [], []
            for person in people:
                found = searcher.search(Query(text=spell(person), language="en")).results
                family = person.split()[-1].lower()
                held = [family in texts[one.id - 1].lower() for one in found]
                right.append(sum(held) / len(held) if held else 1.0)
                recalls.append(bool(any(held)))
            precision, recall = sum(right) / len(right), sum(recalls) / len(recalls)
            rows.append(
                (
                    name,
                    f"people in the news, in {script}: precision, found",
                    f"{precision:.3f} {recall:.3f}",
                    f"{len(people)}",
                )
            )
            bars.append(
                Bar(name=f"{name}: names in {script}, results without the name", value=1 - precision, most=0.03)
            )
    return Outcome(
        title="Only what is there", head=("archive", "", "share", "queries"), rows=tuple(rows), bars=tuple(bars)
    )


def forms(least: Mapping[str, float] = FORMS) -> Outcome:
    """Forms of one word: how many of them find all the others; and pairs of other words that share a stem."""
    rows, bars = [], []
    for language, paradigms in json.loads((DATA / "found/paradigms.json").read_text(encoding="utf-8")).items():
        stems = [[_stems(form, language) for form in paradigm.split()] for paradigm in paradigms]
        whole = [all(one & other for other in of) for of in stems for one in of]
        words_of = [frozenset().union(*of) for of in stems]
        pairs = list(combinations(words_of, 2))
        shared = sum(bool(one & other) for one, other in pairs) / len(pairs)
        share = sum(whole) / len(whole)
        rows.append((language, f"{share:.3f}", f"{shared:.4f}"))
        bars.append(
            Bar(name=f"forms, {language}: queries that miss one", value=1 - share, most=1 - least.get(language, 0.9))
        )
        bars.append(Bar(name=f"forms, {language}: other words in one stem", value=shared, most=0.01))
    return Outcome(
        title="Forms of a word", head=("", "find all others", "unrelated pairs"), rows=tuple(rows), bars=tuple(bars)
    )


def _stems(form: str, language: str) -> frozenset[str]:
    return frozenset(index_stems(word(form, language), language))


def _indexed(folder: Path, languages: Sequence[str], texts: Sequence[str]) -> Searcher:
    with Writer(folder, anew=True) as writer:
        writer.put(
            Document(id=number, url=f"/{number}", language=language, headline=text.partition("\n")[0], text=text)
            for number, (language, text) in enumerate(zip(languages, texts, strict=True), 1)
        )
        writer.commit()
    return Searcher(folder)


def _made_up(count: int) -> Iterator[str]:
    """Words of syllables, in three scripts."""
    chance = random.Random(7)
    for number in range(count):
        consonants, vowels = SYLLABLES[number % len(SYLLABLES)]
        syllables = [chance.choice(consonants) + chance.choice(vowels) for _ in range(chance.randint(2, 4))]
        yield "".join(syllables) + (chance.choice(consonants) if chance.random() < 0.4 else "")


def _fine(text: str, language: str) -> set[str]:
    """The words of a text, their stems, and the keys by which another spelling of one finds it."""
    found: set[str] = set()
    for one in words(text, language):
        found |= {one.plain, one.stem}
        if one.name:
            found |= {key for key in fold.keys(one) if key[0] in FINE}
    return found


def _asked(made_up: str, languages: Iterable[str]) -> set[str]:
    """A made-up word, and the keys by which a search takes it for a spelling of a name, as each language reads it."""
    read = [word(made_up, language) for language in languages]
    return {one.plain for one in read} | {key for one in read for key, _ in fold.wanted(one) if key[0] in FINE}


def _people(texts: Sequence[str]) -> list[str]:
    """Two words with a capital that stand together in several places, the first of them a given name of our sets."""
    given = {form for row in _rows("names-rigour-persons/cross-script.jsonl") for form in row["forms"].get("latin", ())}
    counted = Counter(name for text in texts for name in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z][a-z]{3,}", text))
    return [name for name, count in counted.most_common() if count > 1 and name.split()[0].lower() in given][:PEOPLE]


def _in_cyrillic(name: str) -> str:
    for latin, cyrillic in CYRILLIC:
        name = name.replace(latin, cyrillic).replace(latin.capitalize(), cyrillic.capitalize())
    return name


def _rows(name: str) -> Iterable[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main() -> int:
    outcomes = run()
    for outcome in outcomes:
        print(outcome.text(), flush=True)
    return int(not all(bar.met for outcome in outcomes for bar in outcome.bars))


if __name__ == "__main__":
    raise SystemExit(main())
