"""What can be done to a story. Each verb is one transaction, together with the note of what it touched."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article

logger = logging.getLogger(__name__)


def create(article: Article, language: str, *, user: Any = None) -> Article:
    """Put a new, unsaved story into its language's folder as a draft, with its first revision."""
    with transaction.atomic():
        article.live = False
        folder(language).add_child(instance=article)
        article.save_revision(user=user)
    return article


def publish(article: Article, *, user: Any = None) -> Article:
    """Publish the story as it stands in `article`; it is public at once, or at its embargo's end or schedule."""
    article.refuse_if_killed()
    with transaction.atomic():
        article.save_revision(user=user).publish(user=user)
    article.refresh_from_db()
    return article


def unpublish(article: Article, *, user: Any = None) -> None:
    """Take the story off the site; its address answers 410 from now on."""
    article.unpublish(user=user)


def kill(article: Article, *, user: Any = None, reason: str = "") -> None:
    """Order the story out of every copy. It goes ahead of everything else that waits to be baked."""
    with transaction.atomic():
        article.killed_at = timezone.now()
        article.live = False
        article.has_unpublished_changes = True
        article.go_live_at = None
        article.revisions.update(approved_go_live_at=None)
        article.save(clean=False, update_fields=["killed_at", "live", "has_unpublished_changes", "go_live_at"])
        log(instance=article, action="tamizdat.kill", user=user, data={"reason": reason})


def lift_kill(article: Article, *, user: Any = None) -> None:
    """The story may be published again. It stays off the site until someone does."""
    with transaction.atomic():
        article.killed_at = None
        article.save(clean=False, update_fields=["killed_at"])
        log(instance=article, action="tamizdat.lift_kill", user=user)


def carry_out_schedule(now: datetime) -> int:
    """Publish what was scheduled up to `now` and unpublish what has expired; returns how many stories that changed.

    One story that cannot be published does not hold up the others: it is logged with its reason and tried again.
    """
    done = 0
    for pk in Article.objects.filter(live=True, expire_at__lte=now).values_list("pk", flat=True):
        done += _tried("unpublish the expired story", pk, lambda story: story.unpublish(set_expired=True))
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in due:
        done += _tried(
            "publish the scheduled story", int(revision.object_id), lambda _, revision=revision: revision.publish()
        )
    return done


def next_scheduled(now: datetime) -> datetime | None:
    """The next moment at which `carry_out_schedule` has something to do."""
    live = Article.objects.filter(live=True, expire_at__gt=now).order_by("expire_at")
    waiting = Revision.page_revisions.filter(approved_go_live_at__gt=now).order_by("approved_go_live_at")
    moments = [
        live.values_list("expire_at", flat=True).first(),
        waiting.values_list("approved_go_live_at", flat=True).first(),
    ]
    return min((moment for moment in moments if moment), default=None)


def _tried(what: str, pk: int, verb: Any) -> int:
    try:
        with transaction.atomic():
            verb(Article.objects.get(pk=pk))
    except Exception:
        logger.exception("Could not %s %s; it is tried again. Open it at the desk to see what is wrong.", what, pk)
        return 0
    return 1
