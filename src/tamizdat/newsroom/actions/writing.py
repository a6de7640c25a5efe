"""Begin and change a story in one step each, for programs that write as the desk's form does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.models import Article, ArticleAuthor


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is written; None for what stays as it is. `columns` are values of the story's own fields, the body's blocks as raw
    data; the others are numbers of rows."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    authors: Sequence[int] | None = None
    regions: Sequence[int] | None = None
    topics: Sequence[int] | None = None

    def write_into(self, story: Article) -> None:
        """Raises ValidationError, with the field, for a value that the story cannot have. Blocks are judged at publication."""
        for name, value in self.columns.items():
            setattr(story, name, value)
        judged = set(self.columns) - {"body"}
        story.clean_fields(exclude={one.name for one in story._meta.get_fields()} - judged)
        if self.regions is not None:
            story.regions.set(self.regions)
        if self.topics is not None:
            story.topics.set(self.topics)
        if self.authors is not None:
            story.authors.set(ArticleAuthor(author_id=pk, sort_order=order) for order, pk in enumerate(self.authors))


class StaleRevision(Exception):
    """Somebody else saved the story after it was read."""


def mark_of(story: Article) -> str:
    """Names the newest revision as it is now: saving itself, the desk's form may write over a revision."""
    newest = story.latest_revision
    return f"{newest.pk}-{newest.created_at.timestamp():.6f}" if newest else ""


def begin(words: Words, language: str, *, user: Any) -> Article:
    """A new draft. Raises ValidationError as `Words` does."""
    story = Article(owner=user)
    words.write_into(story)
    return articles.create(story, language, user=user)


def change(story: Article, words: Words, *, mark: str, user: Any) -> Article:
    """Save a new revision. Raises StaleRevision where `mark` is not that of the newest one: nothing of it is lost."""
    with transaction.atomic():
        draft = _newest(story, mark)
        words.write_into(draft)
        draft.save_revision(user=user)
    return Article.objects.get(pk=story.pk)


def _newest(story: Article, mark: str) -> Article:
    """Nobody else writes it until the transaction ends."""
    row = Article.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if mark != mark_of(row):
        raise StaleRevision
    newest: Article = row.get_latest_revision_as_object()
    return newest
