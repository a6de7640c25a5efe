"""The bin: what was deleted at the desk, which comes back from here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from tamizdat.newsroom.actions import deleting
from tamizdat.newsroom.models import Article, BinEntry, Picture

A_PAGE = 50
KINDS: dict[str, Promise] = {
    "article": gettext_lazy("Story"),
    "picture": gettext_lazy("Picture"),
    "author": gettext_lazy("Author"),
    "region": gettext_lazy("Region"),
    "group": gettext_lazy("Group of regions"),
    "topic": gettext_lazy("Topic"),
    "series": gettext_lazy("Series"),
    "page": gettext_lazy("Static page"),
    "menu": gettext_lazy("Menu"),
}


def menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("Bin"), reverse("desk_bin"), name="bin", icon_name="bin", order=950)


def page(request: HttpRequest) -> HttpResponse:
    """What is in it, the last deleted first, with what this person may do about it."""
    found = Paginator(BinEntry.objects.all(), A_PAGE).get_page(request.GET.get("p"))
    names = dict(get_user_model().objects.values_list("pk", "username"))
    rows = [
        {
            "entry": entry,
            "kind": KINDS[entry.of_kind],
            "by": names.get(entry.deleted_by_id or 0, ""),
            "until": entry.deleted_at + deleting.KEPT,
            "may": may(request.user, entry),
            "may_erase": may_erase(request.user, entry),
        }
        for entry in found
    ]
    return TemplateResponse(request, "desk/bin.html", {"page": found, "rows": rows, "days": deleting.KEPT.days})


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _entry_for(request, pk)
    try:
        row = deleting.restore(entry, user=request.user)
    except deleting.BinError as error:
        said = _("“%(name)s” cannot come back. %(why)s")
        messages.error(request, said % {"name": entry.name, "why": translated(str(error))})
        return redirect("desk_bin")
    if isinstance(row, Article):
        messages.success(request, _("“%(name)s” is restored. It is a draft now.") % {"name": entry.name})
        return redirect("wagtailadmin_pages:edit", row.pk)
    messages.success(request, _("“%(name)s” is restored.") % {"name": entry.name})
    return redirect("desk_bin")


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: nothing undoes this."""
    entry = _entry_for(request, pk)
    if not may_erase(request.user, entry):
        raise PermissionDenied
    if "sure" not in request.POST:
        return TemplateResponse(request, "desk/erase.html", {"entry": entry})
    deleting.erase(entry, user=request.user)
    messages.success(request, _("“%(name)s” is deleted for good.") % {"name": entry.name})
    return redirect("desk_bin")


def may(user: Any, entry: BinEntry) -> bool:
    """Who may delete a thing may also bring it back."""
    if entry.of_kind == Article.kind:
        story = Article.objects.filter(pk=entry.number).first()
        return story is not None and bool(story.permissions_for_user(user).can_delete())
    if entry.of_kind == Picture.kind:
        picture = Picture.with_bin.filter(pk=entry.number).first()
        policy = policy_registry.get_by_type(Picture)
        return picture is not None and bool(policy.user_has_permission_for_instance(user, "delete", picture))
    model = deleting.NOUNS[entry.of_kind]
    return bool(user.has_perm(f"newsroom.delete_{model._meta.model_name}"))


def may_erase(user: Any, entry: BinEntry) -> bool:
    """A story may have been published: who may not publish can restore it, and not delete it for good."""
    story = Article.objects.filter(pk=entry.number).first() if entry.of_kind == Article.kind else None
    return may(user, entry) and (story is None or bool(story.permissions_for_user(user).can_kill()))


def _entry_for(request: HttpRequest, pk: int) -> BinEntry:
    entry = get_object_or_404(BinEntry, pk=pk)
    if not may(request.user, entry):
        raise PermissionDenied
    return entry
