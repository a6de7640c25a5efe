"""The versions of a story: any two compared as a reader would see them, word by word; a version's name; one part brought back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Revision

from tamizdat.desk.comparing import differences
from tamizdat.newsroom import parts
from tamizdat.newsroom.actions import versions
from tamizdat.newsroom.models import Article

A_PAGE = 100
"""Versions that are offered, the newest first, and all that have a name."""


class NameForm(forms.Form):
    name = forms.CharField(required=False, max_length=100)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """With ?a= and ?b=, numbers of versions, what differs between the two."""
    story = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        return _write(request, story)
    revisions = list(_revisions(story)[:A_PAGE])
    shown = {one.pk for one in revisions}
    revisions += [one for one in _revisions(story).filter(named__isnull=False) if one.pk not in shown]
    context: dict[str, Any] = {"story": story, "revisions": revisions}
    older, newer = (_chosen(request, story, name) for name in ("a", "b"))
    if older and newer:
        older, newer = sorted([older, newer], key=lambda one: one.pk)
        found = differences(parts.parts_of(older.as_object()), parts.parts_of(newer.as_object()))
        context |= {"older": older, "newer": newer, "differences": found}
    return TemplateResponse(request, "desk/stories/versions.html", context)


def _revisions(story: Article) -> Any:
    return story.revisions.select_related("user", "named").defer("content").order_by("-pk")


def _chosen(request: HttpRequest, story: Article, name: str) -> Revision | None:
    number = request.GET.get(name, "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return story.revisions.select_related("named").filter(pk=int(number)).first()


def _write(request: HttpRequest, story: Article) -> HttpResponse:
    number = request.POST.get("version", "")
    revision = story.revisions.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    back = redirect(reverse("desk_versions", args=[story.pk]))
    form = NameForm(request.POST)
    if revision is None:
        messages.error(request, _("This version is not there any more. Choose another one."))
    elif "restore" in request.POST:
        return _restore(request, story, revision) or back
    elif form.is_valid():
        versions.name_version(story, revision, form.cleaned_data["name"], user=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("A name has at most 100 characters."))
    return back


def _restore(request: HttpRequest, story: Article, revision: Revision) -> HttpResponse | None:
    lock = story.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, lock.get_message(request.user))
        return None
    try:
        done = versions.restore_part(story, revision, request.POST["restore"], user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    if not done:
        messages.error(request, _("Neither version has this part any more. Nothing was changed."))
        return None
    messages.success(request, _("Restored in a new draft. It is not published yet."))
    return redirect("wagtailadmin_pages:edit", story.pk)
