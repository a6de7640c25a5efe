"""Lists of stories, the front, and directories of what has lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tamizdat.edition.shapes.cards import AuthorLine, Card, Link, Picture
from tamizdat.edition.shapes.newsletter import SignUp
from tamizdat.edition.shapes.sound import Show


@dataclass(frozen=True, kw_only=True)
class Author:
    name: str
    url: str
    role: str
    short_bio: str
    long_bio: str  # html
    portrait: Picture | None
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Degree:
    """What a line of a graticule says at the edge."""

    degrees: int
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A place on a map. `name` stands at `left`, `base` by its `anchor` (start, middle, end). `rank` is here, near or far."""

    name: str
    url: str
    x: int
    y: int
    anchor: str
    left: int
    base: int
    rank: str


@dataclass(frozen=True, kw_only=True)
class Map:
    """A locator map in its own units; `lines`, `threads` (to the neighbours) and `leaders` (to names that stand apart from
    their dots) are paths as SVG writes them."""

    width: int
    height: int
    lines: str
    degrees: tuple[Degree, ...]
    threads: str
    leaders: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Where a listing's numbered archive stands: `number` is None on its first, unnumbered page (the head).

    Numbers grow with time: page 1 holds the oldest stories and never shifts; `newer`/`older` are addresses or ''.
    """

    number: int | None
    last: int
    newer: str
    older: str


@dataclass(frozen=True, kw_only=True)
class TextIndex:
    """A list of the text edition: the newest stories, or a numbered page of all."""

    cards: tuple[Card, ...]
    pages: Pages


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A region, topic, series, author, month or language list. `kind` is one of those words or 'latest'. `featured` leads
    the head of a long list, and of a running event's, and is not among `cards`; `show` is a podcast's; `neighbours`, `topics`
    and `map` are a region's."""

    kind: str
    name: str
    url: str
    introduction: str  # html
    cards: tuple[Card, ...]
    pages: Pages
    parent: Link | None
    children: tuple[Link, ...]
    author: Author | None
    series_kind: str
    authors: tuple[AuthorLine, ...]
    show: Show | None = None
    featured: Card | None = None
    neighbours: tuple[Link, ...] = ()
    topics: tuple[Link, ...] = ()
    map: Map | None = None

    @property
    def since(self) -> tuple[tuple[Card, ...], ...]:
        """By day, the stories that came after the one that leads."""
        return _by_day(card for card in self.cards if self._is_new(card))

    @property
    def before(self) -> tuple[tuple[Card, ...], ...]:
        """By day, all others."""
        return _by_day(card for card in self.cards if not self._is_new(card))

    def _is_new(self, card: Card) -> bool:
        return self.featured is not None and card.published_at > self.featured.published_at


def _by_day(cards: Iterable[Card]) -> tuple[tuple[Card, ...], ...]:
    ordered = sorted(cards, key=lambda card: card.published_at, reverse=True)
    return tuple(tuple(some) for _, some in groupby(ordered, key=lambda card: card.published_at.date()))


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the front: a heading with a few stories. `people` are a blog's or podcast's own."""

    name: str
    url: str
    kind: str
    cards: tuple[Card, ...]
    people: tuple[AuthorLine, ...] = ()

    @property
    def is_small(self) -> bool:
        """Whether it is too short for a row of its own."""
        return len(self.cards) < 3


@dataclass(frozen=True, kw_only=True)
class Front:
    lead: Card | None
    secondary: tuple[Card, ...]
    latest: tuple[Card, ...]
    events: tuple[Section, ...]
    sections: tuple[Section, ...]
    visual: tuple[Card, ...]
    podcasts: tuple[Section, ...]
    blogs: tuple[Section, ...]
    archive_url: str
    most_read: tuple[Card, ...] = ()
    sign_up: SignUp | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """A heading with links below it, as directories and menus show them."""

    name: str
    url: str
    links: tuple[Link, ...]
    also: str = ""


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All regions, topics, series, authors or months of a language: the plain page of links behind a menu."""

    kind: str
    url: str
    groups: tuple[Group, ...]
    people: tuple[AuthorLine, ...] = ()
    map: Map | None = None
