"""How fast the search is: python -m benchmarks.search_speed. N=10000 for the small version; the peer is PostgreSQL's full text.

The stories are those of archive.py, whose few hundred words stand in nearly every story of their language; each gets a
paragraph of invented words, which are as rare as words are in a language. Both sides find what has all words (or one, of an
OR), narrow it, rank it, give ten stories with a marked fragment of each, the total, and the counts of language, region,
topic, author and genre.

The mix is fixed: one to four terms. Of ten queries five want all words (that stand in some story, half of them rare), two
one of such words, two words that nearly every story of the language has, one names. A fourth of all has no filter, a fourth
a language, a fourth a language and a region, a fourth a date.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from benchmarks import archive, rooms
from benchmarks.outcome import Bar, Outcome
from tamizdat.search.documents import Document
from tamizdat.search.index import Writer
from tamizdat.search.query import Query
from tamizdat.search.searcher import Searcher
from tests.postgres import throwaway_postgres

WHOLE = 100_000
QUERIES, ASKED_OF_PEER = 1000, 120
SLOWEST, REBUILD, P95, OF_PEER = 50.0, 120.0, 6.0, 0.1
HOSTILE = 20_000
GROWTH = 1.5
"""What the peak of own memory may be for the whole, beside that for a tenth."""


def _several(**words: str) -> dict[str, list[str]]:
    return {language: text.split() for language, text in words.items()}


FREQUENT = _several(
    en="documents reporters witnesses officials hearing report works market river court vote prices bridge letter",
    ru="документы свидетели цифры вопросы чиновники слушание доклад работы рынок река суд цены мост дорога",
)
NAMES = _several(
    en="Zeskari Nortal Karasuv Orhei Almaly Beridze Seitkali Hovik",
    ru="Зескари Нортале Карасуве Алмалы Беридзе Сейткали Ховик Оразова",
)
SYLLABLES = _several(
    en="ba co der fi gon hul ji kam len mor nis pa qua ret sol tun ver wix yol zan",
    ru="ба го дер жи зон кул ле мар нис по ра сет тул фен хор цы чан шум щи яр",
)
VOCABULARY, RARE_WORDS = 40_000, 80
"""Invented words of a language, and how many stand in a story."""
SINCE = date(2019, 1, 1)
KINDS = ("all", "all", "all", "all", "all", "one", "one", "frequent", "frequent", "names")
CONFIGURATION = {"en": "english", "ru": "russian"}
Asked = tuple[str, str, Query]
"""Its kind, the language of its words, and the query."""


def documents(count: int) -> Iterator[Document]:
    authors = {name: f"author-{place}" for names in archive.AUTHORS.values() for place, name in enumerate(names)}
    for number, story in enumerate(archive.stories(count), 1):
        lists = {name: tuple(story[name]) for name in ("body", "authors", "regions", "topics")}  # type: ignore[call-overload]
        yield Document(
            id=number,
            url=f"/{story['lang']}/{story['id']}/",
            language=str(story["lang"]),
            headline=str(story["title"]),
            dek=str(story["dek"]),
            text="\n".join((*lists["body"], " ".join(rare(str(story["lang"]), number)))),
            names=lists["authors"],
            published=int(datetime.fromisoformat(str(story["published"])).timestamp()),
            genre=("news", "analysis", "opinion")[number % 3],
            regions=lists["regions"],
            topics=lists["topics"],
            authors=tuple(authors[name] for name in lists["authors"]),
        )


def rare(language: str, number: int) -> list[str]:
    """A story's invented words: the word of rank n is n times as rare as the first."""
    chance, syllables = random.Random(number), SYLLABLES[language]
    found = []
    for _ in range(RARE_WORDS):
        rank, word = int(VOCABULARY ** chance.random()), ""
        while rank:
            rank, syllable = divmod(rank, len(syllables))
            word += syllables[syllable]
        found.append(word)
    return found


def mix(count: int = QUERIES, stories: int = WHOLE) -> list[Asked]:
    chance, found = random.Random(1), []
    for number in range(count):
        language, kind = ("en", "ru")[number % 2], KINDS[number // 2 % len(KINDS)]
        terms, story = 1 + number // 20 % 4, chance.randrange(stories // 2) * 2 + 1 + number % 2
        words = {"frequent": FREQUENT, "names": NAMES}.get(kind, FREQUENT)[language]
        if kind in ("all", "one"):
            of_story = list(dict.fromkeys(rare(language, story)))
            words = [*chance.sample(of_story, (terms + 1) // 2), *chance.sample(words, terms // 2)]
        text = (" OR " if kind == "one" else " ").join(chance.sample(words, terms))
        narrow = chance.randrange(4)
        query = Query(
            text=text,
            language=language if narrow in (1, 2) else "",
            regions=(chance.choice(archive.REGIONS),) if narrow == 2 else (),
            since=SINCE if narrow == 3 else None,
        )
        found.append((kind, language, query))
    return found


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """Seconds on the wall and of processors, and the peak of the process's own memory in megabytes. Files that it has
    mapped are not its own: the system takes those pages back when it needs them."""

    seconds: float
    processor: float
    megabytes: float


def rebuild(folder: Path, count: int) -> Rebuilt:
    """In a process of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.search_speed", "rebuild", str(folder), str(count)]
    said = subprocess.run(command, cwd=rooms.ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, processor, megabytes = map(float, said.split())
    return Rebuilt(seconds=seconds, processor=processor, megabytes=megabytes)


def rebuild_here(folder: Path, count: int) -> Rebuilt:
    start, peak, done = time.perf_counter(), [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            peak[0] = max(peak[0], own_memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with Writer(folder, anew=True) as writer:
            writer.put(documents(count))
            writer.commit()
    finally:
        done.set()
        watcher.join()
    return Rebuilt(seconds=time.perf_counter() - start, processor=time.process_time(), megabytes=peak[0])


def timed(ask: Callable[[Asked], object], asked: Sequence[Asked]) -> list[tuple[str, float]]:
    """Each query's kind and milliseconds."""
    found = []
    for one in asked:
        start = time.perf_counter()
        ask(one)
        found.append((one[0], (time.perf_counter() - start) * 1000))
    return found


def hostile(searcher: Searcher) -> tuple[float, float, float]:
    """Median and slowest of 20,000 queries in milliseconds, and the megabytes that the second half left behind."""
    chance = random.Random(2)
    words = [word for kind in (FREQUENT, NAMES, SYLLABLES) for several in kind.values() for word in several]
    words += ["the", "of", "was", "had", *rare("en", 1), *rare("ru", 2)]
    signs = '"-|*?()[]{}\\/:^~+ \t\n\x00\x1f\u202e\u0301абвOR andthe«»“”ქართ学😀'
    took, halfway = [], 0.0
    for number in range(HOSTILE):
        few = chance.choices(words, k=chance.randint(1, 30))
        text = (
            "".join(chance.choices(signs, k=chance.randint(1, 300))),
            " ".join(few),
            " OR ".join(few * 40),
            " ".join(word[:-1] + chance.choice("xqжё*") for word in few),
            " ".join(chance.choice(('"{}"', "-{}", "{}*", '"{}', "{}")).format(word) for word in few),
            few[0] * 5000,
        )[number % 6]
        start = time.perf_counter()
        searcher.search(Query(text=text))
        took.append((time.perf_counter() - start) * 1000)
        if number == HOSTILE // 2:
            gc.collect()
            halfway = own_memory()
    gc.collect()
    return statistics.median(took), max(took), own_memory() - halfway


def own_memory() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024


class Peer:
    """The same stories in PostgreSQL: a weighted tsvector in the story's language under a GIN index, slugs as arrays."""

    FACETS = ("language", "regions", "topics", "authors", "genre")

    def __init__(self, url: str, count: int) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        run = self._connection.execute
        run(
            "CREATE TABLE story (id int, language text, headline text, dek text, body text, published timestamptz,"
            " genre text, regions text[], topics text[], authors text[], words tsvector)"
        )
        with (
            self._connection.cursor() as cursor,
            cursor.copy(
                "COPY story (id, language, headline, dek, body, published, genre, regions, topics, authors) FROM STDIN"
            ) as copy,
        ):
            for one in documents(count):
                published = datetime.fromtimestamp(one.published, UTC)
                row = (one.id, one.language, one.headline, one.dek, one.text, published, one.genre)
                copy.write_row((*row, list(one.regions), list(one.topics), list(one.authors)))
        run(
            "UPDATE story SET words = setweight(to_tsvector(c, headline), 'A') || setweight(to_tsvector(c, dek), 'B')"
            " || to_tsvector(c, body) FROM (VALUES ('en', 'english'::regconfig), ('ru', 'russian'::regconfig)) AS l (tag, c)"
            " WHERE tag = language"
        )
        for column in ("words", "regions"):
            run(f"CREATE INDEX ON story USING gin ({column})")
        run("CREATE INDEX ON story (published)")
        run("VACUUM ANALYZE story")

    def ask(self, asked: Asked) -> None:
        _, language, query = asked
        where = ["words @@ q", *(["language = %(language)s"] if query.language else [])]
        where += ["regions && %(regions)s"] if query.regions else []
        where += ["published >= %(since)s"] if query.since else []
        values = {
            "configuration": CONFIGURATION[language],
            "text": query.text,
            "language": query.language,
            "regions": list(query.regions),
            "since": query.since,
        }
        matched = (
            f"FROM story, websearch_to_tsquery(%(configuration)s::regconfig, %(text)s) q WHERE {' AND '.join(where)}"
        )
        counts = " UNION ALL ".join(
            f"SELECT '{name}', value, count(*) FROM found, unnest({name}) AS value GROUP BY value"
            if name.endswith("s")
            else f"SELECT '{name}', {name}, count(*) FROM found GROUP BY {name}"
            for name in self.FACETS
        )
        self._connection.execute(
            f"WITH found AS MATERIALIZED (SELECT {', '.join(self.FACETS)} {matched})"
            f" SELECT 'total', '', count(*) FROM found UNION ALL {counts}",
            values,
        ).fetchall()
        self._connection.execute(
            "SELECT id, headline, ts_headline(%(configuration)s::regconfig, body, q) FROM ("
            f"SELECT id, headline, body, q {matched} ORDER BY ts_rank(words, q) DESC, id DESC LIMIT 10) best",
            values,
        ).fetchall()


def run(count: int = WHOLE) -> Outcome:
    folder, small = rooms.CACHE / f"search-{count}", rooms.CACHE / f"search-{count // 10}"
    tenth, whole = rebuild(small, count // 10), rebuild(folder, count)
    megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    searcher, asked = Searcher(folder), mix(stories=count)
    timed(lambda one: searcher.search(one[2]), asked[:100])
    ours = timed(lambda one: searcher.search(one[2]), asked)
    middle, slowest, left = hostile(searcher)
    with throwaway_postgres(durable=True) as url:
        peer = Peer(url, count)
        timed(peer.ask, asked[:: len(asked) // 20])
        theirs = timed(peer.ask, random.Random(3).sample(asked, ASKED_OF_PEER))
    rows = [_row(name, [took for kind, took in ours if kind in kinds], [took for kind, took in theirs if kind in kinds])
            for name, kinds in (
                ("all words", {"all"}), ("one of the words", {"one"}), ("frequent words", {"frequent"}),
                ("names", {"names"}), ("the whole mix", set(KINDS)),
            )]  # fmt: skip
    rows.append((f"{HOSTILE:,} random and hostile queries", f"{middle:.2f}", "", f"{slowest:.1f} at most", "", "", ""))
    p95, theirs95 = percentile([took for _, took in ours]), percentile([took for _, took in theirs])
    print(
        f"Rebuilt {count:,} stories in {whole.seconds:.1f} s ({whole.processor:.1f} s of processors), {whole.megabytes:.0f} MB"
        f" at most; a tenth in {tenth.seconds:.1f} s, {tenth.megabytes:.0f} MB. The index has {megabytes:.0f} MB."
        f" The hostile queries' second half left {left:.1f} MB behind."
        f" Load of the machine now: {os.getloadavg()[0]:.1f}."
    )
    return Outcome(
        title=f"Search, {count:,} stories, milliseconds in process",
        head=("queries", "p50", "p95", "p99", "PostgreSQL p50", "p95", "times"),
        rows=tuple(rows),
        bars=(
            Bar(name="p95 of the mix, ms", value=p95, most=P95),
            Bar(name="p95 beside PostgreSQL's", value=p95 / theirs95, most=OF_PEER),
            Bar(name="slowest hostile query, ms", value=slowest, most=SLOWEST),
            Bar(name="seconds of a rebuild", value=whole.seconds, most=REBUILD),
            Bar(name="peak memory beside that of a tenth", value=whole.megabytes / tenth.megabytes, most=GROWTH),
            Bar(name="megabytes left by 10,000 hostile queries", value=left, most=32),
        ),
    )


def percentile(took: Sequence[float], part: float = 0.95) -> float:
    return sorted(took)[int(len(took) * part)]


def _row(name: str, ours: Sequence[float], theirs: Sequence[float]) -> tuple[str, ...]:
    times = percentile(theirs) / percentile(ours)
    figures = (statistics.median(ours), percentile(ours), percentile(ours, 0.99), statistics.median(theirs))
    return (name, *(f"{figure:.2f}" for figure in figures), f"{percentile(theirs):.1f}", f"{times:.0f}")


def main(words: list[str]) -> int:
    if words[:1] == ["rebuild"]:
        made = rebuild_here(Path(words[1]), int(words[2]))
        print(made.seconds, made.processor, made.megabytes)
        return 0
    outcome = run(int(os.environ.get("N", WHOLE)))
    print(outcome.text())
    return int(not all(bar.met for bar in outcome.bars))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
