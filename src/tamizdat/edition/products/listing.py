"""Lists of stories: of a region, topic, series, author, month, and of everything in a language; newest first, then the
numbered archive, whose pages never shift: page 1 holds the stories that came first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.portable import summary
from tamizdat.edition.products import podcast
from tamizdat.edition.products.product import GONE, REDIRECT, Making, Product
from tamizdat.edition.shapes import Alternate, Author, AuthorLine, Card, Link, Listing, Pages
from tamizdat.edition.uses import Uses
from tamizdat.edition.values.images import Image
from tamizdat.edition.values.lists import every_list, page_entries, pages_by_age
from tamizdat.edition.values.nouns import Label
from tamizdat.edition.values.stories import ListedStory, Place, places
from tamizdat.kit.keys import Key
from tamizdat.newsroom import keys
from tamizdat.newsroom.keys import ListName, list_name
from tamizdat.newsroom.models import Address
from tamizdat.newsroom.models.pins import SLOTS

TEMPLATE = "pages/listing.html"
EVENT = "pages/event.html"
BY_FORM = {"blog": "pages/blog.html", "podcast": "pages/show.html"}
"""Templates of series that look like more than a list."""
FEATURED, LONG = 5, 4
"""The head of a list of at least LONG stories features the first of its FEATURED newest that has a picture; that of a
running event the most urgent of them."""
PINNED = ("region", "topic")
"""Kinds of lists on whose head an editor can choose what comes first."""
NOUNS = ("author", "region", "series", "topic")


def address(uses: Uses, name: ListName) -> str:
    """The address of a list's first page, or '' when its noun is gone."""
    if name.kind == "latest":
        return f"/{name.language}/latest/"
    if name.kind == "month":
        year, _, month = name.rest.partition("-")
        return f"/{name.language}/{year}/{month}/"
    label = uses.label(name.kind, name.noun, name.language)
    return label.url if label else ""


def addressed(kind: str) -> list[int]:
    """Every noun of a kind that ever had an address, whether it still exists or not, by number."""
    owners = Address.objects.filter(owner__gt=f"{kind}:", owner__lt=f"{kind};").values_list("owner", flat=True)
    return sorted(Key(owner).number for owner in owners.distinct())


def places_of(uses: Uses, kind: str, pk: int, language: str) -> tuple[Place | None, list[Place], list[Place]]:
    """A noun's address in a language, those that it moved from, and those that are gone for good."""
    owner = keys.noun(kind, pk)
    uses.record(owner)
    own = [place for place in places([owner]).get(owner, ()) if place.language == language]
    current = next((place for place in own if place.current and not place.ended), None)
    others = [place for place in own if place is not current]
    return current, [one for one in others if not one.ended], [one for one in others if one.ended]


@dataclass(kw_only=True)
class _NounPart:
    """What the page of a list shows of its noun; nothing of it on a month's page. Numbered pages leave out its
    long texts, so that these touch the head alone."""

    name: str = ""
    prose: str = ""
    parent: Link | None = None
    children: tuple[Link, ...] = ()
    author: Author | None = None
    people: list[tuple[AuthorLine, Image | None]] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    neighbours: tuple[Link, ...] = ()
    is_running: bool = False


class ByList(Product):
    """A product with one target for each list: `<name>:en:latest`, `<name>:en:region:3`."""

    def all(self) -> Iterator[Key]:
        for language in self.setting.languages:
            yield self.target(keys.latest_list(language))
            for kind in NOUNS:
                for pk in self.nouns(kind):
                    yield self.target(keys.noun_list(language, kind, pk))
        for name, _ in every_list():
            if name.kind == "month":
                yield self.target(name)

    def nouns(self, kind: str) -> Iterable[int]:
        """Those of a kind that have a list."""
        return self.making().order(kind)

    def targets_for(self, key: Key) -> Iterable[Key]:
        if key.kind == "list" and key.rest:
            return (self.target(key.rest),)
        if key.kind in NOUNS and key.is_numbered:
            names = [keys.noun_list(language, key.kind, key.number) for language in self.setting.languages]
            return [self.target(name) for name in names]
        return super().targets_for(key)


class ListPages(Product):
    """What both kinds of pages of a list share."""

    templates = frozenset([TEMPLATE, EVENT, *BY_FORM.values(), GONE, REDIRECT, podcast.NOTES])

    def page_files(self, making: Making, name: ListName, shown: list[ListedStory], number: int | None) -> list[File]:
        """The page of a list: its head, which has no `number`, or a numbered one."""
        language, url = name.language, address(making, name)
        label = making.label(name.kind, name.noun, language) if name.kind in NOUNS else None
        part = self._noun_part(making, label, language, is_head=number is None) if label else _NounPart()
        if name.kind == "month":
            part.name = name.rest
        listing = self._listing(making, name, label, part, shown, number)
        images = part.images
        if label and label.form == podcast.FORM:
            show, covers = podcast.Shows(self.tools).show(
                making, label, language, [one.pk for one in shown], notes=False
            )
            listing, images = replace(listing, show=show), [*images, *covers]
        site = making.site(language)
        own_url = url if number is None else f"{url}page/{number}/"
        head = making.head(
            listing.name,
            own_url,
            description=listing.author.short_bio if listing.author else summary(listing.introduction),
            alternates=self._alternates(making, name) if number is None else (),
            share_picture=listing.author.portrait if listing.author else listing.show.picture if listing.show else None,
            breadcrumbs=tuple(link for link in (site.link, part.parent) if link),
        )
        template = EVENT if part.is_running else BY_FORM.get(listing.series_kind, TEMPLATE)
        files = [file for image in images for file in image.files(self.tools.renditions)]
        return [*files, making.page_file(template, language, head, listing=listing)]

    def _listing(
        self,
        making: Making,
        name: ListName,
        label: Label | None,
        part: _NounPart,
        shown: list[ListedStory],
        number: int | None,
    ) -> Listing:
        url, cards = address(making, name), tuple(one.card for one in shown)
        is_region_head = name.kind == "region" and number is None
        featured = self._featured(making, name, label, shown, part.is_running) if number is None else None
        return Listing(
            kind=name.kind,
            name=part.name,
            url=url,
            introduction="" if name.kind == "author" else part.prose,
            cards=tuple(card for card in cards if card is not featured),
            pages=numbers(making, name, url, number),
            parent=part.parent,
            children=part.children,
            author=part.author,
            series_kind=label.form if label and label.kind == "series" else "",
            authors=tuple(line for line, _ in part.people),
            featured=featured,
            neighbours=part.neighbours,
            topics=_topics(cards) if is_region_head else (),
            map=making.value(Key.of("map", name.language, name.noun)) if is_region_head else None,
        )

    def _featured(
        self, making: Making, name: ListName, label: Label | None, shown: list[ListedStory], is_running: bool
    ) -> Card | None:
        """The story that opens the head of a list, when one stands out."""
        leads = name.kind in PINNED and 0 in making.pinned(name)
        if is_running and shown:
            by_urgency = min(shown[:FEATURED], key=lambda one: (one.urgency, not one.card.picture))
            return shown[0].card if leads else by_urgency.card
        is_chronicle = bool(label and label.kind == "series" and label.form in BY_FORM)
        if len(shown) < LONG or is_chronicle:
            return None
        return next((one.card for one in shown[: 1 if leads else FEATURED] if one.card.picture), None)

    def _noun_part(self, making: Making, label: Label, language: str, *, is_head: bool) -> _NounPart:
        kind, pk = label.kind, label.pk
        part = _NounPart(name=label.name)
        if is_head:
            field_name = "long_bio" if kind == "author" else "introduction"
            part.prose = making.prose(making.text(kind, pk, field_name, language), language)
        if kind == "topic":
            parent = making.label("topic", label.parent, language)
            part.parent = parent.link if parent else None
            topics = making.labels("topic", language)
            part.children = tuple(topic.link for topic in topics if topic.parent == pk)
            part.is_running = is_head and is_running(making, label)
        elif kind == "region":
            group = making.label("group", label.parent, language)
            part.parent = Link(name=group.name, url=f"/{language}/regions/") if group else None
            if is_head:
                part.neighbours = tuple(
                    making.link("region", near, language) for near in making.value(Key.of("near", pk))
                )
        elif kind == "series" and is_head:
            part.people = making.series_people(pk, language)
            part.images = [image for _, image in part.people if image]
        elif kind == "author" and (found := making.person(pk, language)):
            line, image = found
            part.author = Author(
                name=line.name,
                url=line.url,
                role=line.role,
                short_bio=line.short_bio,
                long_bio=part.prose,
                portrait=line.portrait,
                links=making.value(Key.of("author_links", pk)),
            )
            part.images = [image] if image and is_head else []
        return part

    def _alternates(self, making: Making, name: ListName) -> tuple[Alternate, ...]:
        if name.kind == "latest":
            return making.everywhere("/{language}/latest/")
        if name.kind not in NOUNS:
            return ()
        languages = self.setting.languages
        return making.alternates({code: address(making, name._replace(language=code)) for code in languages})


def numbers(making: Making, name: ListName, url: str, number: int | None) -> Pages:
    """Where a page is among the numbered ones. A numbered page knows only whether there is a newer one: how many there are
    changes with every thirtieth story, and is on the head alone."""
    if number is None:
        last = making.last_page(name)
        return Pages(number=None, last=last, newer="", older=f"{url}page/{last}/" if last else "")
    has_newer = making.value(Key.of("opened", name, number + 1))
    return Pages(
        number=number,
        last=number + has_newer,
        newer=f"{url}page/{number + 1}/" if has_newer else url,
        older=f"{url}page/{number - 1}/" if number > 1 else "",
    )


def is_running(making: Making, label: Label) -> bool:
    """Whether it is an event that goes on."""
    return label.kind == "topic" and bool(label.parent) and label.pk in making.value(Key.of("running"))


def _topics(cards: Iterable[Card]) -> tuple[Link, ...]:
    """What the stories are about, the most frequent first."""
    counts = Counter(card.section for card in cards if card.section)
    return tuple(sorted(counts, key=lambda link: (-counts[link], link.url)))


def _chosen_first(pinned: Mapping[int, ListedStory], newest: Sequence[ListedStory]) -> list[ListedStory]:
    """A list with what an editor chose in its place, and no story twice."""
    taken = {one.pk for one in pinned.values()}
    rest = iter([one for one in newest if one.pk not in taken])
    placed = [pinned.get(slot) or next(rest, None) for slot in range(SLOTS)]
    return [*(one for one in placed if one), *rest][: keys.PAGE_SIZE]


class ListingProduct(ByList, ListPages):
    """`listing:en:region:3`: the head of a list, and what is at addresses that its noun left."""

    name = "listing"
    phase = 3

    def nouns(self, kind: str) -> Iterable[int]:
        return dict.fromkeys((*super().nouns(kind), *addressed(kind)))

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        values = self.reader.values
        values.expect(Key.of("newest", target.rest, keys.PAGE_SIZE) for target in targets)
        for target in targets:
            making = self.making()
            yield making.artifact(target, self._files(making, list_name(target.rest)))

    def _files(self, making: Making, name: ListName) -> list[File]:
        stubs: list[File] = []
        if name.kind in NOUNS:
            current, moved, ended = places_of(making, name.kind, name.noun, name.language)
            stubs = making.stubs(moved, current.path if current else None) + making.stubs(ended, None)
        if name.language not in self.setting.languages or not address(making, name):
            return stubs
        shown = self._stories(making, name)
        if name.kind == "month" and not shown:
            return []
        return [*self.page_files(making, name, shown, None), *stubs]

    def first(self, making: Making, name: ListName) -> list[ListedStory]:
        """The stories of a region or topic as the head of its list shows them, that which opens it before the others."""
        shown, label = self._stories(making, name), making.label(name.kind, name.noun, name.language)
        featured = self._featured(making, name, label, shown, bool(label and is_running(making, label)))
        return sorted(shown, key=lambda one: one.card is not featured)

    def _stories(self, making: Making, name: ListName) -> list[ListedStory]:
        newest = making.newest(name, keys.PAGE_SIZE)
        return _chosen_first(making.pinned(name), newest) if name.kind in PINNED else newest

    def label(self, target: Key) -> str:
        return address(self.making(), list_name(target.rest)) or target


class ArchiveProduct(ListPages):
    """`archive:en:region:3:7`: the numbered pages."""

    name = "archive"
    phase = 3

    def all(self) -> Iterator[Key]:
        return (self.target(name, number) for name, number in pages_by_age())

    def targets_for(self, key: Key) -> Iterable[Key]:
        return (self.target(key.rest),) if key.kind == "entries" and key.rest else ()

    def bake(self, targets: Sequence[Key]) -> Iterator[Artifact]:
        makings = {(list_name(target.head), target.number): (target, self.making()) for target in targets}
        found = page_entries({page: making for page, (_, making) in makings.items()})
        self.reader.values.expect(Key.of("card", pk) for pks in found.values() for pk in pks)
        for (name, number), (target, making) in makings.items():
            pks = found.get((name, number))
            yield making.artifact(target, self._files(making, name, number, pks) if pks is not None else ())

    def _files(self, making: Making, name: ListName, number: int, pks: list[int]) -> list[File]:
        known = name.language in self.setting.languages and address(making, name)
        if not known or not making.value(Key.of("opened", name, number)):
            return []
        shown = making.listed_of(pks)
        if not shown and name.kind == "month" and not making.newest(name, 1):
            return []  # a month without stories has no pages
        return self.page_files(making, name, shown, number)

    def label(self, target: Key) -> str:
        return f"{address(self.making(), list_name(target.head))}page/{target.number}/"
