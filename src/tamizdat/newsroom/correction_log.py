"""The record of corrections is written when a story is published, in the same transaction, by whatever way it was.

A note is known by its story, kind, date and text: a note whose text is changed afterwards is recorded again.
"""

from __future__ import annotations

import html
from typing import Any

from django.utils.html import strip_tags
from wagtail.signals import page_published

from tamizdat.newsroom.models import Article, ArticleNote, CorrectionRecord

KINDS = (ArticleNote.Kind.CORRECTION, ArticleNote.Kind.CLARIFICATION, ArticleNote.Kind.RETRACTION)


def watch() -> None:
    page_published.connect(_published, sender=Article)


def _published(instance: Article, revision: Any, **_: Any) -> None:
    if instance.live:
        record(instance, user=revision.user)


def record(story: Article, *, user: Any = None) -> None:
    """Record those notes of a published story that are not recorded yet."""
    notes = list(ArticleNote.objects.filter(article=story.pk, kind__in=KINDS))
    if not notes:
        return
    recorded = CorrectionRecord.objects.filter(story=story.pk).values_list("kind", "date", "text")
    known = {(kind, date.replace(microsecond=0), text) for kind, date, text in recorded}  # drafts keep no microseconds
    for note in notes:
        text = plain(note.text)
        if (note.kind, note.date.replace(microsecond=0), text) not in known:
            CorrectionRecord.objects.create(
                story=story.pk,
                translation_key=story.translation_key,
                headline=story.headline,
                language=story.language,
                kind=note.kind,
                date=note.date,
                text=text,
                recorded_by=user,
            )


def plain(text: str) -> str:
    """A note without its markup."""
    return html.unescape(strip_tags(text.replace("</p>", "</p> "))).strip()
