"""What fields that search ask while somebody types (static/desk/pick.js): authors for a story, stories for a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.log_actions import log

from tamizdat.desk.columns import holds
from tamizdat.desk.stories.listing import with_words
from tamizdat.kit.text import clean
from tamizdat.newsroom.models import Article, Author, AuthorText

MOST = 12
"""Offered at once."""


@require_GET
def authors(request: HttpRequest) -> HttpResponse:
    """Authors whose name in any language has every word; and the name itself, where a new author may be made of it."""
    words = clean(request.GET.get("q", ""))[:200]
    found = Author.objects.prefetch_related("texts")
    for word in words.split():
        found = found.filter(holds(word, ["texts__name"]))
    language = get_language() or settings.LANGUAGE_CODE
    rows = sorted(found.distinct()[:200], key=lambda row: row.name_in(language).casefold())[:MOST]
    names = {text.name.casefold() for row in rows for text in row.texts.all()}
    may_make = bool(words) and words.casefold() not in names and request.user.has_perm("newsroom.add_author")
    offered = [{"id": row.pk, "name": row.name_in(language), "note": _others(row, language)} for row in rows]
    return JsonResponse({"found": offered, "new": words if may_make else ""})


@require_POST
def new_author(request: HttpRequest) -> HttpResponse:
    """An author of this name, made where a story is written; the rest of the author's form can wait."""
    if not request.user.has_perm("newsroom.add_author"):
        raise PermissionDenied
    name, language = clean(request.POST.get("name", ""))[:200], request.POST.get("language", "")
    if not name or language not in dict(settings.LANGUAGES):
        return JsonResponse({"error": _("Write a name.")}, status=400)
    author = Author.objects.filter(texts__name=name).order_by("pk").first()
    if author is None:
        author = Author(texts=[AuthorText(language=language, name=name)])
        author.save()
        log(instance=author, action="wagtail.create", user=request.user)
    return JsonResponse({"id": author.pk, "name": name})


@require_GET
def stories(request: HttpRequest) -> HttpResponse:
    """Published stories of a language: those that hold the words, else the newest."""
    rows = published(request.GET.get("q", "")).filter(locale__language_code=request.GET.get("language", ""))
    return offer([(row.pk, row) for row in rows[:MOST]])


def published(typed: str) -> Any:
    """Published stories that hold the words, or all; the newest first."""
    words = clean(typed)[:200]
    rows: Any = Article.objects.filter(live=True).defer_streamfields()
    rows = with_words(rows, words) if words else rows
    return rows.order_by("-first_published_at", "-pk")


def offer(found: Iterable[tuple[Any, Article]]) -> HttpResponse:
    """The answer to a field that searches stories; with each, what names it in the form."""
    offered = [
        {
            "id": id,
            "name": row.headline,
            "note": f"{row.first_published_at:%Y-%m-%d}" if row.first_published_at else "",
        }
        for id, row in found
    ]
    return JsonResponse({"found": offered, "new": ""})


def _others(row: Author, language: str) -> str:
    """The names in other languages, by which the author was perhaps found."""
    own = row.name_in(language)
    return ", ".join(dict.fromkeys(text.name for text in row.texts.all() if text.name != own))
