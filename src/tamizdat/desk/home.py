"""The first page of the desk, in order of urgency: what needs a person, today, what is under way, and how the site stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from tamizdat.desk import attention, edition_report, release
from tamizdat.desk.budget import days, entries
from tamizdat.desk.budget.filters import Chosen
from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.bin import in_bin

SHOWN = 8


class Edition(Component):
    """How the site stands. It goes first when something failed."""

    template_name = "desk/home/edition.html"

    def __init__(self) -> None:
        self._report = edition_report.read()
        self.order = 100 if self._report.is_well else 1

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "report": self._report,
            "slow": edition_report.SLOW,
            "last_backup": attention.last_backup(),
            "free": attention.free_bytes(),
            "release": release.read(),
        }


class Today(Component):
    """What the budget has for today, in the newsroom's zone, and how many stories are late."""

    order = 8
    template_name = "desk/home/today.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        today = days.today()
        found = entries.between(today, today + timedelta(days=1), Chosen())
        return {
            "entries": found[:SHOWN],
            "more": max(0, len(found) - SHOWN),
            "late": len(entries.late(today, Chosen())),
            "several_languages": len(settings.LANGUAGES) > 1,
        }


class Stories(Component):
    """Some stories under a heading, or `none` in their place. They are asked for each time that the panel is shown."""

    template_name = "desk/home/stories.html"

    def __init__(self, order: int, heading: Any, asked: Callable[[], Any], none: Any) -> None:
        self.order, self._heading, self._asked, self._none = order, heading, asked, none

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = self._asked().select_related("locale").annotate_approved_schedule().defer_streamfields()
        rows = [(story, state(story), WORDS[state(story)]) for story in found[:SHOWN]]
        several = len(settings.LANGUAGES) > 1
        return {"heading": self._heading, "rows": rows, "none": self._none, "several_languages": several}


def drafts() -> Stories:
    return Stories(10, _("In progress"), _drafts, _("Nothing in progress. Start a story."))


def recent() -> Stories:
    return Stories(20, _("Recently published"), _published, _("Nothing is published yet."))


def _drafts() -> Any:
    """Drafts, and published stories with changes that are not, the newest work first."""
    waiting = (
        Article.objects.filter(killed_at=None)
        .exclude(pk__in=in_bin(Article.kind))
        .filter(Q(live=False) | Q(has_unpublished_changes=True))
    )
    return waiting.order_by("-latest_revision_created_at", "-pk")


def _published() -> Any:
    return Article.objects.filter(live=True).order_by("-last_published_at", "-pk")


def report(request: HttpRequest) -> HttpResponse:
    """How the edition stands, in full: what waits, what failed, why, and what to do."""
    context = {"report": edition_report.read(), "slow": edition_report.SLOW}
    return TemplateResponse(request, "desk/edition.html", context)
