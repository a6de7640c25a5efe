"""Lists of stories, and where each story stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from tamizdat.edition.cards import Cards, KeyedCard, paths_of
from tamizdat.edition.entries import entries
from tamizdat.edition.rule import among, is_public
from tamizdat.newsroom import keys
from tamizdat.newsroom.models import Article as ArticleRow
from tamizdat.newsroom.models import ListEntry, MostRead, StoryList
from tamizdat.newsroom.standing import public_since


class Lists(Cards):
    """Reads lists by their keys, such as `en:region:5`."""

    def __init__(self, *, languages: Sequence[str], canonical: str, time_zone: str, companions: Sequence[str]) -> None:
        super().__init__(languages=languages, canonical=canonical, time_zone=time_zone, companions=companions)
        self._lists: dict[str, tuple[int, int]] = {}

    def forget(self) -> None:
        super().forget()
        self._lists.clear()

    def expect_newest(self, story_lists: Iterable[str], count: int) -> None:
        """Read at once what `newest` will be asked for."""
        self.cards(pk for story_list in story_lists for pk in _newest_entries(story_list)[:count])

    def newest(self, story_list: str, count: int) -> list[KeyedCard]:
        """The newest public stories of a list, newest first; ties by number."""
        entries = _newest_entries(story_list)
        found: list[KeyedCard] = []
        start = 0
        while len(found) < count:
            pks = list(entries[start : start + count])
            cards = self.cards(pks)
            found += [cards[pk] for pk in pks if pk in cards]
            if len(pks) < count:
                break
            start += count
        return found[:count]

    def numbered(self, parts: Sequence[tuple[str, int]], size: int) -> list[list[KeyedCard]]:
        """For each (list, first ordinal): its public stories from there, `size` at most, the latest to enter first."""
        places = [(self.story_list(story_list)[0], first, first + size - 1) for story_list, first in parts]
        at = entries(places)
        cards = self.cards(at.values())
        return [
            [cards[pk] for ordinal in range(last, first - 1, -1) if (pk := at.get((number, ordinal))) in cards]
            for number, first, last in places
        ]

    def last_changed(self, story_list: str, first: int, size: int) -> list[tuple[int, str, datetime]]:
        """As `numbered`, but only each story's number, its address and when it changed: a sitemap names the whole archive, and
        a card takes ten times as long to make."""
        number = self.story_list(story_list)[0]
        at = entries([(number, first, first + size - 1)])
        rows = ArticleRow.objects.filter(is_public(timezone.now()), among("pk", at.values())).order_by()
        moments = {
            pk: updated or display or public_since(published, embargo)
            for pk, updated, display, published, embargo in rows.values_list(
                "pk", "updated_at", "display_date", "first_published_at", "embargoed_until"
            )
        }
        paths = paths_of(moments)
        stories = (at.get((number, ordinal)) for ordinal in range(first + size - 1, first - 1, -1))
        return [(pk, paths[pk], self._local(moments[pk])) for pk in stories if pk in moments and pk in paths]

    def pages_by_age(self) -> list[tuple[str, int]]:
        """Every list with the number of each of its pages, by the story that came to the page first: pages that follow each
        other show the same stories, which are then read and printed once."""
        opening = ListEntry.objects.annotate(place=F("ordinal") % keys.PAGE_SIZE).filter(place=0)
        first = {
            (story_list, ordinal // keys.PAGE_SIZE + 1): article
            for story_list, ordinal, article in opening.values_list("list__key", "ordinal", "article").iterator()
        }
        pages = [(story_list, number) for story_list, last in self.lists() for number in range(1, last + 1)]
        return sorted(pages, key=lambda page: (first.get(page, 0), page))

    def story_list(self, key: str) -> tuple[int, int]:
        """A list's number and how many stories ever entered it; (0, 0) for one that none ever did."""
        if key not in self._lists:
            row = StoryList.objects.filter(key=key).values_list("pk", "next_ordinal").first()
            self._lists[key] = row or (0, 0)
        return self._lists[key]

    def last_number(self, story_list: str) -> int:
        """The number of a list's last numbered page; 0 for a list that no story ever entered."""
        return -(-self.story_list(story_list)[1] // keys.PAGE_SIZE)

    def lists(self) -> Iterable[tuple[str, int]]:
        """Every list that a story ever entered, with the number of its last page."""
        for key, entered in StoryList.objects.order_by("pk").values_list("key", "next_ordinal").iterator():
            yield key, -(-entered // keys.PAGE_SIZE)

    def most_read(self, language: str, most: int) -> tuple[list[KeyedCard], set[str]]:
        """Public stories in the order in which they were read when they were last counted; with what that depended on."""
        rows = MostRead.objects.filter(language=language).order_by("place")
        chosen = list(rows.values_list("article", flat=True))
        cards = self.cards(chosen)
        shown = [cards[pk] for pk in chosen if pk in cards][:most]
        depends = {keys.most_read(language)} | {keys.card(pk) for pk in chosen}
        return shown, depends | {key for one in shown for key in one.keys}

    def months(self, language: str) -> list[str]:
        """Months with public stories, newest first, such as 2026-11."""
        prefix = keys.month_list(language, "")
        lists = StoryList.objects.filter(key__gte=prefix, key__lt=f"{prefix}~").values_list("pk", "key")
        now = timezone.now()
        alive = [key for pk, key in lists if ListEntry.objects.filter(is_public(now, "article__"), list=pk).exists()]
        return sorted((key.removeprefix(prefix) for key in alive), reverse=True)

    def newest_since(self, moment: datetime, most: int) -> list[int]:
        """Public stories of all languages that became public after `moment`, newest first."""
        entries = ListEntry.objects.filter(
            is_public(timezone.now(), "article__"),
            list__key__in=[keys.latest_list(code) for code in self.languages],
            public_since__gt=moment,
        )
        return list(entries.order_by("-public_since", "-article").values_list("article", flat=True)[:most])


def _newest_entries(story_list: str) -> Any:
    entries = ListEntry.objects.filter(list__key=story_list)
    return entries.order_by("-public_since", "-article").values_list("article", flat=True)
