"""What time itself does to stories: scheduled publication, expiry, and the clock's going back."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from wagtail.models import PageLogEntry, Revision

from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.actions import deleting
from tamizdat.newsroom.models import Article, BinEntry, FailedPublication, Picture, Pin
from tamizdat.newsroom.public import NEWS_SPAN

logger = logging.getLogger(__name__)

failed = Signal()
"""A scheduled publication failed for the first time: `story`, `revision`, `reason`."""
late = Signal()
"""A story was published later than planned: `story`, `revision`, `planned`, `now`."""
LATE = timedelta(minutes=5)
OVERDUE = timedelta(minutes=2)
"""The worker looks several times a minute."""


def carry_out(now: datetime) -> int:
    """Publish what was scheduled up to `now`, unpublish what has expired, and empty the bin of what is too old; returns how
    many stories that changed.

    One story that cannot be published does not hold up the others: it is logged with its reason, keeps its schedule, and is
    tried again. Until it succeeds its FailedPublication says so at the desk.
    """
    done = 0
    expired = Article.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    for pk in expired.values_list("pk", flat=True):
        done += _tried("unpublish the expired story", pk, lambda story: story.unpublish(set_expired=True))
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in due:
        done += _published(revision, now)
    _forget_failures(now)
    for entry in BinEntry.objects.filter(deleted_at__lte=now - deleting.KEPT).order_by("deleted_at", "pk"):
        done += _erased(entry)
    return done


def next_moment(now: datetime) -> datetime | None:
    """The next moment at which `carry_out` has something to do."""
    live = Article.objects.filter(live=True, expire_at__gt=now).order_by("expire_at")
    waiting = Revision.page_revisions.filter(approved_go_live_at__gt=now).order_by("approved_go_live_at")
    moments = [
        live.values_list("expire_at", flat=True).first(),
        waiting.values_list("approved_go_live_at", flat=True).first(),
    ]
    return min((moment for moment in moments if moment), default=None)


def move(story: Article, moment: datetime, *, user: Any = None) -> None:
    """Publish at `moment` what was scheduled for another one. No new version is made: an approval of this one holds."""
    revision = story.scheduled_revision
    with transaction.atomic():
        revision.content["go_live_at"] = moment.isoformat()
        revision.save(update_fields=["content"])
        revision.publish(user=user)


def take_back(now: datetime, past: datetime) -> None:
    """The clock had come to `past` and was set back to `now`: embargoes, rights to pictures and chosen places that had ended
    hold again, stories that had expired are back, and all will come to their time once more. What was published stays so."""
    with noting.writes():
        for story in Article.objects.filter(expired=True, live=False, expire_at__gt=now, expire_at__lte=past):
            story.live, story.expired = True, False
            story.save(clean=False, update_fields=["live", "expired"])
        moved = Q(embargoed_until__gt=now, embargoed_until__lte=past) | Q(
            entries__public_since__gt=now - NEWS_SPAN, entries__public_since__lte=past - NEWS_SPAN
        )
        again = Article.objects.filter(moved, live=True).distinct().order_by("pk").values_list("pk", flat=True)
        noting.note(keys.article(pk) for pk in again)
        again_shown = Picture.with_bin.filter(rights_until__gt=now, rights_until__lte=past).values_list("pk", flat=True)
        noting.note(keys.noun(Picture.kind, pk) for pk in again_shown)
        for pin in Pin.objects.filter(until__gt=now, until__lte=past):
            pin.save()


def _published(revision: Revision, now: datetime) -> int:
    pk, planned = int(revision.object_id), revision.approved_go_live_at
    story = Article.objects.filter(pk=pk).first()
    if story is None:
        return 0
    try:
        with transaction.atomic():
            revision.publish()
    except Exception as error:
        logger.exception("Could not publish the scheduled story %s; it is tried again. Open it at the desk.", pk)
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else f"{type(error).__name__}: {error}"
        _remember(story, revision, FailedPublication(planned_at=planned, failed_at=now, reason=reason))
        return 0
    FailedPublication.objects.filter(story=pk).delete()
    if now - planned > LATE:
        late.send(sender=Article, story=story, revision=revision, planned=planned, now=now)
    return 1


def _remember(story: Article, revision: Revision, failure: FailedPublication) -> None:
    """What made the publication fail, such as a full disk, may fail this as well: the other stories are not held up."""
    try:
        with transaction.atomic():
            given = {"planned_at": failure.planned_at, "failed_at": failure.failed_at, "reason": failure.reason}
            _row, is_new = FailedPublication.objects.update_or_create(story=story, defaults=given)
            if is_new:
                failed.send(sender=Article, story=story, revision=revision, reason=failure.reason)
    except Exception:
        logger.exception("That the story %s was not published could not be recorded.", story.pk)


def overdue(now: datetime) -> QuerySet[Revision]:
    """Revisions whose time has passed and that are not published: they fail, or the worker does not run."""
    found: QuerySet[Revision] = Revision.page_revisions.filter(approved_go_live_at__lte=now - OVERDUE)
    return found.order_by("approved_go_live_at", "pk")


def planner(revision: Revision) -> Any:
    """Who scheduled the revision, as the record has it; None where the account is gone."""
    entries = PageLogEntry.objects.filter(revision=revision, action="wagtail.publish.schedule").select_related("user")
    entry = entries.order_by("-timestamp", "-pk").first()
    return entry.user if entry and entry.user_id else revision.user


def _forget_failures(now: datetime) -> None:
    """Of stories whose schedule was cancelled, or lies ahead again."""
    for row in FailedPublication.objects.select_related("story"):
        due = row.story.revisions.filter(approved_go_live_at__lte=now)
        if not due.exists():
            row.delete()


def _erased(entry: BinEntry) -> int:
    try:
        deleting.erase(entry)
    except Exception:
        logger.exception("Could not delete %s for good; it is tried again.", entry)
        return 0
    return 1


def _tried(what: str, pk: int, verb: Any) -> int:
    try:
        with transaction.atomic():
            verb(Article.objects.get(pk=pk))
    except Exception:
        logger.exception("Could not %s %s; it is tried again. Open it at the desk to see what is wrong.", what, pk)
        return 0
    return 1
