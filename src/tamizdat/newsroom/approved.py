"""Whether a revision has been approved, or need not be: asked before anything is published, whoever publishes and how.

A revision may be published when the newsroom asks for no approval, when somebody approved it at the last step, when it was
scheduled (which asked the same), or when the record holds the reason of who published it without approval.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom.before_publishing import NotInOrder

OVERRIDE = "tamizdat.override"
"""The name of a publication without approval in the record of who did what, with its reason."""


def is_required() -> bool:
    """Whether the newsroom wants every story approved by a second person before it is published."""
    settings = apps.get_model("newsroom", "SiteSettings")
    return bool(settings.objects.filter(pk=1, approval_required=True).exists())


def is_approved(revision: Any) -> bool:
    """An autosave may write over a revision: what was approved is what it held at that time."""
    states = apps.get_model("wagtailcore", "WorkflowState").objects
    approved = states.filter(
        status="approved",
        current_task_state__revision=revision.pk,
        current_task_state__status="approved",
        current_task_state__finished_at__gte=revision.created_at,
    )
    entries = apps.get_model("wagtailcore", "PageLogEntry").objects
    overridden = entries.filter(revision=revision.pk, action=OVERRIDE, timestamp__gte=revision.created_at)
    return bool(approved.exists() or overridden.exists())


def refuse_unapproved(revision: Any) -> None:
    """Raises ValidationError where the revision has to be approved first."""
    if is_required() and not revision.approved_go_live_at and not is_approved(revision):
        raise ValidationError(
            _("This story has to be approved by a second person before it is published. Submit it for approval.")
        )


def publish(workflow_state: Any, user: Any = None) -> None:
    """The framework calls this when a story has passed its last step. Who approves and may publish has published it; else it
    waits, approved, for somebody who may; and so it does where the newsroom's checks forbid to publish it."""
    revision = workflow_state.content_object.get_latest_revision()
    step = workflow_state.current_task_state
    step.revision = revision
    step.save(update_fields=["revision"])
    story = workflow_state.content_object.specific
    if user and story.permissions_for_user(user).can_publish():
        with suppress(NotInOrder):  # the story's form lists what is missing
            revision.publish(user=user)
