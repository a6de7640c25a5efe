"""A disk that is full, told in words; and the kill of a story, which works on it."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from tamizdat.kit import reserve
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article


def answer_error(request: HttpRequest) -> HttpResponse:
    """The answer to whatever no view has caught."""
    if not reserve.is_disk_full(sys.exc_info()[1]):
        return server_error(request)
    said = _(
        "Nothing was saved: the disk of the newsroom is full. Keep your text in another place, and tell whoever keeps the "
        "server to free space on it. Then save again. A story can be killed all the same."
    )
    return HttpResponse(f"{said}\n", status=507, content_type="text/plain; charset=utf-8")


def kill(story: Article, *, user: Any, reason: str) -> None:
    """Kill a story. On a full disk the room that is kept for it is given up."""
    try:
        articles.kill(story, user=user, reason=reason)
    except Exception as error:
        if not reserve.is_disk_full(error) or not reserve.release(settings.NEWSROOM.state):
            raise
        articles.kill(Article.objects.get(pk=story.pk), user=user, reason=reason)
