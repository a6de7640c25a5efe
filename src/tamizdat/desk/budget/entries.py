"""What stands in the budget on which day. A constant number of queries, each bounded by the days that are shown.

The day of a published story is that of its publication, of an embargoed one that on which the embargo ends, of a scheduled one
that of its schedule; of a draft the day it is planned for, else that on which it is due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.models import Page, Revision, WorkflowState

from tamizdat.desk.budget import days
from tamizdat.desk.budget.filters import IN_WORK, PLANNED, READY, STATES, Chosen, called
from tamizdat.desk.models import Assignment, Plan
from tamizdat.desk.stories.state import EMBARGOED, LIVE, SCHEDULED
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.bin import in_bin

MOST = 3000
"""Entries of one view. A newsroom that has more in a month sees the rest day by day."""
UNDATED = LATE = 20
COLUMNS = (
    "title", "draft_title", "path", "depth", "owner", "content_type", "locale", "live", "first_published_at",
    "headline", "embargoed_until", "killed_at", "latest_revision", "locked", "locked_by",
)  # fmt: skip


REVIEWS = Prefetch(
    "_specific_workflow_states",
    queryset=WorkflowState.objects.active().select_related("current_task_state__task"),
    to_attr="_current_workflow_states",
)
"""What the framework looks for before it asks for a story's review and its step."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the budget. `at` is the moment by which its day is known, where there is one."""

    key: str
    title: str
    language: str
    state: str
    url: str
    day: date | None = None
    at: datetime | None = None
    due_at: datetime | None = None
    person: str = ""
    note: str = ""
    plan: int | None = None
    story: Article | None = None
    may_move: bool = False
    is_late: bool = False

    @property
    def word(self) -> str | Promise:
        return STATES[self.state]

    @property
    def clock(self) -> str:
        """The hour of `at` in the newsroom's zone."""
        return f"{timezone.localtime(self.at, days.zone()):%H:%M}" if self.at else ""

    @property
    def move_url(self) -> str:
        if self.story is None:
            return reverse("desk_budget_move_plan", args=[self.plan])
        return reverse("desk_budget_move_story", args=[self.story.pk])

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.day or date.max, self.at is None, self.at or 0, self.title.casefold(), self.key)


def between(first: date, end: date, chosen: Chosen) -> list[Entry]:
    """What stands on the days from `first` to before `end`, in their order."""
    start, stop = days.start_of(first), days.start_of(end)
    found = _stories(_dated(start, stop, first, end), chosen)
    plans = _plans(chosen, Q(day__gte=first, day__lt=end))
    inside = [entry for entry in (*found, *plans) if entry.day and first <= entry.day < end]
    return sorted(inside, key=lambda entry: entry.order)


def undated(chosen: Chosen) -> tuple[list[Entry], bool]:
    """Plans and drafts for no day yet, the newest work first; and whether there are more than these."""
    plans = _plans(chosen, Q(day=None))[: UNDATED + 1]
    asked = _drafts().exclude(plan__day__isnull=False).exclude(assignment__due_at__isnull=False)
    if chosen.state:
        keys = [int(number) for number in _in_review().values_list("object_id", flat=True)[:MOST]]
        asked = asked.filter(pk__in=keys) if chosen.state == READY else asked.exclude(pk__in=keys)
        asked = asked if chosen.state in (IN_WORK, READY) else asked.none()
    newest = asked.filter(chosen.of_stories()).order_by("-latest_revision_created_at", "-pk")
    keys = list(newest.values_list("pk", flat=True)[: UNDATED + 1])
    place = {pk: number for number, pk in enumerate(keys)}
    drafts = sorted(_stories(keys, chosen), key=lambda one: place[one.story.pk if one.story else 0])
    found = [*plans, *drafts]
    return found[:UNDATED], len(found) > UNDATED


def late(before: date, chosen: Chosen) -> list[Entry]:
    """What was planned for a day before this one or was due before it, and is neither published nor scheduled."""
    planned = _drafts().filter(plan__day__lt=before).order_by("-plan__day")
    due = (
        _drafts()
        .filter(assignment__due_at__lt=days.start_of(before))
        .exclude(plan__day__isnull=False)
        .order_by("-assignment__due_at")
    )
    keys = {pk for asked in (planned, due) for pk in asked.values_list("pk", flat=True)[:LATE]}
    found = [*_stories(keys, chosen), *_plans(chosen, Q(day__lt=before))]
    waiting = [entry for entry in found if entry.state in (PLANNED, IN_WORK, READY)]
    return sorted(waiting, key=lambda entry: entry.order, reverse=True)[:LATE]


def _drafts() -> Any:
    """Stories that were never published and are not scheduled. Those that were published are few among all that never were
    not: the index of first_published_at finds these."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    keys = [int(number) for number in scheduled.values_list("object_id", flat=True)[:MOST]]
    return (
        Article.objects.filter(first_published_at=None, live=False, killed_at=None)
        .exclude(pk__in=keys)
        .exclude(pk__in=in_bin(Article.kind))
    )


def _in_review() -> Any:
    """Workflows in which a story waits for somebody's approval."""
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), status=WorkflowState.STATUS_IN_PROGRESS
    )


def _dated(start: datetime, stop: datetime, first: date, end: date) -> set[int]:
    """The numbers of the stories that may stand on these days."""
    found: set[int] = set()
    published = Article.objects.filter(first_published_at__gte=start, first_published_at__lt=stop, live=True)
    embargoed = Article.objects.filter(embargoed_until__gte=start, embargoed_until__lt=stop, live=True)
    due = Assignment.objects.filter(due_at__gte=start, due_at__lt=stop)
    planned = Plan.objects.filter(story__isnull=False, day__gte=first, day__lt=end)
    for keys in (
        published.order_by().values_list("pk", flat=True),
        embargoed.order_by().values_list("pk", flat=True),
        due.values_list("story", flat=True),
        planned.values_list("story", flat=True),
    ):
        found.update(keys[:MOST])
    scheduled = Revision.page_revisions.filter(approved_go_live_at__gte=start, approved_go_live_at__lt=stop)
    return found | {int(number) for number in scheduled.values_list("object_id", flat=True)[:MOST]}


def _stories(keys: Collection[int], chosen: Chosen) -> list[Entry]:
    """Entries of these stories, as far as they are chosen."""
    if not keys:
        return []
    asked = Article.objects.filter(chosen.of_stories(), pk__in=keys, killed_at=None)
    stories = list(
        asked.exclude(pk__in=in_bin(Article.kind))
        .select_related("locale", "plan", "assignment__assigned_to")
        .prefetch_related("topics", "regions", REVIEWS)
        .only(*COLUMNS, "locale__language_code", "plan", "assignment")[:MOST]
    )
    numbers = [str(story.pk) for story in stories if not story.live]
    schedules = dict(
        Revision.page_revisions.filter(object_id__in=numbers, approved_go_live_at__isnull=False).values_list(
            "object_id", "approved_go_live_at"
        )
    )
    now = timezone.now()
    entries = (_entry(story, schedules.get(str(story.pk)), now) for story in stories)
    return [entry for entry in entries if not chosen.state or entry.state == chosen.state]


def _entry(story: Article, scheduled: datetime | None, now: datetime) -> Entry:
    review = story.current_workflow_state
    is_ready = review is not None and review.status == WorkflowState.STATUS_IN_PROGRESS
    plan, assignment = getattr(story, "plan", None), getattr(story, "assignment", None)
    entry = Entry(
        key=f"story-{story.pk}",
        title=story.get_admin_display_title(),
        language=story.locale.language_code,
        state=READY if is_ready else IN_WORK,
        url=reverse("wagtailadmin_pages:edit", args=[story.pk]),
        due_at=assignment.due_at if assignment else None,
        person=called(assignment.assigned_to) if assignment else "",
        note=plan.note if plan else "",
        story=story,
    )
    if story.live and story.embargoed_until and story.embargoed_until > now:
        return replace(entry, state=EMBARGOED, at=story.embargoed_until, day=days.day_of(story.embargoed_until))
    if story.live:
        at = story.first_published_at
        return replace(entry, state=LIVE, at=at, day=days.day_of(at) if at else None)
    if scheduled:
        return replace(entry, state=SCHEDULED, at=scheduled, day=days.day_of(scheduled))
    day = (plan.day if plan else None) or (days.day_of(entry.due_at) if entry.due_at else None)
    overdue = entry.due_at is not None and entry.due_at < now
    return replace(entry, day=day, is_late=overdue or (day is not None and day < days.day_of(now)))


def _plans(chosen: Chosen, condition: Q) -> list[Entry]:
    if chosen.state not in ("", PLANNED):
        return []
    rows = Plan.objects.filter(chosen.of_plans(), condition, story=None).select_related("person").order_by("day", "pk")
    now = days.today()
    return [
        Entry(
            key=f"plan-{plan.pk}",
            title=plan.title,
            language=plan.language,
            state=PLANNED,
            url=reverse("desk_budget_plan", args=[plan.pk]),
            day=plan.day,
            person=called(plan.person),
            note=plan.note,
            plan=plan.pk,
            is_late=plan.day is not None and plan.day < now,
        )
        for plan in rows[:MOST]
    ]


def movable(entries: Iterable[Entry], user: Any, languages: frozenset[str]) -> list[Entry]:
    """The entries, each with whether this person may move it: plans in these languages, stories that they may edit, and scheduled
    ones that they may publish."""
    return [replace(entry, may_move=_may_move(entry, user, languages)) for entry in entries]


def _may_move(entry: Entry, user: Any, languages: frozenset[str]) -> bool:
    if entry.story is None:
        return entry.language in languages
    if entry.state in (IN_WORK, READY):
        return bool(entry.story.permissions_for_user(user).can_edit())
    return entry.state == SCHEDULED and bool(entry.story.permissions_for_user(user).can_publish())
