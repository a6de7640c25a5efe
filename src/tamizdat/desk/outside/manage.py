"""Preview links at the desk: made, listed and ended by those who may edit the story."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import BaseSidePanel

from tamizdat.desk import preview
from tamizdat.desk.models import OutsideAnswer, PreviewLink, SeenPage
from tamizdat.desk.outside import links
from tamizdat.kit.text import clean
from tamizdat.newsroom.models import Article

SHOWN = 20
"""Answers in the side panel."""


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


class LinkForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("For whom"), max_length=100, help_text=gettext_lazy("Only the newsroom sees this.")
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("The link works for"),
        choices=lambda: [(days, _days(days)) for days in links.DAYS],
        coerce=int,
        initial=7,
    )
    newest = forms.ChoiceField(
        label=gettext_lazy("What it shows"),
        choices=[
            ("", gettext_lazy("The story as it is saved now")),
            ("on", gettext_lazy("Always the newest draft")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_name(self) -> str:
        name = clean(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Say who gets the link."))
        return name


class OutsidePanel(BaseSidePanel):
    """What people outside wrote about the story, beside its form."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle preview links")
        icon_name = "link-external"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            asked = OutsideAnswer.objects.filter(link__story=self.panel.object.pk, read_at=None)
            return {**context, "count": asked.count()}

    name = "outside"
    title = gettext_lazy("Preview links")
    template_name = "desk/outside/panel.html"
    order = 360

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        found = OutsideAnswer.objects.filter(link__story=self.object.pk).select_related("link", "page")
        return {**context, "answers": found.order_by("-at", "-pk")[:SHOWN]}


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The links of a story, with a form for another one."""
    story = _story_for(request, pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if story.killed_at:
            messages.error(request, _("This story is killed. Lift the kill before you show it to anybody."))
            return redirect("desk_preview_links", pk)
        said = form.cleaned_data
        made = links.make(story, name=said["name"], days=said["days"], newest=bool(said["newest"]), user=request.user)
        messages.success(request, _("The link for %(name)s is ready. Send it in a safe way.") % {"name": made.name})
        return redirect("desk_preview_links", pk)
    rows = PreviewLink.objects.filter(story=story).select_related("story", "made_by")
    context = {"story": story, "form": form, "rows": [_row(request, link) for link in rows]}
    answer = TemplateResponse(request, "desk/outside/links.html", context)
    answer["Cache-Control"] = "no-store"
    answer.add_post_render_callback(lambda _: links.read_by(request.user, story))
    return answer


@require_POST
def end(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    story = _story_for(request, pk)
    found = get_object_or_404(PreviewLink, pk=link, story=story)
    links.end(found, user=request.user)
    messages.success(request, _("The link for %(name)s works no more.") % {"name": found.name})
    return redirect("desk_preview_links", pk)


@require_GET
def seen(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """The page as somebody saw it."""
    story = _story_for(request, pk)
    found = get_object_or_404(SeenPage, pk=page, link__story=story)
    answer = preview.framed(links.bytes_of(found))
    answer["Cache-Control"] = "no-store"
    return answer


def _row(request: HttpRequest, link: PreviewLink) -> dict[str, Any]:
    works = links.works(link)
    return {
        "link": link,
        "works": works,
        "address": request.build_absolute_uri(reverse("outside", args=[links.token(link)])) if works else "",
        "openings": link.openings.select_related("page").order_by("-at", "-pk")[: links.MOST_OPENINGS],
        "opened": link.openings.count(),
        "answers": link.answers.select_related("page"),
    }


def _story_for(request: HttpRequest, pk: int) -> Article:
    story: Article = get_object_or_404(Article, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return story
