"""Copies of a story: each knows what it was copied from, so that a kill is not forgotten with it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article

ACTION = "tamizdat.copy"
STAYS_BEHIND = ["notes", "editors_note"]
"""What readers were told about the original after it was published. The copy never said anything else."""


def copy(story: Article, *, headline: str, slug: str, publish: bool = False, user: Any = None) -> Article:
    """A new story in the same language with the words of `story`, those of its newest revision."""
    with transaction.atomic():
        made: Article = story.get_latest_revision_as_object().copy(
            update_attrs={"title": headline, "headline": headline, "slug": slug},
            exclude_fields=STAYS_BEHIND,
            copy_revisions=False,
            keep_live=False,
            user=user,
        )
        log(instance=made, action=ACTION, user=user, data={"from": story.pk})
        return articles.publish(made, user=user) if publish else made


def killed_origins(story: Article) -> list[Article]:
    """Killed stories whose words this one has or had."""
    return list(origins(story).filter(killed_at__isnull=False))


def origins(story: Article) -> QuerySet[Article]:
    """What the story was copied from, and the siblings in other languages of both."""
    chain, pk = [story.pk], story.pk
    while pk is not None and len(chain) < 100:
        entry = PageLogEntry.objects.filter(page=pk, action=ACTION).values_list("data", flat=True).first()
        pk = (entry or {}).get("from")
        if pk in chain:
            break
        chain += [pk] if pk else []
    keys = Article.objects.filter(pk__in=chain).values("translation_key")
    found: QuerySet[Article] = Article.objects.filter(translation_key__in=keys).exclude(pk=story.pk)
    return found
