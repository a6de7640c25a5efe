"""The first page of the desk: what to write, what is under way, and how the edition stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from tamizdat.desk import edition_report
from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom.models import Article

SHOWN = 8


class Edition(Component):
    order = 100
    template_name = "desk/home/edition.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"report": edition_report.read(), "slow": edition_report.SLOW}


class Stories(Component):
    """Some stories under a heading; subclasses say which."""

    template_name = "desk/home/stories.html"
    heading: Any = ""
    none: Any = ""

    def stories(self, user: Any) -> Any:
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = self.stories(parent_context["request"].user).select_related("locale").defer_streamfields()
        rows = [(story, state(story), WORDS[state(story)]) for story in found[:SHOWN]]
        several = len(settings.LANGUAGES) > 1
        return {"heading": self.heading, "rows": rows, "none": self.none, "several_languages": several}


class Drafts(Stories):
    order = 10
    heading = _("Under way")
    none = _("Nothing is under way. Begin a story.")

    def stories(self, user: Any) -> Any:
        """Drafts, and published stories with changes that are not, the newest work first."""
        waiting = Article.objects.filter(killed_at=None).filter(Q(live=False) | Q(has_unpublished_changes=True))
        return waiting.order_by("-latest_revision_created_at", "-pk")


class Recent(Stories):
    order = 20
    heading = _("Published last")
    none = _("Nothing is published yet.")

    def stories(self, user: Any) -> Any:
        return Article.objects.filter(live=True).order_by("-last_published_at", "-pk")


def report(request: HttpRequest) -> HttpResponse:
    """How the edition stands, in full: what waits, what failed, why, and what to do."""
    context = {"report": edition_report.read(), "slow": edition_report.SLOW}
    return TemplateResponse(request, "desk/edition.html", context)
