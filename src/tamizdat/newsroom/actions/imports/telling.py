"""New stories enter their lists, and the outbox learns what that touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from tamizdat.bake import outbox
from tamizdat.newsroom import addresses, keys, lists
from tamizdat.newsroom.actions.imports.nouns import Nouns
from tamizdat.newsroom.actions.imports.sorting import Sorted
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.noting import NEWS_SPAN
from tamizdat.newsroom.standing import lists_of


def tell(
    stories: Sequence[Sorted],
    articles: Sequence[Article],
    authors: Sequence[Sequence[int]],
    nouns: Nouns,
    touched: set[str],
) -> None:
    """One set of keys for all of them, of the urgency of a mass change: a single story goes ahead of it.

    `touched` are keys that the stories' addresses touched. Stories with a date to come touch theirs again on that day.
    """
    places = [
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
    entered = lists.enter(places)
    own = {key(article.pk) for article in articles for key in (keys.article, keys.card)}
    families = {keys.siblings(article.translation_key) for article in articles}
    outbox.note(touched | own | families | lists.touched(entered) | {keys.NEWS}, urgency=outbox.MASS)
    outbox.note({keys.words(article.language) for article in articles}, urgency=outbox.LEISURE)
    _note_times(articles, entered)


def _note_times(articles: Sequence[Article], entered: Sequence[lists.Entered]) -> None:
    now = timezone.now()
    to_come = {article.pk: article for article in articles if article.first_published_at > now}
    theirs: dict[int, list[lists.Entered]] = defaultdict(list)
    for entry in entered:
        if entry.article in to_come:
            theirs[entry.article].append(entry)
    for pk, article in to_come.items():
        again = lists.touched(theirs[pk]) | addresses.ledger_of(keys.article(pk))
        again |= {keys.article(pk), keys.card(pk), keys.siblings(article.translation_key), keys.NEWS}
        outbox.note(again, due_at=article.first_published_at)
        outbox.note({keys.words(article.language)}, urgency=outbox.LEISURE, due_at=article.first_published_at)
    leaving = {_next_second(article.first_published_at + NEWS_SPAN) for article in articles}
    for moment in sorted(one for one in leaving if one > now):
        outbox.note({keys.NEWS}, due_at=moment)


def _next_second(moment: datetime) -> datetime:
    """So that a thousand stories of one import do not fill the outbox with a thousand moments."""
    return moment.replace(microsecond=0) + timedelta(seconds=1)
