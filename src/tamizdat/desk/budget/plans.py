"""What can be done to an entry of the budget: plan a story, begin it, move it to another day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tamizdat.desk.budget import days
from tamizdat.desk.models import Assignment, Plan
from tamizdat.newsroom.actions import articles, schedule, translations
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.bin import in_bin


class BudgetError(Exception):
    """The entry stays as it is. The message says why and what to do, in the language of the desk."""


def may_plan(user: Any, language: str) -> bool:
    """Who may write a story in a language may also plan one."""
    return bool(folder(language).permissions_for_user(user).can_add_subpage())


def make(languages: Iterable[str], **given: Any) -> list[Plan]:
    """An entry for each of the languages, together one story."""
    group = uuid.uuid4()
    with transaction.atomic():
        return [Plan.objects.create(language=language, group=group, **given) for language in languages]


def begin(plan: Plan, *, user: Any) -> Article:
    """The story that was planned, as a draft: empty but for what the plan says, or a translation when the story was begun in
    another language. Begun twice, it is the same story."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if plan.story:
            return plan.story
        story = _sibling(plan, user) or _first(plan, user)
        Plan.objects.filter(story=story).delete()  # it was given a day of its own
        plan.story = story
        plan.save()
        if plan.person_id:
            Assignment.objects.update_or_create(story=story, defaults={"assigned_to_id": plan.person_id})
        return story


def _first(plan: Plan, user: Any) -> Article:
    story = Article(headline=plan.title, slugline=plan.title[:100], internal_note=plan.note, owner=user)
    story.topics = [plan.topic] if plan.topic else []
    story.regions = [plan.region] if plan.region else []
    return articles.create(story, plan.language, user=user)


def _sibling(plan: Plan, user: Any) -> Article | None:
    """Of the first story of the group that is there: neither killed nor in the bin."""
    others = Plan.objects.filter(group=plan.group, story__isnull=False, story__killed_at=None)
    others = others.exclude(story__in=in_bin(Article.kind))
    first = others.order_by("story").select_related("story").first()
    if first is None or first.story is None:
        return None
    found = translations.sibling(first.story, plan.language)
    return found or translations.begin(first.story, plan.language, user=user)


def move(plan: Plan, day: date | None) -> None:
    """Plan what has no story for another day, or for none."""
    plan.day = day
    plan.save(update_fields=["day"])


def move_story(story: Article, day: date | None, *, user: Any) -> None:
    """A draft is planned for another day, or for none; a scheduled story is published on that day, at the same hour of the
    clock. Raises BudgetError for what is published, and for a time that is past."""
    if story.live:
        raise BudgetError(
            _("It is published. Its day cannot be changed here; open the story to change its displayed date.")
        )
    revision = story.scheduled_revision
    if revision is None:
        given = {"day": day, "language": story.language, "title": story.get_admin_display_title()[:255]}
        Plan.objects.update_or_create(story=story, defaults=given)
        return
    if day is None:
        raise BudgetError(_("It is scheduled. Open the story to take it off the schedule."))
    hour = timezone.localtime(revision.approved_go_live_at, days.zone()).time()
    moment = datetime.combine(day, hour, days.zone())
    if moment <= timezone.now():
        raise BudgetError(_("It is scheduled, and that time is past. Choose a later day."))
    if revision.pk != story.latest_revision_id:
        raise BudgetError(_("It has changes that are newer than its schedule. Open the story and schedule it anew."))
    schedule.move(story, moment, user=user)
