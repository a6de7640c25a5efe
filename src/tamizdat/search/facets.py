"""What narrows a search, and the counts by which a reader chooses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from tamizdat.search.fields import FACETS, moment
from tamizdat.search.query import Query
from tamizdat.search.results import Values

MOST_VALUES = 50


def filters(schema: tantivy.Schema, query: Query) -> dict[str, tantivy.Query]:
    """By the name of the facet; dates are under "date"."""
    chosen = zip(
        FACETS,
        ((query.language,), query.regions, query.topics, query.authors, query.series, query.genres),
        strict=True,
    )
    found = {}
    for name, values in chosen:
        wanted = [tantivy.Query.term_query(schema, name, value) for value in values if value]
        if wanted:
            either = tantivy.Query.boolean_query([(Occur.Should, one) for one in wanted])
            found[name] = tantivy.Query.const_score_query(either, 0.0)
    since = _moment(query.since) if query.since else None
    until = _moment(query.until + timedelta(days=1)) if query.until and query.until < date.max else None
    if since is not None or until is not None:
        days = tantivy.Query.range_query(schema, "moment", FieldType.Integer, since, until, include_upper=until is None)
        found["date"] = tantivy.Query.const_score_query(days, 0.0)
    return found


def narrowed(asked: tantivy.Query, chosen: Mapping[str, tantivy.Query], but: str = "") -> tantivy.Query:
    """`asked` within all filters, but for one."""
    within = [one for name, one in chosen.items() if name != but]
    if not within:
        return asked
    return tantivy.Query.boolean_query([(Occur.Must, asked), *((Occur.Must, one) for one in within)])


def count(searcher: tantivy.Searcher, asked: tantivy.Query, chosen: Mapping[str, tantivy.Query]) -> dict[str, Values]:
    """The facets of all that matches (results.Results)."""
    free = [name for name in FACETS if name not in chosen]
    facets = _counted(searcher, narrowed(asked, chosen), free)
    for name in set(FACETS) & set(chosen):
        facets |= _counted(searcher, narrowed(asked, chosen, name), [name])
    return {name: facets[name] for name in FACETS}


def _counted(searcher: tantivy.Searcher, asked: tantivy.Query, names: Iterable[str]) -> dict[str, Values]:
    counted = searcher.aggregate(asked, {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names})
    return {name: _values(counted[name]) for name in names}


def _values(counted: Mapping[str, Any]) -> Values:
    pairs = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in counted["buckets"]]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _moment(day: date) -> int:
    """The beginning of a day, by UTC."""
    return moment(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()), 0)
