"""Stories enter and leave lists here, one or thousands at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tamizdat.newsroom import keys
from tamizdat.newsroom.models.lists import ListEntry, StoryList


@dataclass(frozen=True, kw_only=True)
class Place:
    """A story and the lists in which it belongs."""

    article: int
    public_since: datetime
    lists: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Entered:
    story_list: str
    article: int
    ordinal: int


def enter(places: Sequence[Place]) -> list[Entered]:
    """Give each story an ordinal in each of its lists, in the order of `public_since`. Stories must be new to them."""
    wanted: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda place: (place.public_since, place.article)):
        for story_list in place.lists:
            wanted[story_list].append(place)
    names = sorted(wanted)
    StoryList.objects.bulk_create([StoryList(key=name) for name in names], ignore_conflicts=True, batch_size=500)
    rows = {row.key: row for part in _parts(names) for row in _locked(part)}
    entered, entries = [], []
    for name in names:
        row = rows[name]
        for place in wanted[name]:
            entries.append(
                ListEntry(list=row, article_id=place.article, ordinal=row.next_ordinal, public_since=place.public_since)
            )
            entered.append(Entered(story_list=name, article=place.article, ordinal=row.next_ordinal))
            row.next_ordinal += 1
    ListEntry.objects.bulk_create(entries, batch_size=500)
    StoryList.objects.bulk_update(rows.values(), ["next_ordinal"], batch_size=200)
    return entered


def move(place: Place) -> list[Entered]:
    """Bring one story's entries in line with `place`; return the entries it had or has, so both can be noted."""
    have = {entry.list.key: entry for entry in ListEntry.objects.filter(article=place.article).select_related("list")}
    result = [Entered(story_list=key, article=place.article, ordinal=entry.ordinal) for key, entry in have.items()]
    left = [entry.pk for key, entry in have.items() if key not in place.lists]
    if left:
        ListEntry.objects.filter(pk__in=left).delete()
    if any(entry.public_since != place.public_since for entry in have.values()):
        ListEntry.objects.filter(article=place.article).update(public_since=place.public_since)
    new = place.lists - have.keys()
    if new:
        result += enter([Place(article=place.article, public_since=place.public_since, lists=frozenset(new))])
    return result


def of(article: int) -> list[Entered]:
    """The entries that a story has."""
    rows = ListEntry.objects.filter(article=article).values_list("list__key", "ordinal")
    return [Entered(story_list=key, article=article, ordinal=ordinal) for key, ordinal in rows]


def beside(article: int) -> set[int]:
    """Stories that stand right before or after this one in a series, public or not."""
    found: set[int] = set()
    mine = ListEntry.objects.filter(article=article, list__key__contains=":series:")
    for story_list, since in mine.values_list("list", "public_since"):
        others = ListEntry.objects.filter(list=story_list).exclude(article=article)
        earlier = Q(public_since__lt=since) | Q(public_since=since, article__lt=article)
        for side, order in ((others.filter(earlier), "-"), (others.exclude(earlier), "")):
            found |= set(side.order_by(f"{order}public_since", f"{order}article").values_list("article", flat=True)[:1])
    return found


def touched(entries: Iterable[Entered]) -> set[str]:
    """Keys of the files on which these entries stand."""
    found: set[str] = set()
    for entry in entries:
        number, place = divmod(entry.ordinal, keys.PAGE_SIZE)
        found |= {keys.newest(entry.story_list), keys.numbered(entry.story_list, number + 1)}
        if place == 0 and number:
            found.add(keys.numbered(entry.story_list, number))  # it now has a newer neighbour
        language, _, kind = entry.story_list.partition(":")
        if kind == "latest":
            bucket, place = divmod(entry.ordinal, keys.SITEMAP_SIZE)
            found.add(keys.sitemap(language, bucket))
            if place == 0:
                found.add(keys.sitemaps())
        elif kind.startswith("month:"):
            found.add(keys.months(language))
    return found


def _parts(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + 500] for start in range(0, len(names), 500))


def _locked(names: Sequence[str]) -> Iterable[StoryList]:
    return StoryList.objects.select_for_update().filter(key__in=names).order_by("key")
