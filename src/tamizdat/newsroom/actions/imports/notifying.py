"""New stories enter their lists, and the bake is told of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from tamizdat.bake import outbox
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys, lists
from tamizdat.newsroom.actions.imports.nouns import Nouns
from tamizdat.newsroom.actions.imports.resolving import ResolvedStory
from tamizdat.newsroom.filing import lists_of
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.public import NEWS_SPAN


def notify_bake(
    stories: Sequence[ResolvedStory],
    articles: Sequence[Article],
    authors: Sequence[Sequence[int]],
    nouns: Nouns,
    ledger: set[Key],
) -> None:
    """One note for all of them, of the urgency of a mass change: a single story goes ahead of it. `ledger` are the keys of
    the stories' addresses. Stories with a date to come are noted for that day, too."""
    touched = lists.enter(
        [
            lists.Place(
                article=article.pk,
                public_since=article.first_published_at,
                lists=lists_of(
                    article.language,
                    article.first_published_at,
                    regions=one.regions,
                    topics=nouns.topics_and_parents(one.topics),
                    authors=several,
                ),
            )
            for one, article, several in zip(stories, articles, authors, strict=True)
        ]
    )
    outbox.note(touched | ledger | {keys.article(article.pk) for article in articles}, urgency=outbox.MASS)
    now = timezone.now()
    for article in articles:
        for moment in {article.first_published_at, _next_second(article.first_published_at + NEWS_SPAN)}:
            if moment > now:
                outbox.note({keys.article(article.pk)}, due_at=moment)


def _next_second(moment: datetime) -> datetime:
    """So that a thousand stories of one import do not fill the outbox with a thousand moments."""
    return moment.replace(microsecond=0) + timedelta(seconds=1)
