"""Results of a search as the values of a search page, and as the JSON of the API. Pure values."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

from tamizdat.door.search.search_request import EVERY, FACETS, Order, SearchRequest
from tamizdat.render.languages import name
from tamizdat.render.search_page import Facet, Hit, SearchLink, SearchPage
from tamizdat.search.query import LAST_RESULT
from tamizdat.search.results import Completion, Result, Results, Values

SHOWN_VALUES = 8
"""Values of a facet; those that are chosen are always among them."""
TIMES = (("", 0), ("week", 7), ("month", 31), ("year", 366))
Labels = Mapping[str, Mapping[str, str]]
"""What the values of facets are called in one language: {facet: {value: name}}."""


def search_page(
    page_address: str, search: SearchRequest, language: str, results: Results, labels: Labels, today: date
) -> SearchPage:
    """`page_address` is the page's address, `language` the one whose stories were searched ('': all)."""
    last = search.offset + search.limit
    meant = replace(search, text=results.meant, offset=0)
    nothing = replace(SearchRequest(), text=search.text, language=search.language)
    return SearchPage(
        url=page_address,
        state="found" if results.results else "none",
        query=search.text,
        kept=search.fields(),
        total=results.total,
        number=search.number,
        hits=_hits(results.results),
        similar=_hits(results.similar),
        meant=SearchLink(value="", name=results.meant, url=meant.address(page_address)) if results.meant else None,
        replaced=results.replaced,
        languages=_languages(page_address, search, language, results),
        orders=_orders(page_address, search) if results.results and search.text else (),
        times=_times(page_address, search, today),
        facets=tuple(
            facet
            for kind in FACETS
            if (facet := _facet(page_address, search, kind, results, labels.get(kind, {}))).links
        ),
        everything=nothing.address(page_address) if search.narrowed else "",
        before=search.page(search.number - 1).address(page_address) if search.offset else "",
        after=search.page(search.number + 1).address(page_address) if last < min(results.total, LAST_RESULT) else "",
    )


def results_json(results: Results, labels: Labels) -> dict[str, object]:
    """The answer of GET /api/search (docs/search.md). A fragment is HTML: text, with <mark> around what was found."""
    names = {**labels, "language": {code: name(code) for code, _ in results.facets.get("language", ())}}
    answer: dict[str, object] = {
        "total": results.total,
        "results": [_result_json(one) for one in results.results],
        "facets": {facet: _values_json(values, names.get(facet, {})) for facet, values in results.facets.items()},
    }
    if results.similar:
        answer["similar"] = [_result_json(one) for one in results.similar]
    return answer | ({"meant": results.meant} if results.meant else {})


def _hits(results: Iterable[Result]) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            url=one.url,
            headline=one.headline,
            language=one.language,
            published_at=datetime.fromtimestamp(one.published, UTC),
            fragment=one.fragment,
        )
        for one in results
    )


def _result_json(one: Result) -> dict[str, object]:
    return {
        "url": one.url,
        "headline": one.headline,
        "language": one.language,
        "published": datetime.fromtimestamp(one.published, UTC).isoformat(),
        "fragment": "".join(_marked(text) if marked else _escaped(text) for text, marked in one.fragment),
        "score": one.score,
    }


def completions_json(completions: tuple[Completion, ...], language: str) -> dict[str, object]:
    """The answer of GET /api/complete. A story leads to its page, a name to what is filed under it."""
    page_address = f"/{language}/search/"
    return {
        "completions": [
            {
                "kind": one.kind,
                "label": one.label,
                "url": one.value
                if one.kind == "headline"
                else SearchRequest().with_value(one.kind, one.value, there=True).address(page_address),
            }
            for one in completions
        ]
    }


def _facet(page_address: str, search: SearchRequest, kind: str, results: Results, names: Mapping[str, str]) -> Facet:
    chosen = search.values(kind)
    counts = dict(results.facets.get(kind, ()))
    first = list(counts)[:SHOWN_VALUES]
    links = (
        SearchLink(
            value=value,
            name=names.get(value) or value,
            url=_changed(search, kind, value).address(page_address),
            count=counts.get(value, 0),
            chosen=value in chosen,
        )
        for value in (*first, *(one for one in chosen if one not in first))
    )
    return Facet(kind=kind, links=tuple(links))


def _changed(search: SearchRequest, kind: str, value: str) -> SearchRequest:
    """The search that a value of a facet leads to: without the value if it was chosen, else with it in place of others, so
    that as many stories are found as the value's count says."""
    if value in search.values(kind):
        return search.with_value(kind, value, there=False)
    others = search
    for other in search.values(kind):
        others = others.with_value(kind, other, there=False)
    return others.with_value(kind, value, there=True)


def _languages(page_address: str, search: SearchRequest, language: str, results: Results) -> tuple[SearchLink, ...]:
    """The others that have hits, and all of them together."""
    other = replace(search, offset=0)
    found = tuple(
        SearchLink(value=code, name=code, url=replace(other, language=code).address(page_address), count=count)
        for code, count in results.facets.get("language", ())
        if code != language
    )
    if not language or not found:
        return found
    return (*found, SearchLink(value="", name="", url=replace(other, language=EVERY).address(page_address)))


def _orders(page_address: str, search: SearchRequest) -> tuple[SearchLink, ...]:
    return tuple(
        SearchLink(
            value=order,
            name=order,
            url=replace(search, order=order, offset=0).address(page_address),
            chosen=order == search.order,
        )
        for order in get_args(Order)
    )


def _times(page_address: str, search: SearchRequest, today: date) -> tuple[SearchLink, ...]:
    """The last week, month and year; other dates are shown as a link of their own."""
    found = []
    for value, back in TIMES:
        since = today - timedelta(days=back) if back else None
        chosen = search.until is None and search.since == since
        url = replace(search, since=since, until=None, offset=0).address(page_address)
        found.append(SearchLink(value=value, name="", url=url, chosen=chosen))
    if not any(link.chosen for link in found):
        days = f"{search.since or '…'} – {search.until or '…'}"
        found.append(
            SearchLink(value="days", name=days, url=replace(search, offset=0).address(page_address), chosen=True)
        )
    return tuple(found)


def _values_json(values: Values, names: Mapping[str, str]) -> list[dict[str, object]]:
    return [{"value": value, "name": names.get(value) or value, "count": count} for value, count in values]


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _marked(text: str) -> str:
    return f"<mark>{_escaped(text)}</mark>"
