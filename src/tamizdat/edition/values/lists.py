"""Lists of stories, what is read out of them, and what was told about stories after publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from tamizdat.edition.shapes import Alternate
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Asked, Kind, Values, one_by_one
from tamizdat.edition.values.stories import FAMILY, Place, among, paths_of, places, plain, state_of, update_of
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.keys import ListName, list_name
from tamizdat.newsroom.models import Address, Article, ArticleNote, ListEntry, MostRead, Pin, StoryList
from tamizdat.newsroom.public import NEWS_SPAN, is_public, public_since

AT_ONCE = 200
"""Ranges of ordinals in one statement: databases have a limit to how deep a condition may go."""


@dataclass(frozen=True, kw_only=True)
class SliceEntry:
    """A story in a sitemap: when it changed, and its translations, itself among them."""

    pk: int
    url: str
    changed_at: datetime
    alternates: tuple[Alternate, ...]


def entries(ranges: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    """The stories at the ordinals of each (list's number, first, last): {(list's number, ordinal): story}. A list has gaps.

    In plain SQL: to put such a question together takes the framework longer than the database takes to answer it, and a full
    bake puts it for every page of every list.
    """
    table = ListEntry._meta.db_table
    found: dict[tuple[int, int], int] = {}
    for start in range(0, len(ranges), AT_ONCE):
        some = ranges[start : start + AT_ONCE]
        where = " OR ".join(["(list_id = %s AND ordinal BETWEEN %s AND %s)"] * len(some))
        with connection.cursor() as cursor:
            # Only the table's name and placeholders go into the statement itself.
            cursor.execute(
                f"SELECT list_id, ordinal, article_id FROM {table} WHERE {where}",
                [number for one in some for number in one],
            )
            found |= {(story_list, ordinal): article for story_list, ordinal, article in cursor.fetchall()}
    return found


def rows_of(names: Iterable[ListName]) -> dict[ListName, tuple[int, int]]:
    """Each list's number and how many stories ever entered it; one that none ever did is left out."""
    texts = {str(name): name for name in names}
    rows = StoryList.objects.filter(key__in=texts).values_list("key", "pk", "next_ordinal")
    return {texts[key]: (pk, entered) for key, pk, entered in rows}


def every_list() -> Iterator[tuple[ListName, int]]:
    """Every list that a story ever entered, with the number of its last page."""
    for key, entered in StoryList.objects.order_by("pk").values_list("key", "next_ordinal").iterator():
        yield list_name(key), keys.last_page(entered)


def pages_by_age() -> list[tuple[ListName, int]]:
    """Every list with the number of each of its pages, by the story that came to the page first: pages that follow each
    other show the same stories, which are then read and printed once."""
    opening = ListEntry.objects.annotate(place=F("ordinal") % keys.PAGE_SIZE).filter(place=0)
    first = {
        (list_name(key), keys.page_of(ordinal)): article
        for key, ordinal, article in opening.values_list("list__key", "ordinal", "article").iterator()
    }
    pages = [(name, number) for name, last in every_list() for number in range(1, last + 1)]
    return sorted(pages, key=lambda page: (first.get(page, 0), page))


def page_entries(uses: Mapping[tuple[ListName, int], Uses]) -> dict[tuple[ListName, int], list[int]]:
    """The stories on numbered pages, public or not, the latest to enter first; each recorded by its own uses."""
    lists = rows_of({name for name, _ in uses})
    ranges = {}
    for (name, number), one in uses.items():
        one.record(keys.list_page(name, number))
        if name in lists:
            first = (number - 1) * keys.PAGE_SIZE
            ranges[name, number] = (lists[name][0], first, first + keys.PAGE_SIZE - 1)
    at = entries(list(ranges.values()))
    return {
        page: [pk for ordinal in range(last, first - 1, -1) if (pk := at.get((of, ordinal)))]
        for page, (of, first, last) in ranges.items()
    }


def _newest(values: Values, asked: Asked) -> Iterator[tuple[Key, tuple[int, ...]]]:
    wanted = []
    for key, uses in asked:
        name, count = list_name(key.head), key.number
        uses.record(keys.story_list(name))
        order = ListEntry.objects.filter(list__key=str(name)).order_by("-public_since", "-article")
        rows = order.values_list("article", flat=True)
        wanted.append((key, uses, count, rows, list(rows[:count])))
    values.expect(Key.of("card", pk) for *_, first in wanted for pk in first)
    for key, uses, count, rows, some in wanted:
        found: list[int] = []
        start = 0
        while some:
            values.expect(Key.of("card", pk) for pk in some)
            found += [pk for pk in some if uses.card(pk) is not None]
            if len(found) >= count or len(some) < count:
                break
            start += count
            some = list(rows[start : start + count])
        yield key, tuple(found[:count])


def _last_pages(_: Values, asked: Asked) -> Iterator[tuple[Key, int]]:
    lists = rows_of(list_name(key.rest) for key, _ in asked)
    for key, uses in asked:
        name = list_name(key.rest)
        uses.record(keys.story_list(name))
        yield key, keys.last_page(lists.get(name, (0, 0))[1])


def _slice_count(_: Values, key: Key, uses: Uses) -> int:
    """How many sitemaps the stories of a language fill."""
    name = keys.latest_list(key.rest)
    uses.record(keys.story_list(name))
    return -(-rows_of([name]).get(name, (0, 0))[1] // keys.SITEMAP_SIZE)


def _opened(_: Values, asked: Asked) -> Iterator[tuple[Key, bool]]:
    """Whether a story ever came to a numbered page."""
    lists = rows_of(list_name(key.head) for key, _ in asked)
    for key, uses in asked:
        name = list_name(key.head)
        uses.record(keys.list_page(name, key.number))
        yield key, key.number <= keys.last_page(lists.get(name, (0, 0))[1])


def _months(values: Values, key: Key, uses: Uses) -> tuple[str, ...]:
    """Months with public stories, newest first, such as 2026-11."""
    uses.record(keys.lists(key.rest, "month"))
    prefix = str(keys.month_list(key.rest, "")) + ":"
    names = [list_name(text) for text in _keys_like(prefix)]
    newest = {name: Key.of("newest", name, 1) for name in names}
    values.expect(newest.values())
    alive = [name.rest for name in names if uses.value(newest[name])]
    return tuple(sorted(alive, reverse=True))


def _keys_like(prefix: str) -> Iterable[str]:
    return StoryList.objects.filter(key__gte=prefix, key__lt=f"{prefix}~").values_list("key", flat=True)


def _news(values: Values, asked: Asked) -> Iterator[tuple[Key, tuple[int, ...]]]:
    """Public stories of all languages that became public within NEWS_SPAN, newest first."""
    names = [keys.latest_list(code) for code in values.setting.languages]
    for key, uses in asked:
        for name in names:
            uses.record(keys.story_list(name))
        recent = ListEntry.objects.filter(
            list__key__in=map(str, names), public_since__gt=timezone.now() - NEWS_SPAN
        ).order_by("-public_since", "-article")
        pks = list(recent.values_list("article", flat=True))
        for pk in pks:
            uses.record(keys.article(pk))  # time touches it when it is news no more
        yield key, tuple(one.pk for one in uses.listed_of(pks))


def _has_news(_: Values, _key: Key, uses: Uses) -> bool:
    return bool(uses.value(Key.of("news")))


def _slice(values: Values, key: Key, uses: Uses) -> tuple[SliceEntry, ...]:
    """The stories of one sitemap, without their cards, which take ten times as long to make."""
    language, number = key.head, key.number
    name = keys.latest_list(language)
    first, size = number * keys.SITEMAP_SIZE, keys.SITEMAP_SIZE
    for page in range(keys.page_of(first), keys.page_of(first + size - 1) + 1):
        uses.record(keys.list_page(name, page))
    of = rows_of([name]).get(name, (0, 0))[0]
    at = entries([(of, first, first + size - 1)])
    stories = [pk for ordinal in range(first + size - 1, first - 1, -1) if (pk := at.get((of, ordinal)))]
    for pk in stories:
        uses.record(keys.article(pk))
    rows = Article.objects.filter(is_public(timezone.now()), among("pk", stories)).order_by()
    columns = ("pk", FAMILY, "updated_at", "display_date", "first_published_at", "embargoed_until")
    read = {row[0]: row for row in rows.values_list(*columns)}
    paths = paths_of(read)
    values.expect(Key.of("family", plain(row[1])) for row in read.values())
    found = []
    for pk in stories:
        if pk in read and pk in paths:
            _, family, updated, display, published, embargo = read[pk]
            moment = display or public_since(published, embargo)
            assert moment is not None  # the rule lets nothing through that was never published
            changed = update_of(updated, moment) or moment
            alternates = tuple(other for _, other in uses.family(plain(family)))
            found.append(
                SliceEntry(pk=pk, url=paths[pk], changed_at=values.setting.local(changed), alternates=alternates)
            )
    return tuple(found)


def _has_slice(_: Values, key: Key, uses: Uses) -> bool:
    """Whether a sitemap has stories: its stories may all be off the site."""
    return bool(uses.value(Key.of("slice", key.head, key.number)))


def _slices_of(key: Key) -> Iterator[Key]:
    if key.kind == "entries" and (name := list_name(key.head)).kind == "latest":
        first = (key.number - 1) * keys.PAGE_SIZE
        for number in {first // keys.SITEMAP_SIZE, (first + keys.PAGE_SIZE - 1) // keys.SITEMAP_SIZE}:
            yield Key.of("slice", name.language, number)


def _most_read(_: Values, key: Key, uses: Uses) -> tuple[int, ...]:
    """Stories in the order in which they were read when they were last counted, public or not."""
    uses.record(keys.most_read(key.rest))
    return tuple(MostRead.objects.filter(language=key.rest).order_by("place").values_list("article", flat=True))


def _pinned(_: Values, key: Key, uses: Uses) -> tuple[tuple[int, int], ...]:
    """(slot, story) of the places of a page that an editor chose and that hold now, public or not."""
    uses.record(keys.pins(key.rest))
    rows = Pin.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), page=key.rest)
    return tuple(rows.order_by("slot").values_list("slot", "article"))


def _notes(_: Values, key: Key, uses: Uses) -> tuple[tuple[int, str, datetime, str], ...]:
    """(story, kind, date, text) of the newest notes on public stories of a language, the newest first."""
    language, most = key.head, key.number
    rows = ArticleNote.objects.filter(
        is_public(timezone.now(), "article__"), article__locale__language_code=language
    ).order_by("-date", "-pk")
    found = tuple(rows.values_list("article", "kind", "date", "text")[:most])
    for one in found:
        uses.record(keys.article(one[0]))
    return found


MOST_NOTES = 300
"""Notes on the page of corrections: it must stay one that an old phone can open. Older ones are with their stories."""


def _notes_of(key: Key) -> Iterator[Key]:
    if key.kind == "article" and key.is_numbered:
        languages = ArticleNote.objects.filter(article=key.number).values_list(
            "article__locale__language_code", flat=True
        )
        for language in set(languages):
            yield Key.of("notes", language, MOST_NOTES)


def _moved(_: Values, key: Key, uses: Uses) -> tuple[tuple[Place, str], ...]:
    """Of one part of the ledger, the places from which owners moved, with their current address, and those whose owners are
    gone, with ''."""
    first = key.number * keys.LEDGER_SIZE
    rows: list[tuple[str, Place]] = []
    given: Any = Address.objects.filter(pk__gte=first, pk__lt=first + keys.LEDGER_SIZE).order_by("pk")
    uses.record(keys.ledger(key.number))
    for pk, owner, path, language, current, ended in given.values_list(
        "pk", "owner", "path", "language", "current", "ended"
    ):
        rows.append((owner, Place(pk=pk, path=path, language=language, current=current, ended=ended)))
        uses.record(Key(owner))
    states = state_of([Key(owner).number for owner, _ in rows if Key(owner).kind == "article"])
    owners = places({owner for owner, place in rows if not place.current})
    found = []
    for owner, place in rows:
        state = "gone" if place.ended else "public"
        if Key(owner).kind == "article":
            state = states[Key(owner).number]
        now = [p for p in owners.get(owner, (place,)) if p.current and p.language == place.language and not p.ended]
        if state == "gone":
            found.append((place, ""))
        elif state == "public" and now and now[0].pk != place.pk:
            found.append((place, now[0].path))
    return tuple(found)


KINDS = (
    Kind(name="last_page", level=0, read=_last_pages),
    Kind(name="slices", level=0, read=one_by_one(_slice_count)),
    Kind(name="opened", level=0, read=_opened),
    Kind(name="most_read_order", level=0, read=one_by_one(_most_read)),
    Kind(name="pinned", level=0, read=one_by_one(_pinned)),
    Kind(name="notes", level=0, read=one_by_one(_notes), values_for=_notes_of),
    Kind(name="moved", level=0, read=one_by_one(_moved)),
    Kind(name="newest", level=2, read=_newest),
    Kind(name="news", level=2, read=_news),
    Kind(name="slice", level=2, read=one_by_one(_slice), values_for=_slices_of),
    Kind(name="has_slice", level=3, read=one_by_one(_has_slice)),
    Kind(name="has_news", level=3, read=one_by_one(_has_news)),
    Kind(name="months", level=3, read=one_by_one(_months)),
)
