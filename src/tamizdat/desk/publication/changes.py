"""What a publication, a withdrawal or a kill will change: every public page and feed, with the difference."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tamizdat.desk.publication import wired
from tamizdat.desk.publication.difference import Difference, difference
from tamizdat.desk.publication.wired import Change
from tamizdat.newsroom.models import Article

HEADINGS = {
    wired.PUBLISH: gettext_lazy("What publishing changes"),
    wired.UNPUBLISH: gettext_lazy("What unpublishing changes"),
    wired.KILL: gettext_lazy("What a kill changes"),
}
THIS, OTHERS, LISTS, FEEDS, SEARCH, SITEMAPS, FILES = range(7)
GROUPS = {
    THIS: gettext_lazy("This story"),
    OTHERS: gettext_lazy("Other stories"),
    LISTS: gettext_lazy("Front pages and lists"),
    FEEDS: gettext_lazy("Feeds"),
    SEARCH: gettext_lazy("Search"),
    SITEMAPS: gettext_lazy("Sitemaps and addresses"),
    FILES: gettext_lazy("Pictures and files"),
}
_OF_PRODUCT = {
    "feed": FEEDS,
    "podcast": FEEDS,
    "passages": SEARCH,
    "search_page": SEARCH,
    "sitemap": SITEMAPS,
    "sitemapindex": SITEMAPS,
    "newssitemap": SITEMAPS,
    "ledger": SITEMAPS,
}
MOST_COMPARED = 100
"""Files whose difference is shown; more are only named."""


@dataclass(frozen=True, kw_only=True)
class Row:
    address: str
    change: Change
    difference: Difference | None

    @property
    def state(self) -> str:
        if self.change.before is None:
            return _("new")
        return _("will be removed") if self.change.after is None else _("changed")


@never_cache
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    story: Article = get_object_or_404(Article, pk=pk)
    verb = request.GET.get("of", wired.PUBLISH)
    if verb not in wired.VERBS:
        raise Http404
    may = story.permissions_for_user(request.user)
    if not (may.can_kill() if verb == wired.KILL else may.can_edit()):
        raise PermissionDenied
    context: dict[str, Any] = {"story": story, "what": HEADINGS[verb], "groups": [], "why": ""}
    try:
        foreseen = wired.foresee(pk, verb)
    except (wired.NotPossible, ValidationError) as error:
        context["why"] = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    except OperationalError:
        context["why"] = _("The newsroom is busy just now. Try again in a minute.")
    else:
        context |= {"foreseen": foreseen, "groups": _grouped(pk, foreseen.changes)}
        context["embargo"] = _embargo(story) if verb == wired.PUBLISH else None
    return TemplateResponse(request, "desk/publication/changes.html", context)


def _embargo(story: Article) -> Any:
    """The newest revision's embargo, which hides the story until then."""
    return story.get_latest_revision_as_object().embargoed_until


def _grouped(pk: int, changes: tuple[Change, ...]) -> list[tuple[Any, list[Row]]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for number, change in enumerate(changes):
        shown = difference(change.path, change.before, change.after) if number < MOST_COMPARED else None
        address = "/" + change.path.removesuffix("index.html")
        found[_group(pk, change)].append(Row(address=address, change=change, difference=shown))
    return [(GROUPS[group], sorted(found[group], key=lambda row: row.address)) for group in sorted(found)]


def _group(pk: int, change: Change) -> int:
    if change.path.startswith("_/") and change.product != "ledger":
        return FILES
    if change.product == "article":
        return THIS if change.target == f"article:{pk}" else OTHERS
    return _OF_PRODUCT.get(change.product, LISTS)
