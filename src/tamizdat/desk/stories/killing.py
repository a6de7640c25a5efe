"""Kill a story, or lift its kill: each after a question, with a reason, by those who may publish."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import PageLogEntry

from tamizdat.desk import full_disk
from tamizdat.desk.languages import autonyms
from tamizdat.kit.text import clean
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For the newsroom's records; readers never see it."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_reason(self) -> str:
        reason = clean(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(_("Say why: colleagues who find the story killed will want to know."))
        return reason


class KillForm(ReasonForm):
    """With the story's translations, of which those that stay chosen are killed with it."""

    def __init__(self, data: Any, others: list[Article]) -> None:
        super().__init__(data)
        if others:
            names = dict(autonyms())
            labels = {"published": _("published"), "draft": _("not published")}
            self.fields["others"] = forms.MultipleChoiceField(
                choices=[
                    (
                        str(one.pk),
                        f"{names.get(one.language, one.language)}: {one.get_admin_display_title()} "
                        f"({labels['published' if one.live else 'draft']})",
                    )
                    for one in others
                ],
                label=_("Kill its translations, too"),
                help_text=_("What ordered this story out usually holds for its translations."),
                initial=[str(one.pk) for one in others],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


@require_http_methods(["GET", "POST"])
def kill(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story_for(request, pk)
    if story.killed_at:
        return redirect("wagtailadmin_pages:edit", pk)
    others = _translations(request, story)
    form = KillForm(request.POST or None, others)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("others", [])
        for one in (story, *(other for other in others if str(other.pk) in chosen)):
            full_disk.kill(one, user=request.user, reason=form.cleaned_data["reason"])
            messages.warning(request, _("“%(headline)s” is killed. It is being removed everywhere.") % _named(one))
        return redirect("wagtailadmin_pages:edit", pk)
    return TemplateResponse(request, "desk/stories/kill.html", {"story": story, "form": form})


@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story_for(request, pk)
    if not story.killed_at:
        return redirect("wagtailadmin_pages:edit", pk)
    if request.method == "POST":
        articles.lift_kill(story, user=request.user)
        messages.success(request, _("“%(headline)s” can be published again. It is a draft now.") % _named(story))
        return redirect("wagtailadmin_pages:edit", pk)
    return TemplateResponse(request, "desk/stories/lift_kill.html", {"story": story})


def last_kill(story: Article) -> PageLogEntry | None:
    """Who killed the story, when and why, as the record has it."""
    return PageLogEntry.objects.filter(page=story.pk, action=articles.KILL).order_by("-timestamp", "-pk").first()


def _translations(request: HttpRequest, story: Article) -> list[Article]:
    """Those that this person may kill and that are not killed yet."""
    found = Article.objects.filter(translation_key=story.translation_key, killed_at=None).exclude(pk=story.pk)
    return [one for one in found.order_by("locale_id") if one.permissions_for_user(request.user).can_kill()]


def _story_for(request: HttpRequest, pk: int) -> Article:
    story: Article = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_kill():
        raise PermissionDenied
    return story


def _named(story: Article) -> dict[str, Any]:
    return {"headline": story.headline}
