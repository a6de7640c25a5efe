"""Answers readers from an index folder, and sees by itself when the writer has committed. Safe to use from threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import tantivy

from tamizdat.search import facets, fields, relation
from tamizdat.search.aliases import Aliases
from tamizdat.search.completion import Labels, headlines
from tamizdat.search.documents import Document
from tamizdat.search.fold import WEIGHTS
from tamizdat.search.fragments import Marker
from tamizdat.search.index import Reading, faults, read, stamp
from tamizdat.search.matching import Matcher, Matching
from tamizdat.search.query import LAST_RESULT, MOST_RESULTS, Query, parse
from tamizdat.search.results import Completion, Related, Result, Results, Values
from tamizdat.search.spelling import Speller
from tamizdat.search.wanted import Wanted

FEW = 10
"""When fewer stories have all words, those that have some follow."""
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


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What tantivy is to rank, None for nothing, and what is known of it beforehand."""

    asked: tantivy.Query | None = None
    total: int = 0
    facets: Mapping[str, Values] = field(default_factory=lambda: _NOTHING)
    groups: tuple[Wanted, ...] = ()


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
            found = self._found(state, query)
            if found.total >= CORRECTED_WHEN or not query.text.strip() or query.offset:
                return found
            meant = state.speller.meant(parse(query.text, query.language), query.language)
            if not meant:
                return found
            better = self._found(state, replace(query, text=meant))
            if better.total < found.total:
                return found
            return replace(found if found.total else better, meant=meant, replaced=not found.total)

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

    def _found(self, state: _State, query: Query) -> Results:
        reading = state.reading
        chosen = facets.filters(reading.schema, query)
        answer = _answer(state, query, chosen)
        if answer.asked is None:
            return Results(facets=answer.facets)
        by_date = query.sort == "date" or not answer.groups
        hits = reading.searcher.search(
            facets.narrowed(answer.asked, chosen),
            max(1, min(query.limit, MOST_RESULTS)),
            count=False,
            offset=max(0, min(query.offset, LAST_RESULT)),
            order_by_field="moment" if by_date else None,
        ).hits
        marker = Marker(answer.groups)
        results = [_result(reading.searcher, marker, address, 0.0 if by_date else score) for score, address in hits]
        if not by_date:
            results.sort(key=lambda one: (-one.score, -one.id))
        return Results(total=answer.total, results=tuple(results), facets=answer.facets)

    def _current(self) -> _State:
        stamps = self._stamps()
        state = self._state
        if state is not None and state.stamps == stamps:
            return state
        with self._lock:
            if self._state is None or self._state.stamps != stamps:
                self._state = self._read(stamps)
            return self._state

    def _stamps(self) -> tuple[object, ...]:
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
            _, counts = facets.count(reading.searcher, tantivy.Query.all_query(), {})
        languages = [value for value, _ in counts["language"]]
        return _State(
            reading=reading,
            matcher=Matcher(reading, languages, Aliases.read(self.folder)),
            speller=Speller(reading),
            labels=Labels.read(self.folder),
            stamps=stamps,
        )


def _answer(state: _State, query: Query, chosen: Chosen) -> _Answer:
    """All words, by fine keys; where too few stories have them, by all keys; and where still too few do, some words."""
    parsed = parse(query.text, query.language)
    if not parsed.groups and not parsed.without and not chosen:
        return _Answer()
    matching = state.matcher.match(parsed, query.language)
    if matching.question:
        return _counted(state, matching, matching.any_of, chosen)
    answer = _counted(state, matching, matching.all_of, chosen)
    if answer.total >= FEW or not parsed.groups:
        return answer
    matching = state.matcher.match(parsed, query.language, levels="".join(WEIGHTS))
    answer = _counted(state, matching, matching.all_of, chosen)
    if answer.total >= FEW or len(parsed.groups) < 2:
        return answer
    return _counted(state, matching, matching.any_of, chosen)


def _counted(state: _State, matching: Matching, ask: Callable[..., tantivy.Query | None], chosen: Chosen) -> _Answer:
    bare = ask(scored=False)
    if bare is None:
        return _Answer(groups=matching.groups)
    total, counts = facets.count(state.reading.searcher, bare, chosen)
    return _Answer(asked=ask() if total else None, total=total, facets=counts, groups=matching.groups)


def _result(searcher: tantivy.Searcher, marker: Marker, address: tantivy.DocAddress, score: float) -> Result:
    story = fields.unpack(searcher.doc(address)["stored"][0])
    return Result(
        id=story.id,
        url=story.url,
        headline=story.headline,
        language=story.language,
        published=story.published,
        fragment=marker.fragment(story),
        score=round(score, 4),
        live=story.live,
    )
