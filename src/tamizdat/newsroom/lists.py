"""Stories enter and leave lists here, one or thousands at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.keys import ListName, list_name
from tamizdat.newsroom.models.lists import ListEntry, StoryList


@dataclass(frozen=True, kw_only=True)
class Place:
    """A story and the lists in which it belongs."""

    article: int
    public_since: datetime
    lists: frozenset[ListName]


def enter(places: Sequence[Place]) -> set[Key]:
    """Give each story an ordinal in each of its lists, in the order of `public_since`. Stories must be new to them. Returns
    the keys of the rows that this wrote."""
    wanted: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda place: (place.public_since, place.article)):
        for belongs in place.lists:
            wanted[str(belongs)].append(place)
    names = sorted(wanted)
    StoryList.objects.bulk_create([StoryList(key=name) for name in names], ignore_conflicts=True, batch_size=500)
    rows = {row.key: row for part in _parts(names) for row in _locked(part)}
    entries: list[ListEntry] = []
    touched: set[Key] = set()
    for name in names:
        row, parsed = rows[name], list_name(name)
        if row.next_ordinal == 0:
            touched.add(keys.lists(parsed.language, parsed.kind))
        for place in wanted[name]:
            entries.append(
                ListEntry(list=row, article_id=place.article, ordinal=row.next_ordinal, public_since=place.public_since)
            )
            touched |= entries[-1].source_keys()
            row.next_ordinal += 1
    ListEntry.objects.bulk_create(entries, batch_size=500)
    StoryList.objects.bulk_update(rows.values(), ["next_ordinal"], batch_size=200)
    return touched


def move(place: Place) -> set[Key]:
    """Bring one story's entries in line with `place`. Returns the keys of the rows that this wrote."""
    have = {
        list_name(entry.list.key): entry
        for entry in ListEntry.objects.filter(article=place.article).select_related("list")
    }
    touched: set[Key] = set()
    left = {name: entry for name, entry in have.items() if name not in place.lists}
    redated = {name: entry for name, entry in have.items() if entry.public_since != place.public_since}
    for entry in (left | redated).values():
        touched |= entry.source_keys()
    if left:
        ListEntry.objects.filter(pk__in=[entry.pk for entry in left.values()]).delete()
    if redated:
        ListEntry.objects.filter(article=place.article).update(public_since=place.public_since)
    new = place.lists - have.keys()
    if new:
        touched |= enter([Place(article=place.article, public_since=place.public_since, lists=frozenset(new))])
    return touched


def _parts(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + 500] for start in range(0, len(names), 500))


def _locked(names: Sequence[str]) -> Iterable[StoryList]:
    return StoryList.objects.select_for_update().filter(key__in=names).order_by("key")
