"""Kill a picture, with those of its near copies that an editor chooses."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from tamizdat.desk.stories.killing import ReasonForm
from tamizdat.newsroom import holders
from tamizdat.newsroom.actions.removals import pictures
from tamizdat.newsroom.models import Article, Picture


class KillPictureForm(ReasonForm):
    also = forms.ModelMultipleChoiceField(queryset=Picture.with_bin.none(), required=False)

    def __init__(self, data: object, near: list[Picture]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a form takes what a request has
        self.fields["also"].queryset = Picture.with_bin.filter(pk__in=[one.pk for one in near])  # type: ignore[attr-defined]  # of this field


@require_http_methods(["GET", "POST"])
def kill(request: HttpRequest, pk: int) -> HttpResponse:
    picture = get_object_or_404(Picture.with_bin.all(), pk=pk)
    policy = policy_registry.get_by_type(Picture)
    if not policy.user_has_permission_for_instance(request.user, "delete", picture):
        raise PermissionDenied
    near = [
        one
        for one in pictures.near_copies(picture)
        if policy.user_has_permission_for_instance(request.user, "delete", one)
    ]
    form = KillPictureForm(request.POST or None, near)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["also"])
        removal = pictures.kill(picture, also=chosen, reason=form.cleaned_data["reason"], user=request.user)
        messages.warning(request, _("The picture is killed. It is being removed everywhere."))
        return redirect("desk_removal", removal.pk)
    stories = Article.objects.filter(pk__in=holders.of(picture).stories).order_by("-pk")[:50]
    context = {"picture": picture, "near": near, "form": form, "stories": stories}
    return TemplateResponse(request, "desk/removals/picture.html", context)
