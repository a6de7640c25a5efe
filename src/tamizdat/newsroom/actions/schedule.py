"""What time itself does to stories: scheduled publication, expiry, and the clock's going back."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.models import Revision

from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.actions import deleting
from tamizdat.newsroom.models import Article, BinEntry, Pin
from tamizdat.newsroom.public import NEWS_SPAN

logger = logging.getLogger(__name__)


def carry_out(now: datetime) -> int:
    """Publish what was scheduled up to `now`, unpublish what has expired, and empty the bin of what is too old; returns how
    many stories that changed.

    One story that cannot be published does not hold up the others: it is logged with its reason and tried again.
    """
    done = 0
    expired = Article.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    for pk in expired.values_list("pk", flat=True):
        done += _tried("unpublish the expired story", pk, lambda story: story.unpublish(set_expired=True))
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in due:
        done += _tried(
            "publish the scheduled story", int(revision.object_id), lambda _, revision=revision: revision.publish()
        )
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
    """The clock had come to `past` and was set back to `now`: embargoes and chosen places that had ended hold again,
    stories that had expired are back, and all will come to their time once more. What was published stays so."""
    with noting.writes():
        for story in Article.objects.filter(expired=True, live=False, expire_at__gt=now, expire_at__lte=past):
            story.live, story.expired = True, False
            story.save(clean=False, update_fields=["live", "expired"])
        moved = Q(embargoed_until__gt=now, embargoed_until__lte=past) | Q(
            entries__public_since__gt=now - NEWS_SPAN, entries__public_since__lte=past - NEWS_SPAN
        )
        again = Article.objects.filter(moved, live=True).distinct().order_by("pk").values_list("pk", flat=True)
        noting.note(keys.article(pk) for pk in again)
        for pin in Pin.objects.filter(until__gt=now, until__lte=past):
            pin.save()


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
