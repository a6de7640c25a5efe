"""Submit a story for approval, approve or return it, publish it without; and the steps that it passes.

The framework's own workflow keeps the state: one workflow, over all stories, of steps in order. Whether a story may be published
without it is a setting of the newsroom (`SiteSettings.approval_required`), asked in approved.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from tamizdat.newsroom.actions import people
from tamizdat.newsroom.approved import OVERRIDE
from tamizdat.newsroom.models import Article, SiteSettings, Step


@dataclass(frozen=True, kw_only=True)
class StepGiven:
    """`pk` is None for a new step."""

    name: str
    groups: tuple[Group, ...]
    pk: int | None = None


class StepError(Exception):
    """The steps cannot be so. The message says why and what to do."""


def begin() -> None:
    """The workflow of a new newsroom: one step, approved by any editor. Safe to run again."""
    if Step.objects.exists():
        return
    groups = {group.name: group for group in people.roles()}
    with transaction.atomic():
        Workflow.objects.all().delete()  # the framework makes one in every database
        Task.objects.all().delete()
        with translation.override(settings.LANGUAGE_CODE):
            workflow = Workflow.objects.create(name=_("Approval"))
            step = Step.objects.create(name=_("Second pair of eyes"))
        WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(depth=1))
        step.groups.set([groups[people.EDITORS], groups[people.MANAGERS]])
        WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=0)


def workflow() -> Workflow:
    found: Workflow = WorkflowPage.objects.select_related("workflow").get(page__depth=1).workflow
    return found


def steps() -> list[Step]:
    """In the order in which a story passes them."""
    tasks = workflow().workflow_tasks.filter(task__active=True).order_by("sort_order", "pk")
    found = Step.objects.prefetch_related("groups").in_bulk([one.task_id for one in tasks])
    return [found[one.task_id] for one in tasks if one.task_id in found]


def set_steps(given: Sequence[StepGiven]) -> None:
    """Replace the steps. Raises StepError where none would be left, or a story waits at one that would go."""
    if not given:
        raise StepError(_("One step has to stay. To publish without approval, switch it off on the newsroom's page."))
    kept = {one.pk for one in given if one.pk}
    with transaction.atomic():
        for step in steps():
            if step.pk not in kept:
                _remove(step)
        for order, one in enumerate(given):
            step = Step.objects.get(pk=one.pk) if one.pk else Step()
            step.name = one.name
            step.save()
            step.groups.set(one.groups)
            WorkflowTask.objects.update_or_create(workflow=workflow(), task=step, defaults={"sort_order": order})


def _remove(step: Step) -> None:
    waiting = TaskState.objects.filter(task=step, status=TaskState.STATUS_IN_PROGRESS).count()
    returned = WorkflowState.objects.filter(current_task_state__task=step, status=WorkflowState.STATUS_NEEDS_CHANGES)
    if waiting or returned.exists():
        told = _("“%(name)s” cannot be removed: stories wait there. Approve them or cancel their approval first.")
        raise StepError(told % {"name": step.name})
    WorkflowTask.objects.filter(task=step).delete()
    step.active = False
    step.save(update_fields=["active"])


def submit(story: Article, *, user: Any) -> None:
    """Ask for approval of the newest revision; a story that was returned goes back to the step that returned it."""
    if not story.permissions_for_user(user).can_submit_for_moderation():
        raise PermissionDenied
    state = story.current_workflow_state
    with transaction.atomic():
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(user)
        else:
            workflow().start(story, user)


def approve(story: Article, *, user: Any, comment: str = "") -> None:
    """Pass the story on to the next step; at the last one it is published, where `user` may do so."""
    _act(story, user, "approve", comment)


def send_back(story: Article, *, user: Any, comment: str) -> None:
    _act(story, user, "reject", comment)


def _act(story: Article, user: Any, action: str, comment: str) -> None:
    """Raises PermissionDenied where it is not this person's turn, such as for whoever submitted the story."""
    step = story.current_workflow_task
    if step is None or action not in [name for name, _label, _asks in step.get_actions(story, user)]:
        raise PermissionDenied
    step.on_action(story.current_workflow_task_state, user, action, comment=comment)


def override(story: Article, *, user: Any, reason: str) -> None:
    """Publish the newest revision without approval. The reason stands in the story's history and the activity log."""
    if not reason:
        raise ValidationError(_("Say why the story is published without approval."))
    if user is not None and not story.permissions_for_user(user).can_override():
        raise PermissionDenied
    story.refuse_if_killed()
    with transaction.atomic():
        revision = story.get_latest_revision() or story.save_revision(user=user)
        log(instance=story, action=OVERRIDE, user=user, revision=revision, data={"reason": reason})
        revision.publish(user=user, skip_permission_checks=True)


def require(*, required: bool) -> None:
    """Decide whether a story needs approval before it is published."""
    site = SiteSettings.get()
    site.approval_required = required
    site.save()
