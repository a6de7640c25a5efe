"""One window for all that readers will see of a story: its page in each language, its front page, feeds and share card.

What is shown is made by the bake out of the newest saved revision, in a publication that is rolled back: the same bytes as
after it, but for the addresses of pictures and files, which the public may not have yet.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tamizdat.desk import preview
from tamizdat.desk.languages import autonyms
from tamizdat.desk.publication import wired
from tamizdat.kit.paths import file_path
from tamizdat.newsroom.models import Article

TABS = {
    "page": gettext_lazy("Story"),
    "front": gettext_lazy("Front page"),
    "feeds": gettext_lazy("Feeds"),
    "share": gettext_lazy("When shared"),
}
WIDTHS = {"desktop": gettext_lazy("Desktop"), "phone": gettext_lazy("Phone")}
_ENTRY = re.compile(r"<(entry|item)\b.*?</\1>", re.DOTALL)
_EXPECTED = (wired.NotPossible, ValidationError, OperationalError)


@never_cache
@require_GET
def window(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story_for(request, pk)
    shown, width = request.GET.get("show", "page"), request.GET.get("width", "desktop")
    if shown not in TABS or width not in WIDTHS:
        raise Http404
    context: dict[str, Any] = {
        "story": story, "tabs": TABS, "shown": shown, "widths": WIDTHS, "width": width, "why": "",
        "languages": _siblings(request, story),
    }  # fmt: skip
    try:
        if shown == "feeds":
            context["entries"] = entries(story)
        elif shown == "share":
            context["card"] = share_card(_page_of(story).decode())
        else:
            context["frame"] = reverse("desk_preview_frame", args=[story.pk, shown])
    except _EXPECTED as error:
        context["why"] = _said(error)
    return TemplateResponse(request, "desk/publication/window.html", context)


@never_cache
@require_GET
def frame(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The page of the story, or the front page of its language, with addresses of pictures that the desk answers."""
    story = _story_for(request, pk)
    if what not in (wired.PAGE, wired.FRONT):
        raise Http404
    try:
        shown = _page_of(story) if what == wired.PAGE else _front_of(story)
    except _EXPECTED as error:
        return preview.framed(preview.apology(_said(error)))
    return preview.framed(preview.at_the_desk(shown))


def entries(story: Article) -> list[tuple[str, str]]:
    """The story's entry in each format of the feed of everything, as (name of the file, text)."""
    made = wired.would_be(story.pk, wired.FEEDS)
    found = []
    for path, data in sorted(made.files.items()):
        name, text = path.rpartition("/")[2], data.decode()
        if name == "feed.json":
            items = [one for one in json.loads(text)["items"] if one["id"] == story.uri]
            found += [(name, json.dumps(one, ensure_ascii=False, indent=1)) for one in items]
        elif name in ("feed.xml", "rss.xml"):
            found += [(name, one[0]) for one in _ENTRY.finditer(text) if f">{story.uri}<" in one[0]]
    return found


def share_card(page: str) -> dict[str, str]:
    """What messengers and networks read in the head of a page, with its picture where the desk shows it."""
    head = _Head()
    head.feed(page)
    card = {
        name: head.found.get(f"og:{name}", "") for name in ("title", "description", "site_name", "image", "image:alt")
    }
    address = re.sub(r"^https?://[^/]+", "", card["image"])
    card["image"] = preview.at_the_desk(address.encode()).decode()
    return {name.replace("image:alt", "alt"): value for name, value in card.items()}


def _page_of(story: Article) -> bytes:
    """Where a publication would not make it public yet (an embargo, a killed story), as it stands at the desk."""
    try:
        made = wired.would_be(story.pk, wired.PAGE)
        if made.address:
            return made.files[file_path(made.address)]
    except ValidationError:
        pass
    return preview.render_article(story.get_latest_revision_as_object())


def _front_of(story: Article) -> bytes:
    return wired.would_be(story.pk, wired.FRONT).files[f"{story.language}/index.html"]


def _siblings(request: HttpRequest, story: Article) -> list[tuple[str, str, Article]]:
    """The story in each language that it has, as (code, name, story)."""
    found = {
        one.language: one
        for one in Article.objects.filter(translation_key=story.translation_key).select_related("locale")
        if one.permissions_for_user(request.user).can_edit()
    }
    return [(code, name, found[code]) for code, name in autonyms() if code in found]


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, OperationalError):
        return _("The newsroom is busy just now. Try again in a minute.")
    return str(error)


def _story_for(request: HttpRequest, pk: int) -> Article:
    story: Article = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return story


class _Head(HTMLParser):
    """Properties of a page's head, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta" and (name := values.get("property")):
            self.found.setdefault(name, values.get("content") or "")
