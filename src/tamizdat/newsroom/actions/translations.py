"""Siblings: a story in several languages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Locale

from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article

STAYS_BEHIND = [
    "slug",
    "embargoed_until",
    "display_date",
    "editors_note",
    "notes",
    "go_live_at",
    "expire_at",
    "comments",
]
"""What belongs to the publication of one sibling, not to the copy."""


def sibling(story: Article, language: str) -> Article | None:
    """The story in `language`, when there is one."""
    return Article.objects.filter(
        translation_key=story.translation_key, locale__language_code=language
    ).first()  # fmt: skip


def original(story: Article) -> Article | None:
    """The story that was there first in another language; None for one that is the first itself."""
    first = Article.objects.filter(translation_key=story.translation_key).order_by("pk").first()
    return first if first and first.pk != story.pk else None


def begin(story: Article, language: str, *, user: Any = None) -> Article:
    """A draft of `story` in `language`: its newest words, to be translated, with its picture, places and authors."""
    with transaction.atomic():
        draft = story.get_latest_revision_as_object()
        begun: Article = draft.copy(
            to=folder(language),
            update_attrs={"locale": Locale.objects.get(language_code=language), "slug": ""},
            exclude_fields=STAYS_BEHIND,
            copy_revisions=False,
            keep_live=False,
            reset_translation_key=False,
            user=user,
            log_action="wagtail.copy_for_translation",
        )
        begun.save_revision(user=user)
    return begun
