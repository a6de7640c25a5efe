"""Lists of stories: of a region, topic, series, author, month, and of everything in a language; newest first, then the
numbered archive, whose pages never shift: page 1 holds the stories that came first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tamizdat.bake.products import Artifact, File
from tamizdat.edition import ledger, pictures
from tamizdat.edition.cards import KeyedCard
from tamizdat.edition.nouns import Noun
from tamizdat.edition.portable import summary
from tamizdat.edition.products import podcast
from tamizdat.edition.products.base import Base, OneByOne
from tamizdat.edition.shapes import Author, AuthorLine, Card, Link, Listing, Pages
from tamizdat.kit.paths import file_path
from tamizdat.newsroom import keys

TEMPLATE = "pages/listing.html"
BY_FORM = {"blog": "pages/blog.html", "podcast": "pages/show.html"}
"""Templates of series that look like more than a list."""
FEATURED, LONG = 5, 4
"""The head of a list of at least LONG stories features the first of its FEATURED newest that has a picture."""
NOUNS = ("author", "region", "series", "topic")


def address(reader: Any, story_list: str) -> str:
    """The address of a list's first page, or '' when its noun is gone."""
    language, kind, rest = split(story_list)
    if kind == "latest":
        return f"/{language}/latest/"
    if kind == "month":
        year, _, month = rest.partition("-")
        return f"/{language}/{year}/{month}/"
    noun = reader.nouns.by_kind[kind].get(int(rest))
    return reader.nouns.url(noun, language) if noun else ""


def split(story_list: str) -> tuple[str, str, str]:
    language, _, rest = story_list.partition(":")
    kind, _, rest = rest.partition(":")
    return language, kind, rest


def _is_long(cards: Sequence[Card], number: int | None) -> bool:
    return number is None and len(cards) >= LONG


def _topics(cards: Iterable[Card]) -> tuple[Link, ...]:
    """What the stories are about, the most frequent first."""
    counts = Counter(card.section for card in cards if card.section)
    return tuple(sorted(counts, key=lambda link: (-counts[link], link.url)))


class Lists(Base):
    """What both kinds of pages of a list share."""

    def listing(
        self, story_list: str, cards: tuple[Card, ...], number: int | None
    ) -> tuple[Listing, Link | None, set[str]]:
        language, kind, rest = split(story_list)
        nouns, url = self.reader.nouns, address(self.reader, story_list)
        noun = nouns.by_kind[kind].get(int(rest)) if kind in NOUNS else None
        last = self.reader.last_number(story_list)
        below = (number if number is not None else last + 1) - 1
        pages = Pages(
            number=number,
            last=last,
            newer="" if number is None else (url if number == last else f"{url}page/{number + 1}/"),
            older=f"{url}page/{below}/" if below >= 1 else "",
        )
        depends = {keys.noun(noun.kind, noun.pk)} if noun else set()
        parent: Link | None = None
        children: tuple[Link, ...] = ()
        if noun and kind == "topic":
            up = nouns.topics.get(noun.row["parent_id"] or 0)
            parent = nouns.link(up, language) if up else None
            children = nouns.events(noun.pk, language)
        elif noun and kind == "region":
            parent = Link(name=nouns.word(nouns.groups[noun.row["group_id"]], language), url=f"/{language}/regions/")
        region = noun if kind == "region" and number is None else None
        chronicle = bool(noun and noun.kind == "series" and noun.row["form"] in BY_FORM)
        featuring = _is_long(cards, number) and not chronicle
        featured = next((card for card in cards[:FEATURED] if card.picture), None) if featuring else None
        author_lines: tuple[AuthorLine, ...] = ()
        if noun and kind == "series":
            people = [nouns.authors[pk] for pk in nouns.series_authors[noun.pk] if pk in nouns.authors]
            rows = pictures.read([pk for person in people if (pk := person.row["portrait_id"])])
            author_lines = tuple(self.reader.author_line(person, language, "", rows) for person in people)
            depends |= {keys.noun("author", person.pk) for person in people}
        is_author = noun is not None and kind == "author"
        prose = ""
        if noun:
            prose, more = self.prose(nouns.word(noun, language, "long_bio" if is_author else "introduction"), language)
            depends |= more
        made = Listing(
            kind=kind,
            name=nouns.word(noun, language) if noun else (rest if kind == "month" else ""),
            url=url,
            introduction="" if is_author else prose,
            cards=tuple(card for card in cards if card is not featured),
            pages=pages,
            parent=parent,
            children=children,
            author=self.author(noun, language, prose) if noun and is_author else None,
            series_kind=noun.row["form"] if noun and kind == "series" else "",
            authors=author_lines,
            featured=featured,
            neighbours=nouns.neighbours(region, language) if region else (),
            topics=_topics(cards) if region else (),
            map=nouns.map(language, region) if region else None,
        )
        return made, parent, depends

    def author(self, noun: Noun, language: str, long_bio: str) -> Author:
        nouns = self.reader.nouns
        portrait, _ = self.reader.picture(noun.row["portrait_id"], language)
        return Author(
            name=nouns.word(noun, language),
            url=nouns.url(noun, language),
            role=nouns.word(noun, language, "role"),
            short_bio=nouns.word(noun, language, "short_bio"),
            long_bio=long_bio,
            portrait=portrait,
            links=tuple(nouns.author_links[noun.pk]),
        )

    def make(
        self, target: str, story_list: str, shown: list[KeyedCard], number: int | None, depends: set[str]
    ) -> Artifact:
        language = split(story_list)[0]
        listing, parent, more = self.listing(story_list, tuple(one.card for one in shown), number)
        nouns = self.reader.nouns
        site = nouns.site(language)
        url = listing.url if number is None else f"{listing.url}page/{number}/"
        page = self.page(
            listing.name,
            url,
            description=listing.author.short_bio if listing.author else summary(listing.introduction),
            alternates=self._alternates(story_list) if number is None else (),
            breadcrumbs=tuple(link for link in (Link(name=site.name, url=site.url), parent) if link),
        )
        template = BY_FORM.get(listing.series_kind, TEMPLATE)
        shown_pictures: list[File] = []
        if listing.series_kind == podcast.FORM:
            noun = nouns.series[int(split(story_list)[2])]
            shows = podcast.Shows(self.reader, self.renderer, self.media)
            show, keyed, rows = shows.show(noun, language, [one.pk for one in shown], notes=False)
            listing, more = replace(listing, show=show), more | keyed
            shown_pictures = [file for row in rows for file in pictures.files(row, self.renditions)]
        data = self.renderer.page(template, language, site=site, page=page, listing=listing)
        files = (
            [*self._portrait(story_list), *shown_pictures, File(path=file_path(url), data=data)]
            if number is None
            else [*shown_pictures, File(path=file_path(url), data=data)]
        )
        for one in shown:
            depends |= one.keys
        return Artifact(
            target=target, files=tuple(files), keys=frozenset(depends | more), scope=self.scope(language, template)
        )

    def _alternates(self, story_list: str) -> Any:
        _language, kind, rest = split(story_list)
        if kind == "latest":
            return self.everywhere("/{language}/latest/")
        if kind not in NOUNS:
            return ()
        noun = self.reader.nouns.by_kind[kind][int(rest)]
        urls = {code: self.reader.nouns.url(noun, code) for code in self.reader.languages}
        return tuple(other for other in self.everywhere("{language}") if urls[other.language]) and tuple(
            type(other)(language=other.language, name=other.name, url=urls[other.language], headline="")
            for other in self.everywhere("{language}")
            if urls[other.language]
        )

    def _portrait(self, story_list: str) -> list[File]:
        _, kind, rest = split(story_list)
        pks = []
        if kind == "author":
            pks = [self.reader.nouns.authors[int(rest)].row["portrait_id"]]
        elif kind == "series":
            people = self.reader.nouns.series_authors[int(rest)]
            pks = [self.reader.nouns.authors[pk].row["portrait_id"] for pk in people if pk in self.reader.nouns.authors]
        rows = pictures.read([pk for pk in pks if pk])
        return [file for row in rows.values() for file in pictures.files(row, self.renditions)]


class ListingProduct(Lists, OneByOne):
    name = "listing"
    phase = 3

    def all(self) -> Iterator[str]:
        for language in self.reader.languages:
            yield f"listing:{keys.latest_list(language)}"
            for kind in NOUNS:
                for pk in dict.fromkeys((*self.reader.nouns.by_kind[kind], *ledger.addressed_nouns(kind))):
                    yield f"listing:{keys.noun_list(language, kind, pk)}"
        for story_list, _ in self.reader.lists():
            if split(story_list)[1] == "month":
                yield f"listing:{story_list}"

    def born_of(self, key: str) -> Iterable[str]:
        if key.startswith("newest:"):
            return (f"listing:{key.removeprefix('newest:')}",)
        kind, _, pk = key.partition(":")
        if kind in NOUNS and pk.isdigit():
            return [f"listing:{keys.noun_list(language, kind, int(pk))}" for language in self.reader.languages]
        return super().born_of(key)

    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]:
        self.reader.expect_newest([self.rest(target) for target in targets], keys.PAGE_SIZE)
        return super().bake(targets)

    def one(self, target: str) -> Artifact:
        story_list = self.rest(target)
        language, kind, rest = split(story_list)
        depends = {keys.newest(story_list)}
        stubs: list[File] = []
        if kind in NOUNS:
            owner = keys.noun(kind, int(rest))
            depends.add(owner)
            places = [place for place in ledger.places([owner]).get(owner, ()) if place.language == language]
            current = next((place for place in places if place.current and not place.ended), None)
            moved = [place for place in places if place is not current]
            stubs = self.stubs([place for place in moved if not place.ended], current)
            stubs += self.stubs([place for place in moved if place.ended], None)
        if language not in self.reader.languages or not address(self.reader, story_list):
            scope = self.scope_of_stubs(language)
            return Artifact(target=target, files=tuple(stubs), keys=frozenset(depends), scope=scope)
        shown = self.reader.newest(story_list, keys.PAGE_SIZE)
        if kind == "month" and not shown:
            return Artifact(target=target, files=(), keys=frozenset(depends))
        made = self.make(target, story_list, shown, None, depends)
        scope = made.scope | (self.scope_of_stubs(language) if stubs else frozenset())
        return Artifact(target=target, files=(*made.files, *stubs), keys=made.keys, scope=scope)

    def label(self, target: str) -> str:
        return address(self.reader, self.rest(target)) or target


class ArchiveProduct(Lists):
    """The numbered pages."""

    name = "archive"
    phase = 3

    def all(self) -> Iterator[str]:
        return (f"archive:{story_list}:{number}" for story_list, number in self.reader.pages_by_age())

    def born_of(self, key: str) -> Iterable[str]:
        return (f"archive:{key.removeprefix('numbered:')}",) if key.startswith("numbered:") else ()

    def bake(self, targets: Sequence[str]) -> Iterator[Artifact]:
        parts = [(target, *self.part(target)) for target in targets]
        there = [
            (story_list, number)
            for _, story_list, number in parts
            if split(story_list)[0] in self.reader.languages
            and address(self.reader, story_list)
            and number <= self.reader.last_number(story_list)
        ]
        firsts = [(story_list, (number - 1) * keys.PAGE_SIZE) for story_list, number in there]
        found = dict(zip(there, self.reader.numbered(firsts, keys.PAGE_SIZE), strict=True))
        for target, story_list, number in parts:
            depends = {keys.numbered(story_list, number)}
            shown = found.get((story_list, number))
            if shown == [] and split(story_list)[1] == "month":
                depends.add(keys.newest(story_list))
                shown = shown if self.reader.newest(story_list, 1) else None  # a month without stories has no pages
            if shown is not None:
                yield self.make(target, story_list, shown, number, depends)
            else:
                yield Artifact(target=target, files=(), keys=frozenset(depends))

    def part(self, target: str) -> tuple[str, int]:
        story_list, _, number = self.rest(target).rpartition(":")
        return story_list, int(number)

    def label(self, target: str) -> str:
        story_list, number = self.part(target)
        return f"{address(self.reader, story_list)}page/{number}/"
