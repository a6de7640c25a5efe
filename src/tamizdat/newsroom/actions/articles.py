"""What can be done to a story. Each verb is one transaction, together with the note of what it touched."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from tamizdat.newsroom import approved
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.actions.removals import records
from tamizdat.newsroom.models import Article, Removal

KILL = "tamizdat.kill"
"""The name of a kill in the record of who did what, with its reason."""


def create(article: Article, language: str, *, user: Any = None) -> Article:
    """Put a new, unsaved story into its language's folder as a draft, with its first revision."""
    with transaction.atomic():
        article.live = False
        folder(language).add_child(instance=article)
        article.save_revision(user=user)
    return article


def publish(article: Article, *, user: Any = None, checked: bool = True, unapproved: str = "") -> Article:
    """Publish the story as it stands in `article`; it is public at once, or at its embargo's end or schedule.

    Raises ValidationError where the newsroom wants it approved first (approved.py), unless `unapproved` gives the reason why
    not, which is recorded: as an importer does for what was published elsewhere. Raises before_publishing.NotInOrder where the
    newsroom's checks forbid it, unless the story need not be `checked`.
    """
    article.refuse_if_killed()
    with transaction.atomic():
        revision = article.save_revision(user=user)
        if unapproved and approved.is_required():
            log(instance=article, action=approved.OVERRIDE, user=user, revision=revision, data={"reason": unapproved})
        article.publish(revision, user=user, checked=checked)
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
        log(instance=article, action=KILL, user=user, data={"reason": reason})
        records.begin(Removal.Kind.STORY, number=article.pk, name=article.headline, reason=reason, user=user)


def lift_kill(article: Article, *, user: Any = None) -> None:
    """The story may be published again. It stays off the site until someone does."""
    with transaction.atomic():
        article.killed_at = None
        article.save(clean=False, update_fields=["killed_at"])
        log(instance=article, action="tamizdat.lift_kill", user=user)
