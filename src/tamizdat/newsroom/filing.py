"""Where stories and nouns belong: which lists a story is in, and which addresses lead to it.

Both follow from the rows as they are, so they are brought in line after any write, however it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from tamizdat.kit.keys import Key
from tamizdat.newsroom import addresses, keys, lists, noting
from tamizdat.newsroom.keys import ListName
from tamizdat.newsroom.models import Address, Article, ArticleAuthor, Author, Picture, Region, Series, StaticPage, Topic
from tamizdat.newsroom.noting import Filed
from tamizdat.newsroom.public import NEWS_SPAN, public_since

ADDRESSED = {model.kind: model for model in (Region, Topic, Series, Author, StaticPage)}
"""Nouns that have a page, by kind."""


def register() -> None:
    """From now on every write of a story or noun is followed by its filing."""
    noting.filers["article"] = file_story
    noting.filers["picture"] = file_picture
    for kind in ADDRESSED:
        noting.filers[kind] = file_noun


def file_story(owner: Key, deleted: models.Model | None) -> Filed:
    """Bring a story's lists and addresses in line."""
    pk = owner.number
    columns = (
        "locale__language_code", "slug", "live", "killed_at", "expire_at", "embargoed_until", "first_published_at", "series",
    )  # fmt: skip
    row = Article.objects.filter(pk=pk).values(*columns).first()
    if row is None:
        was_killed = bool(getattr(deleted, "killed_at", None))
        reason = Address.Ended.KILLED if was_killed else Address.Ended.GONE
        return Filed(keys=addresses.end(owner, reason, getattr(deleted, "uri", "")))
    since = public_since(row["first_published_at"], row["embargoed_until"])
    if not row["live"] or row["killed_at"] or since is None:
        return Filed(keys=set(), killed=row["killed_at"] is not None)
    language = row["locale__language_code"]
    topics = Article.topics.through.objects.filter(article=pk).values_list("topic", "topic__parent")
    belongs = lists_of(
        language,
        since,
        regions=Article.regions.through.objects.filter(article=pk).values_list("region", flat=True),
        topics=[topic for pair in topics for topic in pair if topic],
        series=row["series"],
        authors=ArticleAuthor.objects.filter(article=pk).values_list("author", flat=True),
    )
    touched = lists.move(lists.Place(article=pk, public_since=since, lists=belongs))
    current = Address.objects.filter(owner=owner, current=True).first()
    if (
        current is None
        or current.language != language
        or not _is_address_of(current.path, language, row["slug"], owner)
    ):
        wanted = addresses.for_article(language, row["slug"], since)
        touched |= addresses.give(owner, language, wanted) | addresses.ledger_of(owner)
    now = timezone.now()
    moments = {moment for moment in (since, row["expire_at"], since + NEWS_SPAN) if moment and moment > now}
    return Filed(keys=touched, moments=moments)


def file_picture(owner: Key, _: models.Model | None) -> Filed:
    """A picture belongs to no list; when its rights end, time itself takes it off the pages."""
    ends = Picture.with_bin.filter(pk=owner.number, rights_until__gt=timezone.now()).values_list(
        "rights_until", flat=True
    )
    return Filed(keys=set(), moments={moment for moment in ends if moment})


def file_noun(owner: Key, _: models.Model | None) -> Filed:
    """Bring the addresses of a noun that has a page in line with its slug."""
    row = ADDRESSED[owner.kind]._default_manager.filter(pk=owner.number).first()
    if row is None:
        return Filed(keys=addresses.end(owner, Address.Ended.GONE))
    touched: set[Key] = set()
    for language, _name in settings.LANGUAGES:
        touched |= addresses.give(owner, language, addresses.for_noun(owner.kind, language, row.slug))
    if getattr(row, "pseudonym", False):  # a redirect would lead from one name to the other
        touched |= addresses.part_with_old(owner)
    return Filed(keys=touched)


def lists_of(
    language: str,
    since: datetime | None,
    *,
    regions: Iterable[int] = (),
    topics: Iterable[int] = (),
    series: int | None = None,
    authors: Iterable[int] = (),
) -> frozenset[ListName]:
    """The lists in which a story of `language`, public since `since`, belongs."""
    if since is None:
        return frozenset()
    found = {keys.latest_list(language), keys.month_list(language, f"{timezone.localtime(since):%Y-%m}")}
    tagged = (("region", regions), ("topic", topics), ("author", authors), ("series", [series] if series else []))
    found |= {keys.noun_list(language, kind, pk) for kind, pks in tagged for pk in pks}
    return frozenset(found)


def _is_address_of(path: str, language: str, slug: str, owner: str) -> bool:
    """Whether an address was given for this slug, on whatever date: perhaps with a numeral, where another owner has it
    without one."""
    pattern = re.escape(settings.NEWSROOM.permalinks).replace(r"\{", "{").replace(r"\}", "}")
    for name, digits in (("year", 4), ("month", 2), ("day", 2)):
        pattern = pattern.replace(f"{{{name}}}", rf"\d{{{digits}}}")
    pattern = pattern.replace("{language}", re.escape(language)).replace("{slug}", re.escape(slug))
    if re.fullmatch(pattern, path):
        return True
    plain = re.fullmatch(rf"({pattern[:-1]})-\d+/", path)
    return plain is not None and Address.objects.filter(path=f"{plain[1]}/").exclude(owner=owner).exists()
