"""Answers readers from an index folder, and sees by itself when the writer has committed. Safe to use from threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tantivy

from tamizdat.search import facets, fields, relation
from tamizdat.search.aliases import Aliases
from tamizdat.search.completion import Labels, headlines
from tamizdat.search.documents import Document
from tamizdat.search.fold import WEIGHTS
from tamizdat.search.highlighting import Highlighter
from tamizdat.search.index import Reading, faults, read, stamp
from tamizdat.search.matching import Matcher, Matching
from tamizdat.search.query import LAST_RESULT, MOST_RESULTS, Parsed, Query, parse
from tamizdat.search.results import Completion, Related, Result, Results, Values
from tamizdat.search.spelling import Speller

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
        parsed = parse(query.text, query.language)
        if not parsed.groups and not parsed.without and not chosen:
            return Results(facets=_NOTHING)
        by_date = query.sort == "date" or not parsed.groups
        total, hits, bare = 0, _NO_HITS, None
        for matching, every in _readings(state, parsed, query.language):
            if every:
                bare, asked = matching.all_of(scored=False), matching.all_of()
            else:
                bare, asked = matching.any_of(scored=False), matching.any_of(whole=total > 0)
            if bare is None or asked is None:
                continue
            total, hits = _ranked(reading, bare if by_date else asked, chosen, query, by_date=by_date)
            if total >= FEW:
                break
        highlighter = Highlighter(matching.groups)
        results = [
            _result(reading.searcher, highlighter, address, 0.0 if by_date else score) for score, address in hits
        ]
        if not by_date:
            results.sort(key=lambda one: (-one.score, -one.id))
        counts = facets.count(reading.searcher, bare, chosen) if bare else _NOTHING
        return Results(total=total, results=tuple(results), facets=counts)

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
            speller=Speller(reading),
            labels=Labels.read(self.folder),
            stamps=stamps,
        )


def _readings(state: _State, parsed: Parsed, language: str) -> Iterator[tuple[Matching, bool]]:
    """Stories must have every word, by fine keys; where too few do, by all keys; and where still too few do, any word."""
    matching = state.matcher.match(parsed, language)
    yield matching, not matching.question
    if matching.question:
        return
    wider = state.matcher.match(parsed, language, levels="".join(WEIGHTS))
    if any(one.keys != other.keys for one, other in zip(wider.groups, matching.groups, strict=True)):
        yield wider, True
    if len(parsed.groups) > 1:
        yield wider, False


def _ranked(reading: Reading, asked: tantivy.Query, chosen: Chosen, query: Query, *, by_date: bool) -> tuple[int, Hits]:
    """How many stories match, and those of the page that is asked for."""
    found: Any = reading.searcher.search(  # its stub knows no count
        facets.narrowed(asked, chosen),
        max(1, min(query.limit, MOST_RESULTS)),
        offset=max(0, min(query.offset, LAST_RESULT)),
        order_by_field="moment" if by_date else None,
    )
    return found.count, found.hits


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
