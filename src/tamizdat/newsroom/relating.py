"""What a story is related to is chosen when it is published and stored with it, in one transaction.

Who can choose is given from above (config/wiring.py): it asks the index of what is public.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.signals import page_published

from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.models import Article, RelatedStory

MOST = 6


@dataclass(frozen=True, kw_only=True)
class Near:
    """A story that is about the same, and why: event, place or words."""

    article: int
    why: str


choose: Callable[[Article, int], Sequence[Near] | None] | None = None
"""The nearest stories to one that is being published, so many at most; None when nobody can tell now."""


def watch() -> None:
    """Listen to the publication of stories, which is one transaction with this."""
    page_published.connect(_published, sender=Article)


def _published(revision: Any, **_: Any) -> None:
    relate(revision.as_object())


def relate(article: Article) -> None:
    """Store what is nearest to a story. Nothing changes when nobody can tell: then its lists say what to read next."""
    found = choose(article, MOST) if choose else None
    if found is None:
        return
    rows = RelatedStory.objects.filter(article=article.pk).order_by("rank")
    wanted = [(near.article, near.why) for near in found]
    if list(rows.values_list("other", "why")) == wanted:
        return
    rows.delete()
    RelatedStory.objects.bulk_create(
        RelatedStory(article_id=article.pk, other_id=other, why=why, rank=rank)
        for rank, (other, why) in enumerate(wanted)
    )
    noting.note({keys.related(article.pk)})
