"""What a person works on, the steps that a story passes before it is published, and publications that failed.

No reader sees any of it: the rows have no kind, so the bake is not told of them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import AbstractGroupApprovalTask

from tamizdat.newsroom.approval_form import ReturnForm


class Scope(models.Model):
    """The topics, regions and languages that somebody works on; an empty list means all.

    Numbers and codes in lists, not relations: when the only topic of a person is deleted, the list must not become empty.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, related_name="scope", on_delete=models.CASCADE)
    topics = models.JSONField(default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return str(self.user)


class Step(AbstractGroupApprovalTask):
    """A step before publication: a member of one of its groups approves the story or returns it.

    Nobody approves what they submitted themselves.
    """

    class Meta:
        verbose_name = "step"
        verbose_name_plural = "steps"

    def may_approve(self, story: Any, user: Any) -> bool:
        """Whether it is this person's turn, whoever submitted the story."""
        return bool(story.permissions_for_user(user).is_in_scope()) and (
            user.is_superuser or self._user_in_groups(user)
        )

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.may_approve(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not (self.may_approve(obj, user) or obj.permissions_for_user(user).is_chief())

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        state = obj.current_workflow_state  # `obj` may be the framework's own page
        if (
            state is None
            or obj.specific.killed_at
            or state.requested_by_id == user.pk
            or not self.may_approve(obj, user)
        ):
            return []
        return [("approve", _("Approve"), False), ("reject", _("Return…"), True)]

    def get_form_for_action(self, action: str) -> Any:
        return ReturnForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user.pk)


class FailedPublication(models.Model):
    """A scheduled publication that failed; it is tried again, and the row is deleted when it succeeds or the schedule ends."""

    story = models.OneToOneField("newsroom.Article", related_name="failed_publication", on_delete=models.CASCADE)
    planned_at = models.DateTimeField()
    failed_at = models.DateTimeField()
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.story} ({self.planned_at:%Y-%m-%d %H:%M})"
