"""What the search found, as a page of results and as the interface for programs tells it. Pure values."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

from tamizdat.door.asked import EVERY, FACETS, Asked, Order
from tamizdat.render.languages import name
from tamizdat.render.search_page import Choice, Facet, Hit, SearchPage
from tamizdat.search.query import LAST_RESULT
from tamizdat.search.results import Completion, Results, Values

SHOWN = 8
"""Values of a facet; those that are chosen are always among them."""
TIMES = (("", 0), ("week", 7), ("month", 31), ("year", 366))
Labels = Mapping[str, Mapping[str, str]]
"""What the values of facets are called in one language: {facet: {value: name}}."""


def shown(place: str, asked: Asked, language: str, results: Results, labels: Labels, today: date) -> SearchPage:
    """`place` is the page's address, `language` the one whose stories were searched ('': all)."""
    last = asked.offset + asked.limit
    meant = replace(asked, text=results.meant, offset=0)
    nothing = replace(Asked(), text=asked.text, language=asked.language)
    return SearchPage(
        url=place,
        state="found" if results.results else "none",
        query=asked.text,
        kept=asked.fields(),
        total=results.total,
        number=asked.number,
        hits=tuple(
            Hit(
                url=one.url,
                headline=one.headline,
                language=one.language,
                published_at=datetime.fromtimestamp(one.published, UTC),
                fragment=one.fragment,
            )
            for one in results.results
        ),
        meant=Choice(value="", name=results.meant, url=meant.address(place)) if results.meant else None,
        replaced=results.replaced,
        languages=_languages(place, asked, language, results),
        orders=_orders(place, asked) if results.results and asked.text else (),
        times=_times(place, asked, today),
        facets=tuple(
            facet for kind in FACETS if (facet := _facet(place, asked, kind, results, labels.get(kind, {}))).choices
        ),
        everything=nothing.address(place) if asked.narrowed else "",
        before=asked.page(asked.number - 1).address(place) if asked.offset else "",
        after=asked.page(asked.number + 1).address(place) if last < min(results.total, LAST_RESULT) else "",
    )


def told(results: Results, labels: Labels) -> dict[str, object]:
    """The answer of GET /api/search (docs/search.md). A fragment is HTML: text, with <mark> around what was found."""
    names = {**labels, "language": {code: name(code) for code, _ in results.facets.get("language", ())}}
    answer: dict[str, object] = {
        "total": results.total,
        "results": [
            {
                "url": one.url,
                "headline": one.headline,
                "language": one.language,
                "published": datetime.fromtimestamp(one.published, UTC).isoformat(),
                "fragment": "".join(_marked(text) if marked else _escaped(text) for text, marked in one.fragment),
                "score": one.score,
            }
            for one in results.results
        ],
        "facets": {facet: _told_values(values, names.get(facet, {})) for facet, values in results.facets.items()},
    }
    return answer | ({"meant": results.meant} if results.meant else {})


def completed(completions: tuple[Completion, ...], language: str) -> dict[str, object]:
    """The answer of GET /api/complete. A story leads to its page, a name to what is filed under it."""
    place = f"/{language}/search/"
    return {
        "completions": [
            {
                "kind": one.kind,
                "label": one.label,
                "url": one.value
                if one.kind == "headline"
                else Asked().with_value(one.kind, one.value, there=True).address(place),
            }
            for one in completions
        ]
    }


def _facet(place: str, asked: Asked, kind: str, results: Results, names: Mapping[str, str]) -> Facet:
    chosen = asked.values(kind)
    counts = dict(results.facets.get(kind, ()))
    first = list(counts)[:SHOWN]
    choices = (
        Choice(
            value=value,
            name=names.get(value) or value,
            url=asked.with_value(kind, value, there=value not in chosen).address(place),
            count=counts.get(value, 0),
            chosen=value in chosen,
        )
        for value in (*first, *(one for one in chosen if one not in first))
    )
    return Facet(kind=kind, choices=tuple(choices))


def _languages(place: str, asked: Asked, language: str, results: Results) -> tuple[Choice, ...]:
    """The others that have hits, and all of them together."""
    other = replace(asked, offset=0)
    found = tuple(
        Choice(value=code, name=code, url=replace(other, language=code).address(place), count=count)
        for code, count in results.facets.get("language", ())
        if code != language
    )
    if not language or not found:
        return found
    return (*found, Choice(value="", name="", url=replace(other, language=EVERY).address(place)))


def _orders(place: str, asked: Asked) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=order,
            name=order,
            url=replace(asked, order=order, offset=0).address(place),
            chosen=order == asked.order,
        )
        for order in get_args(Order)
    )


def _times(place: str, asked: Asked, today: date) -> tuple[Choice, ...]:
    """The last week, month and year; days that were given otherwise stand there as they are."""
    found = []
    for value, back in TIMES:
        since = today - timedelta(days=back) if back else None
        chosen = asked.until is None and asked.since == since
        url = replace(asked, since=since, until=None, offset=0).address(place)
        found.append(Choice(value=value, name="", url=url, chosen=chosen))
    if not any(choice.chosen for choice in found):
        days = f"{asked.since or '…'} – {asked.until or '…'}"
        found.append(Choice(value="days", name=days, url=replace(asked, offset=0).address(place), chosen=True))
    return tuple(found)


def _told_values(values: Values, names: Mapping[str, str]) -> list[dict[str, object]]:
    return [{"value": value, "name": names.get(value) or value, "count": count} for value, count in values]


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _marked(text: str) -> str:
    return f"<mark>{_escaped(text)}</mark>"
