"""What templates see: frozen values, never models.

Internal notes, drafts, sources and the real names behind pseudonyms have no field here, so no template can print them.
Every `url` is root-relative ("/en/2026/11/slug/"); every `html` has been sanitised by the reader; everything else is
plain text that templates escape. Moments are aware datetimes in the newsroom's time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Link:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """One <source> of a <picture>: a media type and its `srcset`."""

    type: str
    srcset: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`sources` are AVIF and WebP; `src`/`srcset` is JPEG. `focal` is a CSS class such as "focal-50-35" (steps of 5 %)."""

    sources: tuple[Source, ...]
    src: str
    srcset: str
    width: int
    height: int
    alt_text: str
    caption: str
    creator: str
    credit_line: str
    copyright_notice: str
    average_colour: str
    focal: str
    share_url: str


@dataclass(frozen=True, kw_only=True)
class AuthorLine:
    """An author as a byline names them: `role` is what they did for this story, in its language, or ''."""

    name: str
    url: str
    role: str
    short_bio: str
    portrait: Picture | None


@dataclass(frozen=True, kw_only=True)
class Card:
    """A story as a list shows it."""

    headline: str
    dek: str
    kicker: str
    url: str
    language: str
    genre: str
    byline: str
    authors: tuple[Link, ...]
    section: Link | None
    dateline: str
    published_at: datetime
    updated_at: datetime | None
    picture: Picture | None


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a body. `kind` names its template, blocks/<kind>.html; `value` holds what that template reads:

    text {html} · heading {text, id} · picture {picture} · gallery {pictures} · quote {text, attribution} ·
    pull_quote {text} · table {caption, head: (cell,…)|(), rows: ((cell,…),…)} · audio {url, type, title, duration, transcript} ·
    video {url, type, title, poster: Picture|None, captions_url} · embed {url, host, title} · document {url, title, type, bytes} ·
    related {card} · box {title, html} · divider {}
    """

    kind: str
    value: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Note:
    """What readers are told about a story after publication. `kind` is correction, clarification, retraction, update or
    editors_note."""

    kind: str
    date: datetime
    html: str

    @property
    def is_grave(self) -> bool:
        """Whether it must be read before the story: something in it was wrong."""
        return self.kind in ("correction", "retraction")


@dataclass(frozen=True, kw_only=True)
class Article:
    headline: str
    dek: str
    kicker: str
    url: str
    language: str
    genre: str
    byline: str
    authors: tuple[AuthorLine, ...]
    dateline: str
    published_at: datetime
    updated_at: datetime | None
    picture: Picture | None
    body: tuple[Block, ...]
    editors_note: str
    regions: tuple[Link, ...]
    topics: tuple[Link, ...]
    series: Link | None
    series_kind: str
    previous: Link | None = None  # of its series, by headline: what came before it
    next: Link | None = None
    siblings: tuple[Alternate, ...]
    credit: str
    licence: str
    source_url: str
    word_count: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alternate:
    """The same thing in another language: `name` is the language's own name, `headline` what it is called there."""

    language: str
    name: str
    url: str
    headline: str


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
class Pages:
    """Where a listing's numbered archive stands: `number` is None on its first, unnumbered page (the head).

    Numbers grow with time: page 1 holds the oldest stories and never shifts; `newer`/`older` are addresses or ''.
    """

    number: int | None
    last: int
    newer: str
    older: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A region, topic, series, author, month or language list. `kind` is one of those words or 'latest'."""

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


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the front: a heading with a few stories."""

    name: str
    url: str
    kind: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class Front:
    lead: Card | None
    secondary: tuple[Card, ...]
    latest: tuple[Card, ...]
    sections: tuple[Section, ...]
    archive_url: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A heading with links below it, as directories and menus show them."""

    name: str
    url: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All regions, topics, series, authors or months of a language: the plain page of links behind a menu."""

    kind: str
    url: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, kw_only=True)
class StaticPage:
    kind: str
    title: str
    url: str
    html: str
    people: tuple[AuthorLine, ...]
    corrections: tuple[NotedStory, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotedStory:
    """A note on the page of corrections, with the story that it is about."""

    note: Note
    card: Card


@dataclass(frozen=True, kw_only=True)
class Language:
    code: str
    name: str
    url: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class Site:
    """What stands on every page of one language."""

    name: str
    tagline: str
    description: str
    language: str
    direction: str
    url: str
    feed_url: str
    languages: tuple[Language, ...]
    regions: tuple[Group, ...]
    topics: tuple[Group, ...]
    menus: dict[str, tuple[Link, ...]]
    canonical: str
    time_zone: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """The frame of one page: what its head says. `canonical` is absolute, or '' while no canonical address is set."""

    title: str
    description: str
    url: str
    canonical: str
    alternates: tuple[Alternate, ...]
    share_picture: str
    breadcrumbs: tuple[Link, ...]
    robots: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    id: str
    card: Card
    html: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    title: str
    url: str
    page_url: str
    updated_at: datetime | None
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, kw_only=True)
class SitemapEntry:
    url: str
    changed_at: datetime | None
    alternates: tuple[Alternate, ...]
    headline: str = ""
    published_at: datetime | None = None
    language: str = ""
