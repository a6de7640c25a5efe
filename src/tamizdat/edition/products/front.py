"""The fronts: one for each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamizdat.bake.products import File
from tamizdat.edition import consent
from tamizdat.edition.products.newsletter import sign_up
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.edition.shapes import Card, Front, Section
from tamizdat.edition.values import newsletter
from tamizdat.edition.values.nouns import Label
from tamizdat.edition.values.stories import ListedStory
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.keys import ListName
from tamizdat.newsroom.models.pins import SLOTS

TEMPLATE = "pages/front.html"
NEWEST = 40
LATEST = 10
MOST_READ = 6
LEADING = 12
"""The first story is the most urgent of so many newest ones."""
OWN_PLACE = ("blog", "podcast", "visual")
"""Forms of series that have a part of the front of their own: their stories are there and among the latest only."""


class FrontProduct(ByLanguage):
    """`front:en`."""

    name = "front"
    path = "/{language}/"
    phase = 4
    templates = frozenset([TEMPLATE, consent.TEMPLATE])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        front = _Selection(making, language).front()
        site = making.site(language)
        head = making.head(
            site.name, site.url, description=site.description, alternates=making.everywhere("/{language}/")
        )
        yield making.page_file(TEMPLATE, language, head, front=front)

    def first(self, making: Making, page: ListName) -> list[ListedStory]:
        """The lead and the stories after it."""
        lead, secondary, _ = _Selection(making, page.language).opening()
        return [one for one in (lead, *secondary) if one]


class _Selection:
    """Which story is where on one front. None is there twice, but in an event that has no others and among the latest, which
    are the newest of all, those above among them."""

    def __init__(self, making: Making, language: str) -> None:
        self.making, self.language = making, language
        self.used: set[int] = set()
        self.series, self.topics = making.labels("series", language), making.labels("topic", language)
        self.own = {label.pk: self.newest(label, 6) for label in self.series if label.form in OWN_PLACE}
        self.set_apart = {one.pk for cards in self.own.values() for one in cards}

    def front(self) -> Front:
        lead, secondary, newest = self.opening()
        self.used = {one.pk for one in [lead, *secondary] if one}
        most_read = self.making.listed_of(self.making.value(Key.of("most_read_order", self.language)))[:MOST_READ]
        return Front(
            lead=lead.card if lead else None,
            secondary=_cards(secondary),
            latest=_cards(newest[:LATEST] if any(one.pk not in self.used for one in newest) else []),
            events=tuple(self.events()),
            sections=tuple(self.sections()),
            visual=_cards(self.visual(newest)),
            podcasts=tuple(self.of_form("podcast")),
            blogs=tuple(self.of_form("blog")),
            archive_url=f"/{self.language}/latest/",
            most_read=_cards(most_read),
            sign_up=sign_up(self.making, self.language, newsletter.offer(self.making, self.language)),
        )

    def opening(self) -> tuple[ListedStory | None, list[ListedStory], list[ListedStory]]:
        """The lead and the stories after it: what an editor chose for a place, else the most urgent of the newest. Then the
        newest stories, from which they are taken."""
        newest = self.making.newest(keys.latest_list(self.language), NEWEST)
        eligible = [one for one in newest if self.is_news(one)] or newest
        pinned = self.making.pinned(keys.front(self.language))
        taken = {one.pk for one in pinned.values()}
        free = [one for one in eligible if one.pk not in taken][:LEADING]
        free.sort(key=lambda one: one.urgency)  # stable: the newest of the most urgent
        lead = pinned.get(0) or next((one for one in free if one.card.picture), free[0] if free else None)
        rest = iter([one for one in free if one is not lead])
        secondary = [pinned.get(slot) or next(rest, None) for slot in range(1, SLOTS)]
        return lead, [one for one in secondary if one], newest

    def events(self) -> Iterator[Section]:
        """Running events with the newest of their stories, but those above; an event without others keeps them."""
        running = set(self.making.value(Key.of("running")))
        for topic in self.topics:
            if topic.parent and topic.pk in running and (newest := self.newest(topic, 3 + SLOTS)):
                cards = [one for one in newest if one.pk not in self.used] or newest
                yield self.section(topic, "event", cards[:3])

    def sections(self) -> Iterator[Section]:
        """Topics, then features, with what is not above."""
        labels = [topic for topic in self.topics if topic.parent is None]
        labels += [label for label in self.series if label.form == "feature"]
        for label in labels:
            fresh = [one for one in self.newest(label, 16) if one.pk not in self.used and self.is_news(one)][:5]
            self.used |= {one.pk for one in fresh}
            if fresh:
                yield self.section(label, label.form or "topic", _pictured_first(fresh))

    def visual(self, newest: list[ListedStory]) -> list[ListedStory]:
        found = {one.pk: one for label in self.series if label.form == "visual" for one in self.own[label.pk]}
        found |= {one.pk: one for one in newest if one.card.genre == "visual"}
        shown = [one for one in found.values() if one.card.picture and one.pk not in self.used]
        return sorted(shown, key=lambda one: (one.card.published_at, one.pk), reverse=True)[:3]

    def of_form(self, form: str) -> Iterator[Section]:
        for label in self.series:
            cards = [one for one in self.own[label.pk] if one.pk not in self.used] if label.form == form else []
            if cards:
                yield self.section(label, form, cards[:3], people=True)

    def is_news(self, one: ListedStory) -> bool:
        return one.pk not in self.set_apart and one.card.genre != "visual"

    def newest(self, label: Label, count: int) -> list[ListedStory]:
        return self.making.newest(keys.noun_list(self.language, label.kind, label.pk), count)

    def section(self, label: Label, kind: str, cards: list[ListedStory], people: bool = False) -> Section:
        lines = self.making.series_people(label.pk, self.language) if people else []
        return Section(
            name=label.name, url=label.url, kind=kind, cards=_cards(cards), people=tuple(line for line, _ in lines)
        )


def _pictured_first(found: list[ListedStory]) -> list[ListedStory]:
    """A section opens with a picture where one of its first three has one."""
    first = next((one for one in found[:3] if one.card.picture), found[0])
    return [first, *(one for one in found if one is not first)]


def _cards(found: list[ListedStory]) -> tuple[Card, ...]:
    return tuple(one.card for one in found)
