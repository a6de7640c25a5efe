"""Deleting a story: into the bin, after a question; and what is in the bin is not opened, but restored first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from tamizdat.newsroom.actions import deleting
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.bin import is_in_bin


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, page_id: int) -> HttpResponse:
    story = get_object_or_404(Article, pk=page_id)
    if not story.permissions_for_user(request.user).can_delete():
        raise PermissionDenied
    if request.method == "POST":
        deleting.delete(story, user=request.user)
        said = _("“%(name)s” is in the bin. It can be restored for %(days)d days.")
        messages.success(request, said % {"name": story.headline, "days": deleting.KEPT.days})
        return redirect("desk_stories:index")
    return TemplateResponse(request, "desk/stories/delete.html", {"story": story, "days": deleting.KEPT.days})


def to_the_bin(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Where somebody opens a story that was deleted, such as by a link in a message."""
    if not is_in_bin(Article.kind, page.pk):
        return None
    messages.warning(request, _("“%(name)s” is in the bin. Restore it to work on it.") % {"name": page.title})
    return redirect("desk_bin")
