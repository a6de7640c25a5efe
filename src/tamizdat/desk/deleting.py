"""Deleting a noun or a picture: what holds it is told, and kept from it; a noun can be merged into another instead."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.images.views import images
from wagtail.images.views.bulk_actions.image_bulk_action import ImageBulkAction
from wagtail.permissions import policy_registry

from tamizdat.desk import choices
from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom import holders
from tamizdat.newsroom.actions import deleting, merging
from tamizdat.newsroom.holders import Holders
from tamizdat.newsroom.models import Article, Picture

SHOWN = 20
"""Of the stories that hold something, on the page that asks whether to delete it."""
MOST_NAMED = 8
"""Of what holds it otherwise, in a message."""
TO_CHOOSE = {
    "author": choices.authors,
    "region": choices.regions_by_name,
    "topic": choices.topics,
    "series": choices.series,
}
FILTERS = ("author", "region", "topic")
"""Kinds by which the list of stories can be narrowed."""


class MergeForm(forms.Form):
    into = forms.ChoiceField(label=gettext_lazy("Merge into"))

    def __init__(self, row: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._row = row
        into: Any = self.fields["into"]
        into.choices = [("", "—"), *_without(TO_CHOOSE[row.kind](), row.pk)]

    def clean_into(self) -> Any:
        into = type(self._row).objects.filter(pk=self.cleaned_data["into"]).first()
        if into is None:
            raise forms.ValidationError(_("Choose another of the same kind."))
        try:
            merging.refuse(self._row, into)
        except ValidationError as error:
            raise forms.ValidationError([translated(message) for message in error.messages]) from None
        return into


class IntoTheBin(generic.DeleteView):
    """For the framework's views of deleting. Its own index of references is not asked: it knows no import, and counts what an
    editor does not see."""

    template_name = "desk/delete.html"
    object: Any
    request: HttpRequest

    def get_usage_url(self) -> None:
        return None

    def get_success_message(self) -> str:
        if not deleting.can_come_back(self.object):
            return _("“%(name)s” is deleted.") % {"name": self.object}
        said = _("“%(name)s” is in the bin. It can be restored for %(days)d days.")
        return said % {"name": self.object, "days": deleting.KEPT.days}

    def delete_action(self) -> None:
        deleting.delete(self.object, user=self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "into" in request.POST and type(self.object) in merging.MERGED:
            return self._merge(request)
        try:
            answer: HttpResponse = super().post(request, *args, **kwargs)
        except deleting.InUse as error:
            messages.error(request, kept_for(self.object, error.held))
            return redirect(self.get_delete_url())
        return answer

    def _merge(self, request: HttpRequest) -> HttpResponse:
        form = MergeForm(self.object, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(merge=form))
        name, into = str(self.object), form.cleaned_data["into"]
        number = merging.merge(self.object, into, user=request.user)
        said = ngettext(
            "“%(name)s” is merged into “%(into)s”: %(number)d story changed.",
            "“%(name)s” is merged into “%(into)s”: %(number)d stories changed.",
            number,
        )
        messages.success(request, said % {"name": name, "into": into, "number": number})
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, held = self.object, holders.of(self.object)
        if type(row) in merging.MERGED:
            kwargs.setdefault("merge", MergeForm(row))
        narrowed = f"{reverse('desk_stories:index')}?{row.kind}={row.pk}" if getattr(row, "kind", "") in FILTERS else ""
        kwargs |= {"held": held, "stories": _listed(held), "narrowed": narrowed, "days": deleting.KEPT.days}
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"kept": deleting.can_come_back(row)}


class PictureDelete(IntoTheBin, images.DeleteView):
    template_name = "desk/delete.html"
    usage_url_name = None


class DeletePictures(ImageBulkAction):
    """In the place of the framework's, which counts by its index of references."""

    display_name = gettext_lazy("Delete")
    action_type = "delete"
    aria_label = gettext_lazy("Delete pictures")
    template_name = "desk/pictures/delete_many.html"
    classes: ClassVar[set[str]] = {"serious"}

    def check_perm(self, picture: Any) -> bool:
        return bool(self.permission_policy.user_has_permission_for_instance(self.request.user, "delete", picture))

    def object_context(self, picture: Any) -> dict[str, Any]:
        return {**super().object_context(picture), "held": holders.of(picture)}

    def prepare_action(self, objects: Any, objects_without_access: Any) -> None:
        for one in objects:
            if held := holders.of(one):
                messages.error(self.request, kept_for(one, held))

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, **kwargs: Any) -> tuple[int, int]:
        deleted = 0
        for one in objects:
            with suppress(deleting.InUse):
                deleting.delete(one, user=user)
                deleted += 1
        return deleted, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext("%(number)d picture is in the bin.", "%(number)d pictures are in the bin.", num_parent_objects)
        return said % {"number": num_parent_objects}


@require_POST
def uploaded(request: HttpRequest, image_id: int) -> HttpResponse:
    """Delete a picture that was just uploaded, among others: the page of the upload asks without a form."""
    picture = get_object_or_404(Picture, pk=image_id)
    policy = policy_registry.get_by_type(Picture)
    if not policy.user_has_permission_for_instance(request.user, "delete", picture):
        raise PermissionDenied
    try:
        deleting.delete(picture, user=request.user)
    except deleting.InUse as error:
        return JsonResponse({"success": False, "error": kept_for(picture, error.held)}, status=400)
    return JsonResponse({"success": True, "image_id": image_id})


def kept_for(row: Any, held: Holders) -> str:
    """Why something was not deleted."""
    if held.others:
        names = sorted(f"“{other}”" for other in held.others)
        more = [*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])]
        said = _("“%(name)s” was not deleted, because these belong to it: %(others)s. Move or delete them first.")
        return said % {"name": row, "others": ", ".join(more)}
    number = len(held.stories)
    said = ngettext(
        "“%(name)s” was not deleted: %(number)d story uses it.",
        "“%(name)s” was not deleted: %(number)d stories use it.",
        number,
    )
    return said % {"name": row, "number": number}


def _listed(held: Holders) -> list[tuple[Article, Any]]:
    first = held.stories[:SHOWN]
    found = Article.objects.select_related("locale").defer_streamfields().in_bulk(first)
    return [
        (found[pk], _("In the bin") if pk in held.binned else WORDS[state(found[pk])]) for pk in first if pk in found
    ]


def _without(options: Any, pk: int) -> list[Any]:
    """Choices, grouped or not, without one."""
    found = []
    for value, label in options:
        if isinstance(label, list):
            found.append((value, _without(label, pk)))
        elif value != pk:
            found.append((value, label))
    return found
