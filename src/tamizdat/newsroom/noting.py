"""What a write touched goes into the outbox here, in the transaction of the write.

Models call these from their save, publish and delete, so that no way of writing can forget it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from tamizdat.bake import outbox
from tamizdat.newsroom import addresses, keys, lists
from tamizdat.newsroom.models.addresses import Address
from tamizdat.newsroom.standing import Standing, standing

if TYPE_CHECKING:
    from tamizdat.newsroom.models.articles import Article
    from tamizdat.newsroom.models.pictures import Picture
    from tamizdat.newsroom.models.texts import Noted

NEWS_SPAN = timedelta(days=2)
"""How long a story stands in the news sitemap."""

_under_way = threading.local()


@contextmanager
def story(article: Article) -> Iterator[None]:
    """Around any write of a story: compare how it stood with how it stands, and note the difference.

    Publishing saves a second object of the same story inside, so an inner call leaves the noting to the outer one.
    """
    open_stories: set[int] = _under_way.__dict__.setdefault("stories", set())
    pk = article.pk
    if pk in open_stories:
        yield
        return
    with transaction.atomic():
        before = standing(type(article), pk)
        if pk:
            open_stories.add(pk)
        try:
            yield
        finally:
            open_stories.discard(pk)
        settle(before, standing(type(article), pk or article.pk))


def is_under_way(article: Article) -> bool:
    """Whether a write of the story is being noted further out."""
    return article.pk in _under_way.__dict__.get("stories", ())


def settle(before: Standing | None, after: Standing | None) -> None:
    """Bring lists and addresses in line with how a story stands now, and note what changed since `before`."""
    was, now = bool(before and before.published), bool(after and after.published)
    if before == after or not (was or now):
        touched = {keys.draft(one.article) for one in (before, after) if one and before != after}
        if before and not after and before.public_since:
            touched |= _ended(before)  # an unpublished story that is deleted still has addresses to answer for
        outbox.note(touched)
        return
    one = after or before
    assert one is not None
    owner = keys.article(one.article)
    touched = {owner}
    entries = lists.of(one.article) if was else []
    moved = was != now or _order(before) != _order(after)
    beside = lists.beside(one.article) if moved else set()
    if was != now or (before and after and before.face != after.face):
        touched.add(keys.card(one.article))
    if now and after and after.public_since:
        if not was or not before or before.slug != after.slug or not _has_address(owner):
            touched |= addresses.give(
                owner, after.language, addresses.for_article(after.language, after.slug, after.public_since)
            )
        entries += lists.move(lists.Place(article=after.article, public_since=after.public_since, lists=after.lists))
    if moved:
        beside |= lists.beside(one.article)  # those that it stands between now, after those that it stood between
        touched |= {keys.neighbours(other) for other in beside}
        touched |= lists.touched(entries) | {keys.NEWS} | addresses.ledger_of(owner)
    elif before and after and before.face != after.face:
        touched |= {keys.NEWS}
    if moved or (before and after and before.face != after.face):
        touched.add(keys.siblings(one.translation_key))
    if _noted(before) != _noted(after):
        touched.add(keys.corrections(one.language))
    if before and not after:
        touched |= _ended(before) | {keys.months(before.language)}  # its entries in lists went with it
    killed = bool(after and after.killed and not (before and before.killed))
    outbox.note(touched, urgency=outbox.KILL if killed else outbox.STORY)
    outbox.note({keys.words(one.language)}, urgency=outbox.LEISURE)
    if now and after:
        note_times(after, touched | lists.touched(entries) | {keys.siblings(one.translation_key), keys.NEWS})


def _order(one: Standing | None) -> object:
    """What decides where a published story stands, and until when."""
    return one and (one.public_since, one.expire_at, one.lists, one.slug)


def _noted(one: Standing | None) -> object:
    """What the page of corrections shows of a story."""
    return (one.notes, one.face, one.public_since, one.expire_at) if one and one.published and one.notes else None


def _has_address(owner: str) -> bool:
    return Address.objects.filter(owner=owner, current=True).exists()


def _ended(before: Standing) -> set[str]:
    owner = keys.article(before.article)
    return {owner} | addresses.end(owner, Address.Ended.KILLED if before.killed else Address.Ended.GONE)


def note_times(after: Standing, touched: set[str]) -> None:
    """Time is a key: the end of an embargo, an expiry, and the day a story leaves the news sitemap touch these again."""
    now = timezone.now()
    assert after.public_since is not None
    for moment in (after.public_since, after.expire_at):
        if moment and moment > now:
            outbox.note(touched | {keys.card(after.article), keys.corrections(after.language)}, due_at=moment)
            outbox.note({keys.words(after.language)}, urgency=outbox.LEISURE, due_at=moment)
    leaves_news = after.public_since + NEWS_SPAN
    if leaves_news > now:
        outbox.note({keys.NEWS}, due_at=leaves_news)


@contextmanager
def noun(row: Noted) -> Iterator[None]:
    """Around a write of a region, topic, series, author, static page, group, menu or the site's own settings."""
    kind = row.kind
    with transaction.atomic():
        pk = row.pk
        yield
        gone = row.pk is None
        pk = pk or row.pk
        touched = {keys.noun(kind, pk), keys.SITE} if kind in SITEWIDE else {keys.noun(kind, pk)}
        if kind in ADDRESSED:
            owner = keys.noun(kind, pk)
            if gone:
                touched |= addresses.end(owner, Address.Ended.GONE)
            for language, _ in settings.LANGUAGES:
                touched.add(keys.directory(kind, language))
                if kind in LISTED:
                    touched.add(keys.newest(keys.noun_list(language, kind, pk)))
                if not gone:
                    path = addresses.for_noun(kind, language, row.slug)
                    touched |= addresses.give(owner, language, path)
            if getattr(row, "pseudonym", False):  # a redirect would lead from one name to the other
                touched |= addresses.part_with_old(owner)
        outbox.note(touched, urgency=outbox.MASS)
        _note_words()


ADDRESSED = frozenset(["region", "topic", "series", "author", "page"])
LISTED = ADDRESSED - {"page"}
SITEWIDE = frozenset(["region", "topic", "series", "page", "group", "menu", "site"])


@contextmanager
def draft(article: Article) -> Iterator[None]:
    """Around a save of a revision: what the desk has of the story."""
    with transaction.atomic():
        yield
        outbox.note({keys.draft(article.pk)})


@contextmanager
def spellings() -> Iterator[None]:
    """Around a write of the table of spellings."""
    with transaction.atomic():
        yield
        outbox.note({keys.ALIASES}, urgency=outbox.MASS)
        _note_words()


@contextmanager
def picture(row: Picture) -> Iterator[None]:
    """Around a write of a picture: pages that show it, and cards that lead with it."""
    with transaction.atomic():
        pk = row.pk
        yield
        outbox.note({keys.picture(pk or row.pk)}, urgency=outbox.MASS)
        _note_words()


@contextmanager
def attachment(row: models.Model) -> Iterator[None]:
    """Around a write of an audio, video or other file."""
    with transaction.atomic():
        pk = row.pk
        yield
        outbox.note({keys.attachment(pk or row.pk)}, urgency=outbox.MASS)
        _note_words()


def _note_words() -> None:
    """The words of stories hold those of what they are filed under and of what they show."""
    outbox.note({keys.words(language) for language, _ in settings.LANGUAGES}, urgency=outbox.LEISURE)
