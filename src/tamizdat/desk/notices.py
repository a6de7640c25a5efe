"""Notices: what somebody should know, at the desk and by mail.

A notice at the desk is never lost; a mail is sent once it is stored, and one that cannot be sent is logged only.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_rejected, task_submitted, workflow_approved

from tamizdat.desk.models import NoMail, Notice
from tamizdat.newsroom.actions import schedule
from tamizdat.newsroom.models import Article, Step

logger = logging.getLogger(__name__)
_MENTION = re.compile(r"(?<![\w@])@([\w.+-]+)")
_mailer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notices")
"""A mail server may take seconds to answer: no request waits for it."""


def tell(users: Iterable[Any], kind: Notice.Kind, story: Article, *, by: Any = None, text: str = "") -> None:
    """Store a notice for each of `users` but `by`, and mail it to those who want that."""
    people = {user.pk: user for user in users if user is not None and user.is_active and user != by}
    made = [Notice(user=user, kind=kind, story=story, by=by, text=text) for user in people.values()]
    Notice.objects.bulk_create(made)
    silent = set(NoMail.objects.filter(user__in=people).values_list("user", flat=True))
    if settings.WAGTAIL_PASSWORD_RESET_ENABLED:  # mail is set up
        letters = [_letter(one) for one in made if one.user.email and one.user_id not in silent]
        if letters:
            transaction.on_commit(lambda: _mailer.submit(_send, letters))


def read(user: Any) -> None:
    Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())


def unread(user: Any) -> int:
    return Notice.objects.filter(user=user, read_at=None).count()


def mentioned(text: str) -> list[Any]:
    """The people whom a text names with an @ and the name of their account. A dot or comma at its end is the sentence's."""
    names = {found.rstrip(".-+") for found in _MENTION.findall(text)}
    wanted = Q(pk__in=[])
    for name in sorted(names)[:20]:
        wanted |= Q(username__iexact=name)
    return list(get_user_model().objects.filter(wanted, is_active=True))


def of_comments(story: Article, changes: dict[str, Any], *, by: Any) -> None:
    """Tell who is mentioned in new comments and replies; and of each the story's writer, and those who take part in it."""
    new = [(comment.text, [story.owner]) for comment in changes["new_comments"]]
    for comment, replies in changes["new_replies"]:
        others = [comment.user, *(reply.user for reply in comment.replies.all())]
        new += [(reply.text, others) for reply in replies]
    for text, others in new:
        named = mentioned(text)
        tell(named, Notice.Kind.MENTION, story, by=by, text=text)
        tell([one for one in others if one not in named], Notice.Kind.COMMENT, story, by=by, text=text)


def watch() -> None:
    """Listen to what the workflow and the schedule say. Called once, when the models are loaded."""
    task_submitted.connect(_waiting, dispatch_uid="desk_waiting")
    task_rejected.connect(_returned, dispatch_uid="desk_returned")
    workflow_approved.connect(_approved, sender=WorkflowState, dispatch_uid="desk_approved")
    schedule.failed.connect(_failed, dispatch_uid="desk_failed")
    schedule.late.connect(_late, dispatch_uid="desk_late")


def approvers(step: Step, story: Article) -> list[Any]:
    users = get_user_model().objects.filter(groups__in=step.groups.all(), is_active=True).distinct()
    return [user for user in users if step.may_approve(story, user)]


def _waiting(instance: TaskState, user: Any = None, **_given: Any) -> None:
    step, story = instance.task.specific, instance.workflow_state.content_object.specific
    if isinstance(step, Step):
        asked = instance.workflow_state.requested_by
        people = [one for one in approvers(step, story) if one != asked]
        tell(people, Notice.Kind.WAITING, story, by=user, text=step.name)


def _returned(instance: TaskState, user: Any = None, **_given: Any) -> None:
    state = instance.workflow_state
    story = state.content_object.specific
    tell([state.requested_by, story.owner], Notice.Kind.RETURNED, story, by=user, text=instance.comment)


def _approved(instance: WorkflowState, user: Any = None, **_given: Any) -> None:
    story = instance.content_object.specific
    tell([instance.requested_by, story.owner], Notice.Kind.APPROVED, story, by=user)


def _failed(story: Article, revision: Any, reason: str, **_given: Any) -> None:
    tell([schedule.planner(revision), *_chiefs()], Notice.Kind.FAILED, story, text=reason)


def _late(story: Article, revision: Any, planned: Any, now: Any, **_given: Any) -> None:
    local = (timezone.localtime(moment) for moment in (planned, now))
    text = " → ".join(f"{moment:%Y-%m-%d %H:%M}" for moment in local)
    tell([schedule.planner(revision)], Notice.Kind.LATE, story, text=text)


def _chiefs() -> list[Any]:
    """Those who publish everything: a story that does not come out is theirs to see to."""
    rights = Q(groups__permissions__codename="publish_all") | Q(user_permissions__codename="publish_all")
    return list(get_user_model().objects.filter(rights | Q(is_superuser=True), is_active=True).distinct())


def _letter(notice: Notice) -> dict[str, Any]:
    """Subject and text in the language in which the person uses the desk."""
    profile = getattr(notice.user, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    with translation.override(language):
        kind = str(Notice.Kind(notice.kind).label)
        address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[notice.story_id])
        who = notice.by.get_full_name() or notice.by.get_username() if notice.by else ""
        end = _("You get these notices because of your account at the desk. Switch them off there, under “Account”.")
        headline = notice.story.get_admin_display_title()
        body = "\n\n".join(filter(None, [f"{kind}: {headline}", who, notice.text, address, end]))
        return {"subject": f"{kind}: {headline}"[:200].replace("\n", " "), "message": body, "to": notice.user.email}


def _send(letters: list[dict[str, Any]]) -> None:
    for letter in letters:
        try:
            send_mail(letter["subject"], letter["message"], None, [letter["to"]])
        except (OSError, smtplib.SMTPException):
            logger.exception("A notice could not be mailed; it is at the desk.")
