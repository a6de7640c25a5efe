"""The fronts: one for each language."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import pictures
from tamizdat.edition.cards import KeyedCard
from tamizdat.edition.nouns import Noun
from tamizdat.edition.products.base import OneByOne
from tamizdat.edition.shapes import Card, Front, Section
from tamizdat.newsroom import keys

TEMPLATE = "pages/front.html"
NEWEST = 40
MOST_READ = 6
LEADING = 12
"""The first story is the most urgent of so many newest ones."""
OWN_PLACE = ("blog", "podcast", "visual")
"""Forms of series that have a part of the front of their own: their stories stand there and among the latest only."""


class FrontProduct(OneByOne):
    name = "front"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"front:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        if language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset())
        choice = Choice(self, language)
        front = choice.front()
        site = self.reader.nouns.site(language)
        page = self.page(site.name, site.url, description=site.description, alternates=self.everywhere("/{language}/"))
        data = self.renderer.page(TEMPLATE, language, site=site, page=page, front=front)
        return Artifact(
            target=target,
            files=(File(path=f"{language}/index.html", data=data),),
            keys=frozenset(choice.depends),
            scope=self.scope(language, TEMPLATE),
        )

    def label(self, target: str) -> str:
        return f"/{self.rest(target)}/"


class Choice:
    """What stands where on one front. No story stands twice, but among the latest and in an event's own list."""

    def __init__(self, product: FrontProduct, language: str) -> None:
        self.reader, self.nouns, self.language = product.reader, product.reader.nouns, language
        self.depends: set[str] = set()
        self.used: set[int] = set()
        series = [noun for noun in self.nouns.series.values() if noun.row["form"] in OWN_PLACE]
        self.own = {noun.pk: self.newest(noun, 6) for noun in series}
        self.set_apart = {one.pk for cards in self.own.values() for one in cards}

    def front(self) -> Front:
        latest = keys.latest_list(self.language)
        newest = self.reader.newest(latest, NEWEST)
        self.note(keys.newest(latest), newest)
        eligible = [one for one in newest if self.is_news(one)] or newest
        chosen = sorted(eligible[:LEADING], key=lambda one: one.urgency)  # stable: the newest of the most urgent
        with_picture = [one for one in chosen if one.card.picture]
        lead = (with_picture or chosen)[0] if chosen else None
        secondary = [one for one in chosen if one is not lead][:4]
        self.used = {one.pk for one in [lead, *secondary] if one}
        most_read, counted = self.reader.most_read(self.language, MOST_READ)
        self.depends |= counted
        return Front(
            lead=lead.card if lead else None,
            secondary=_cards(secondary),
            latest=_cards([one for one in newest if one.pk not in self.used][:10]),
            events=tuple(self.events()),
            sections=tuple(self.sections()),
            visual=_cards(self.visual(newest)),
            podcasts=tuple(self.of_form("podcast")),
            blogs=tuple(self.of_form("blog")),
            archive_url=f"/{self.language}/latest/",
            most_read=_cards(most_read),
        )

    def events(self) -> Iterator[Section]:
        """Running events with the newest of their stories."""
        for topic in self.nouns.topics.values():
            if topic.row["parent_id"] and topic.row["running"] and (cards := self.newest(topic, 3)):
                yield self.section(topic, "event", cards)

    def sections(self) -> Iterator[Section]:
        """Topics, then features, with what does not stand above."""
        nouns = [topic for topic in self.nouns.topics.values() if topic.row["parent_id"] is None]
        nouns += [noun for noun in self.nouns.series.values() if noun.row["form"] == "feature"]
        for noun in nouns:
            fresh = [one for one in self.newest(noun, 16) if one.pk not in self.used and self.is_news(one)][:5]
            self.used |= {one.pk for one in fresh}
            if fresh:
                yield self.section(noun, noun.row.get("form", "topic"), _pictured_first(fresh))

    def visual(self, newest: list[KeyedCard]) -> list[KeyedCard]:
        series = [noun for noun in self.nouns.series.values() if noun.row["form"] == "visual"]
        found = {one.pk: one for noun in series for one in self.own[noun.pk]}
        found |= {one.pk: one for one in newest if one.card.genre == "visual"}
        shown = [one for one in found.values() if one.card.picture]
        return sorted(shown, key=lambda one: (one.card.published_at, one.pk), reverse=True)[:3]

    def of_form(self, form: str) -> Iterator[Section]:
        for noun in self.nouns.series.values():
            if noun.row["form"] == form and self.own[noun.pk]:
                yield self.section(noun, form, self.own[noun.pk][:3], people=True)

    def is_news(self, one: KeyedCard) -> bool:
        return one.pk not in self.set_apart and one.card.genre != "visual"

    def newest(self, noun: Noun, count: int) -> list[KeyedCard]:
        story_list = keys.noun_list(self.language, noun.kind, noun.pk)
        found = self.reader.newest(story_list, count)
        self.depends.add(keys.noun(noun.kind, noun.pk))
        self.note(keys.newest(story_list), found)
        return found

    def note(self, key: str, found: list[KeyedCard]) -> None:
        self.depends |= {key} | {more for one in found for more in one.keys}

    def section(self, noun: Noun, kind: str, cards: list[KeyedCard], people: bool = False) -> Section:
        lines = []
        if people:
            authors = [self.nouns.authors[pk] for pk in self.nouns.series_authors[noun.pk] if pk in self.nouns.authors]
            rows = pictures.read([pk for author in authors if (pk := author.row["portrait_id"])])
            self.depends |= {keys.picture(pk) for pk in rows} | {keys.noun("author", author.pk) for author in authors}
            lines = [self.reader.author_line(author, self.language, "", rows) for author in authors]
        return Section(
            name=self.nouns.word(noun, self.language),
            url=self.nouns.url(noun, self.language),
            kind=kind,
            cards=_cards(cards),
            people=tuple(lines),
        )


def _pictured_first(found: list[KeyedCard]) -> list[KeyedCard]:
    """A section opens with a picture where one of its first three has one."""
    first = next((one for one in found[:3] if one.card.picture), found[0])
    return [first, *(one for one in found if one is not first)]


def _cards(found: list[KeyedCard]) -> tuple[Card, ...]:
    return tuple(one.card for one in found)
