"""The desk's search: what readers find, and drafts, from the index that nobody else opens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom.models import Article
from tamizdat.search.errors import SearchError
from tamizdat.search.query import LAST_RESULT, MOST_RESULTS, Query
from tamizdat.search.results import Results
from tamizdat.search.searcher import Searcher

PAGE = 20


@cache
def searcher(folder: Path) -> Searcher:
    return Searcher(folder)


def find(query: Query) -> Results:
    """Raises SearchError while the index is being made."""
    return searcher(settings.NEWSROOM.search / "desk").search(query)


def numbers(text: str) -> list[int]:
    """The stories that are found by `text`, the best first; none while the index is being made."""
    try:
        return [one.id for one in find(Query(text=text, limit=MOST_RESULTS)).results]
    except SearchError:
        return []


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value that narrows the results; `url` narrows by it, or no more when it is chosen."""

    name: str
    count: int
    chosen: bool
    url: str


def page(request: HttpRequest) -> HttpResponse:
    """Results with the words marked, and what narrows them. The address holds all of it, so that it can be sent along."""
    query, number = _asked(request)
    context: dict[str, Any] = {"asked": query, "text": query.text, "rebuilding": False, "rows": []}
    if query.text.strip():
        try:
            found = find(query)
        except SearchError:
            context["rebuilding"] = True
        else:
            context |= {
                "total": found.total,
                "meant": found.meant,
                "meant_url": _address(request, q=found.meant),
                "rows": _rows(found),
                "groups": _groups(request, found),
                "before": _address(request, page=str(number - 1)) if number > 1 else "",
                "after": _address(request, page=str(number + 1)) if found.total > number * PAGE < LAST_RESULT else "",
            }
    return TemplateResponse(request, "desk/search.html", context)


def from_the_sidebar(request: HttpRequest) -> HttpResponse:
    """The framework's box for searching, at the top of the menu, leads to our page."""
    return redirect(f"{reverse('desk_search')}?{request.GET.urlencode()}")


def _asked(request: HttpRequest) -> tuple[Query, int]:
    given = request.GET
    number = int(given["page"]) if given.get("page", "").isdecimal() and len(given["page"]) < 4 else 1
    number = max(1, min(number, LAST_RESULT // PAGE))
    query = Query(
        text=given.get("q", ""),
        language=given.get("language", ""),
        regions=tuple(given.getlist("region")),
        topics=tuple(given.getlist("topic")),
        authors=tuple(given.getlist("author")),
        series=tuple(given.getlist("series")),
        genres=tuple(given.getlist("genre")),
        sort="date" if given.get("sort") == "date" else "relevance",
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return query, number


def _rows(found: Results) -> list[dict[str, Any]]:
    stories = Article.objects.select_related("locale").defer_streamfields()
    at = stories.in_bulk([one.id for one in found.results])
    return [
        {
            "story": story,
            "headline": one.headline,
            "fragment": one.fragment,
            "state": state(story),
            "word": WORDS[state(story)],
            "url": reverse("wagtailadmin_pages:edit", args=[one.id]),
        }
        for one in found.results
        if (story := at.get(one.id))
    ]


def _groups(request: HttpRequest, found: Results) -> list[tuple[str, list[Choice]]]:
    words = {
        "language": _("Language"), "region": _("Regions"), "topic": _("Topics"), "author": _("Authors"),
        "series": _("Series"), "genre": _("Genre"),
    }  # fmt: skip
    labels = searcher(settings.NEWSROOM.search / "desk").labels(settings.LANGUAGE_CODE)
    called = {**labels, "language": dict(autonyms()), "genre": dict(Article.Genre.choices)}
    groups = []
    for name, heading in words.items():
        choices = []
        for value, count in found.facets.get(name, ()):
            chosen = value in request.GET.getlist(name)
            url = _address(request, **{name: "" if chosen else value})
            known = called.get(name, {}).get(value, value)
            choices.append(Choice(name=str(known), count=count, chosen=chosen, url=url))
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            groups.append((heading, choices))
    return groups


def _address(request: HttpRequest, **changed: str) -> str:
    """This search with something else in it; '' takes it out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"
