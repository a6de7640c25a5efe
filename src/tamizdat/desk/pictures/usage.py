"""Where a picture is used, by the newsroom's own rows: the framework's index of references knows no import."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from wagtail.permissions import policy_registry

from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom import holders
from tamizdat.newsroom.models import Article, Picture

SHOWN = 200


def usage(request: HttpRequest, image_id: int) -> HttpResponse:
    picture = get_object_or_404(Picture, pk=image_id)
    policy = policy_registry.get_by_type(Picture)
    if not policy.user_has_any_permission_for_instance(request.user, ["change", "choose", "delete"], picture):
        raise PermissionDenied
    held = holders.of(picture)
    found = Article.objects.select_related("locale").defer_streamfields().in_bulk(held.stories[:SHOWN])
    rows = [(found[pk], WORDS[state(found[pk])]) for pk in held.stories[:SHOWN] if pk in found]
    context = {"picture": picture, "rows": rows, "more": len(held.stories) - len(rows), "others": held.others}
    return TemplateResponse(request, "desk/pictures/usage.html", context)
