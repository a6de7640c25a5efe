"""Answers readers from an index folder, and sees by itself when the writer has committed. Safe to use from threads."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import tantivy

from tamizdat.search import facets, fields, relation
from tamizdat.search.aliases import Aliases
from tamizdat.search.completion import Labels, headlines
from tamizdat.search.documents import Document
from tamizdat.search.fold import ANY_TEXT, WEIGHTS
from tamizdat.search.highlighting import Highlighter
from tamizdat.search.index import Reading, faults, read, stamp
from tamizdat.search.matching import FINE, Matcher, Matching
from tamizdat.search.query import LAST_RESULT, MOST_RESULTS, Parsed, Query, parse
from tamizdat.search.results import Completion, Related, Result, Results, Values
from tamizdat.search.spelling import Speller

FEW = 10
"""When fewer stories have all words, similar ones are looked for."""
MOST_SIMILAR = 10
VOUCHED = "67"
"""Levels of keys (fold.WEIGHTS) that tell a name only where another word of the query stands in the story, too."""
CORRECTED_WHEN = 3
"""Fewer results than this, and the words may have been mistyped."""
Chosen = Mapping[str, tantivy.Query]
"""Filters by name."""


@dataclass(frozen=True, kw_only=True)
class _State:
    """All that answers come from, read at one moment."""

    reading: Reading
    matcher: Matcher
    speller: Speller
    labels: Labels
    stamps: tuple[object, ...]


class Within(Protocol):
    """One of the ways in which a story may match: Matching.all_of, most_of, any_of."""

    def __call__(self, matching: Matching, /, *, scored: bool) -> tantivy.Query | None: ...


Hits = Sequence[tuple[float, tantivy.DocAddress]]
_NO_HITS: Hits = ()
_NOTHING: Mapping[str, Values] = dict.fromkeys(fields.FACETS, ())


class Searcher:
    """Every call may raise IndexMissing, IndexOutdated, IndexDamaged or IndexRebuilding: the index is being made anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state: _State | None = None
        self._lock = threading.Lock()

    def search(self, query: Query) -> Results:
        """At most 50 results; whatever is typed is answered."""
        state = self._current()
        with faults(self.folder):
            parsed = parse(query.text, query.language)
            found, widest = self._found(state, parsed, query)
            if found.total >= FEW or not parsed.groups or query.offset:
                return found
            meant = ""
            if found.total < CORRECTED_WHEN:
                meant = state.speller.meant(parsed, query.language)
            return replace(found, **self._similar(state, parsed, query, found, widest, meant))

    def labels(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """What the values of facets are called in a language: {facet: {value: name}}."""
        return self._current().labels.names.get(language, {})

    def complete(self, prefix: str, language: str, limit: int = 8) -> tuple[Completion, ...]:
        """Names first, then headlines."""
        state, prefix = self._current(), prefix[:100]
        limit = max(0, min(limit, MOST_RESULTS))
        with faults(self.folder):
            named = list(state.labels.starting(prefix, language))[:limit]
            return (*named, *headlines(state.reading, prefix, language, limit - len(named)))

    def related(self, document: Document, limit: int = 6) -> tuple[Related, ...]:
        """Other stories about the same, the best first. `document` need not be in the index yet."""
        state = self._current()
        with faults(self.folder):
            return relation.related(state.reading, document, limit)

    def _found(self, state: _State, parsed: Parsed, query: Query) -> tuple[Results, Matching | None]:
        """Also the widest reading of the query, unless it was asked for already."""
        reading = state.reading
        chosen = facets.filters(reading.schema, query)
        if not parsed.groups and not parsed.without and not chosen:
            return Results(facets=_NOTHING), None
        matching, within, widest = _reading(state, parsed)
        by_date = query.sort == "date" or not parsed.groups
        bare, asked = within(matching, scored=False), within(matching, scored=True)
        if bare is None or asked is None:
            return Results(facets=_NOTHING), widest
        total, hits = _ranked(reading, bare if by_date else asked, chosen, query, by_date=by_date)
        results = _results(reading.searcher, matching, hits, by_date=by_date)
        return Results(total=total, results=results, facets=facets.count(reading.searcher, bare, chosen)), widest

    def _similar(
        self, state: _State, parsed: Parsed, query: Query, found: Results, widest: Matching | None, meant: str
    ) -> dict[str, Any]:
        """What was probably meant; and, where nothing matches, stories with that, or with names that sound a little like what
        was typed, or with some of the words. Beside stories that match, those would only be in the way."""
        if meant:
            better, _ = self._found(state, parse(meant, query.language), replace(query, text=meant))
            if better.total <= found.total:
                meant = ""
            elif not found.total:
                return {"similar": better.results[:MOST_SIMILAR], "meant": meant, "replaced": True}
        similar: tuple[Result, ...] = ()
        if not found.total and widest is not None and (asked := widest.any_of()) is not None:
            chosen = facets.filters(state.reading.schema, query)
            wide = replace(query, limit=MOST_SIMILAR, sort="relevance")
            _, hits = _ranked(state.reading, asked, chosen, wide, by_date=False)
            similar = _results(state.reading.searcher, widest, hits, by_date=False)
        return {"similar": similar, "meant": meant}

    def _current(self) -> _State:
        stamps = self.stamps()
        state = self._state
        if state is not None and state.stamps == stamps:
            return state
        with self._lock:
            if self._state is None or self._state.stamps != stamps:
                self._state = self._read(stamps)
            return self._state

    def stamps(self) -> tuple[object, ...]:
        """While they are the same, so are all answers. Cheap. Raises IndexMissing."""
        beside = []
        for name in ("aliases.json", "labels.json"):
            try:
                beside.append((self.folder / name).stat().st_mtime_ns)
            except OSError:
                beside.append(0)
        return stamp(self.folder), *beside

    def _read(self, stamps: tuple[object, ...]) -> _State:
        reading = read(self.folder)
        with faults(self.folder):
            counts = facets.count(reading.searcher, tantivy.Query.all_query(), {})
        languages = [value for value, _ in counts["language"]]
        return _State(
            reading=reading,
            matcher=Matcher(reading, languages, Aliases.read(self.folder)),
            speller=Speller(reading, languages),
            labels=Labels.read(self.folder),
            stamps=stamps,
        )


def _reading(state: _State, parsed: Parsed) -> tuple[Matching, Within, Matching | None]:
    """What a query finds: stories with every word, where a name may be spelled otherwise by fine keys; where too few have
    them, also by the coarse keys of texts in no known language; where none has, also by the keys that several names vouch
    for; where still too few do, one word of three and more may be missing.
    Which of these it is no filter decides, so that a filter leaves as many stories as its count said. The last value is the
    widest reading, whose stories are at most similar."""
    matcher = state.matcher
    matching = matcher.match(parsed)
    if matching.question:
        return matching, Matching.any_of, None
    found = _count(state.reading, matching, Matching.all_of)
    if not parsed.groups or found >= FEW:
        return matching, Matching.all_of, None
    several = len(parsed.groups) > 1
    wider = matcher.match(parsed, levels=FINE + ANY_TEXT + (VOUCHED if several and not found else ""))
    widest = matcher.match(parsed, levels="".join(WEIGHTS))
    if several and _count(state.reading, wider, Matching.all_of) < FEW and wider.most_of(scored=False) is not None:
        return wider, Matching.most_of, widest
    return wider, Matching.all_of, widest


def _count(reading: Reading, matching: Matching, within: Within) -> int:
    """How many stories match, whatever the filters."""
    asked = within(matching, scored=False)
    found: Any = reading.searcher.search(asked, 1) if asked is not None else None
    return found.count if found is not None else 0


def _ranked(reading: Reading, asked: tantivy.Query, chosen: Chosen, query: Query, *, by_date: bool) -> tuple[int, Hits]:
    """How many stories match, and those of the page that is asked for."""
    found: Any = reading.searcher.search(  # its stub knows no count
        facets.narrowed(asked, chosen),
        max(1, min(query.limit, MOST_RESULTS)),
        offset=max(0, min(query.offset, LAST_RESULT)),
        order_by_field="moment" if by_date else None,
    )
    return found.count, found.hits


def _results(searcher: tantivy.Searcher, matching: Matching, hits: Hits, *, by_date: bool) -> tuple[Result, ...]:
    highlighter = Highlighter(matching.groups)
    results = [_result(searcher, highlighter, address, 0.0 if by_date else score) for score, address in hits]
    if not by_date:
        results.sort(key=lambda one: (-one.score, -one.id))
    return tuple(results)


def _result(searcher: tantivy.Searcher, highlighter: Highlighter, address: tantivy.DocAddress, score: float) -> Result:
    held = searcher.doc(address)
    story = fields.unpack(held["stored"][0])
    return Result(
        id=story.id,
        url=story.url,
        headline=story.headline,
        language=story.language,
        published=story.published,
        fragment=highlighter.fragment(story, held["term_vector"][0]),
        score=round(score, 4),
        live=story.live,
    )
