"""Carry out a verb, look at what it would change, and roll everything back: nothing of it is kept, and nobody is told.

While it is looked at, other writers of the database wait (SQLite has one writer; PostgreSQL holds the story's row).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from tamizdat.bake.models import Change
from tamizdat.kit.keys import Key
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article

Seen = TypeVar("Seen")


def tried(verb: Callable[[], object], look: Callable[[frozenset[Key]], Seen]) -> Seen:
    """What `look` answers while the verb's writes are there; it is given the source keys that they noted."""
    with transaction.atomic():
        last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
        verb()
        due = Q(due_at=None) | Q(due_at__lte=timezone.now())
        keys = Change.objects.filter(due, pk__gt=last).values_list("key", flat=True)
        seen = look(frozenset(map(Key, keys)))
        transaction.set_rollback(True)
    return seen


def publish(pk: int) -> None:
    """Publish the newest revision of a story now, whatever its schedule says."""
    story = Article.objects.select_for_update().get(pk=pk)
    newest = story.get_latest_revision_as_object()
    newest.go_live_at = None
    articles.publish(newest, unapproved="To see what it would change")


def unpublish(pk: int) -> None:
    articles.unpublish(Article.objects.select_for_update().get(pk=pk))


def kill(pk: int) -> None:
    articles.kill(Article.objects.select_for_update().get(pk=pk))
