"""Locking a person out: one action that ends every way into the desk, and holds what they scheduled.

A room that hands out another way in (a link, a token) appends a function to ENDED_BY_LOCKOUT; it gets the account and ends what
is theirs, in the transaction of the lock-out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import APIToken, ModelLogEntry, PageLogEntry, Revision

from tamizdat.desk.models import GUARD, HeldStory, SecondFactor, SecondPersonRequest
from tamizdat.desk.outside import links
from tamizdat.desk.security import sessions
from tamizdat.newsroom.actions import letter_states, people
from tamizdat.newsroom.models import Letter

LAST_HOURS = timedelta(hours=48)


def _factors(user: Any) -> None:
    SecondFactor.objects.filter(user=user).delete()


def _tokens(user: Any) -> None:
    APIToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def _requests(user: Any) -> None:
    """What they asked a second person for, and may have been allowed already."""
    open_ones = SecondPersonRequest.objects.filter(asked_by=user, state__in=["waiting", "approved"])
    open_ones.update(state="refused", decided_at=timezone.now())


def _preview_links(user: Any) -> None:
    links.ended_by(user)


ENDED_BY_LOCKOUT: list[Callable[[Any], None]] = [_factors, _tokens, _requests, _preview_links]


def may_lock_out(by: Any, user: Any) -> bool:
    """Nobody themselves, and no administrator but by another one."""
    return bool(by.has_perm(GUARD) and by.pk != user.pk and (by.is_superuser or not user.is_superuser))


def lock_out(user: Any, *, by: Any, reason: str = "") -> None:
    """End it all at once. `by` is None on the command line."""
    if by is not None and not may_lock_out(by, user):
        raise PermissionDenied
    with transaction.atomic():
        user.is_active = False
        # No session and no link for a new password is good with another password than the one it was made with.
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        sessions.end(user, by=by)
        for end in ENDED_BY_LOCKOUT:
            end(user)
        _hold(user, by)
        log(instance=user, action="tamizdat.locked_out", user=by, data={"reason": reason})


def let_in(user: Any, *, by: Any) -> str:
    """Undo it: the path at which the person sets a new password, once. Second factors have to be added anew."""
    if by is not None and not may_lock_out(by, user):
        raise PermissionDenied
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        log(instance=user, action="tamizdat.let_in", user=by)
    return people.new_password_path(user)


def release(held: HeldStory, *, by: Any) -> None:
    """Schedule the story again; at once public, if its time has passed."""
    with transaction.atomic():
        held.revision.publish(user=by)
        log(instance=held.person, action="tamizdat.held_released", user=by, data={"story": held.story_id})
        held.delete()


def drop(held: HeldStory, *, by: Any) -> None:
    """Leave the story as it is: a draft."""
    with transaction.atomic():
        log(instance=held.person, action="tamizdat.held_dropped", user=by, data={"story": held.story_id})
        held.delete()


def last_hours(user: Any, most: int = 200) -> list[Any]:
    """What the person did in the last 48 hours, the newest first: entries of the framework's log."""
    since = timezone.now() - LAST_HOURS
    entries = [
        entry
        for model in (PageLogEntry, ModelLogEntry)
        for entry in model.objects.filter(user=user, timestamp__gt=since).order_by("-timestamp")[:most]
    ]
    return sorted(entries, key=lambda entry: entry.timestamp, reverse=True)[:most]


def _hold(user: Any, by: Any) -> None:
    """Stories that they scheduled stop; letters that they approved wait for approval again."""
    for revision in Revision.page_revisions.filter(user=user, approved_go_live_at__gt=timezone.now()):
        HeldStory.objects.create(
            person=user,
            story_id=int(revision.object_id),
            revision=revision,
            goes_live_at=revision.approved_go_live_at,
        )
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
    for letter in Letter.objects.filter(state=Letter.State.APPROVED):
        approvals = ModelLogEntry.objects.for_instance(letter).filter(action="tamizdat.letter_approved")
        if approvals.order_by("-timestamp", "-pk").values_list("user_id", flat=True).first() == user.pk:
            letter_states.ask_for_approval(letter, user=by)
