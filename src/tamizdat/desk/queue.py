"""What waits for one person: notices, stories to approve, stories that came back, assignments with their due times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from tamizdat.desk import notices
from tamizdat.desk.assignments import name_of
from tamizdat.desk.models import Assignment, Notice
from tamizdat.newsroom.actions import schedule
from tamizdat.newsroom.models import Article, FailedPublication, Step
from tamizdat.newsroom.models.bin import in_bin

SHOWN = 50
ON_HOME = 5
SOON = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Row:
    """`due` is "late", "soon" or ""."""

    story: Article
    by: str = ""
    at: datetime | None = None
    text: str = ""
    step: str = ""
    due_at: datetime | None = None
    due: str = ""


def to_approve(user: Any, most: int = SHOWN) -> list[Row]:
    """Stories at a step that is this person's, the longest waiting first."""
    found: list[Row] = []
    for step in Step.objects.filter(active=True).prefetch_related("groups"):
        states = step.get_task_states_user_can_moderate(user).select_related("workflow_state__requested_by")
        found += _waiting(step, states.order_by("started_at")[:most], user)
    return sorted(found, key=lambda row: row.at or timezone.now())[:most]


def _waiting(step: Step, states: Any, user: Any) -> list[Row]:
    states = list(states)
    stories = _stories([state.workflow_state.object_id for state in states])
    rows = []
    for state in states:
        story = stories.get(int(state.workflow_state.object_id))
        if story and step.may_approve(story, user):
            asked = state.workflow_state.requested_by
            rows.append(Row(story=story, by=name_of(asked) if asked else "", at=state.started_at, step=step.name))
    return rows


def returned(user: Any, most: int = SHOWN) -> list[Row]:
    """Stories that this person submitted and that came back, with what has to change."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
    states = list(states.select_related("current_task_state__finished_by").order_by("-pk")[:most])
    stories = _stories([state.object_id for state in states])
    rows = []
    for state in states:
        story, task = stories.get(int(state.object_id)), state.current_task_state
        if story and task:
            by = name_of(task.finished_by) if task.finished_by else ""
            rows.append(Row(story=story, by=by, at=task.finished_at, text=task.comment))
    return rows


def assigned(user: Any, most: int = SHOWN) -> list[Row]:
    """What this person works on and that is not published, what is due first."""
    now = timezone.now()
    unfinished = Q(story__live=False) | Q(story__has_unpublished_changes=True)
    found = Assignment.objects.filter(unfinished, assigned_to=user, story__killed_at=None)
    found = found.exclude(story__in=in_bin(Article.kind)).select_related("story__locale")
    ordered = found.order_by(F("due_at").asc(nulls_last=True), "pk")[:most]
    return [Row(story=one.story, due_at=one.due_at, due=due_word(one.due_at, now), text=one.note) for one in ordered]


def due_word(due_at: datetime | None, now: datetime) -> str:
    if due_at is None or due_at > now + SOON:
        return ""
    return "late" if due_at <= now else "soon"


def not_published(now: datetime) -> list[Row]:
    """Scheduled stories whose time has passed, with the reason where it is known."""
    revisions = list(schedule.overdue(now)[:SHOWN])
    stories = _stories([one.object_id for one in revisions])
    reasons = dict(FailedPublication.objects.filter(story__in=stories).values_list("story", "reason"))
    found = [(stories.get(int(one.object_id)), one) for one in revisions]
    return [
        Row(story=story, at=one.approved_go_live_at, text=reasons.get(story.pk, "")) for story, one in found if story
    ]


def _stories(numbers: list[str]) -> dict[int, Article]:
    rows = Article.objects.filter(pk__in=map(int, numbers), killed_at=None).exclude(pk__in=in_bin(Article.kind))
    return {row.pk: row for row in rows.select_related("locale").prefetch_related("topics", "regions")}


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    news = Notice.objects.filter(user=user).select_related("story__locale", "by").order_by("-created_at", "-pk")
    context = {
        "notices": [(one, name_of(one.by) if one.by else "") for one in news[:SHOWN]],
        "unread": notices.unread(user),
        "to_approve": to_approve(user),
        "returned": returned(user),
        "assigned": assigned(user),
        "zone": settings.TIME_ZONE,
    }
    return TemplateResponse(request, "desk/queue.html", context)


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    notices.read(request.user)
    return redirect("desk_queue")


class QueueItem(MenuItem):
    """With the number of notices that are not read."""

    def render_component(self, request: HttpRequest) -> Any:
        item = super().render_component(request)
        if number := notices.unread(request.user):
            item.label = f"{item.label} ({number})"
        return item


def menu_item() -> MenuItem:
    return QueueItem(gettext_lazy("My queue"), reverse("desk_queue"), name="queue", icon_name="list-ul", order=20)


class Mine(Component):
    """On the first page: what waits for who looks at it."""

    order = 5
    template_name = "desk/home/queue.html"

    def __init__(self, user: Any) -> None:
        self._user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "to_approve": to_approve(self._user, ON_HOME),
            "returned": returned(self._user, ON_HOME),
            "assigned": assigned(self._user, ON_HOME),
            "unread": notices.unread(self._user),
        }


class NotPublished(Component):
    """On the first page, before all else: what should be public by now and is not."""

    order = 1
    template_name = "desk/home/not_published.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"rows": not_published(timezone.now())}
