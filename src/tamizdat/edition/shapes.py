"""What templates see: frozen values, never models.

Internal notes, drafts, sources and the real names behind pseudonyms have no field here, so no template can print them.
Every `url` is root-relative ("/en/2026/11/slug/"); every `html` has been sanitised by the reader; everything else is
plain text that templates escape. Moments are aware datetimes in the newsroom's time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit


def text_url(url: str, language: str) -> str:
    """Where the text edition has the story that stands at `url`: /en/2026/11/slug/ is /en/text/2026/11/slug/ there."""
    return f"/{language}/text/{url.removeprefix(f'/{language}').strip('/')}/"


@dataclass(frozen=True, kw_only=True)
class Link:
    """`also` are its names in the newsroom's other languages, where a menu can be narrowed by them."""

    name: str
    url: str
    also: str = ""


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
    share_width: int = 0
    share_height: int = 0
    small: str = ""  # name of the file of the size that goes along in a story as one file
    may_be_republished: bool = False


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

    @property
    def text_url(self) -> str:
        return text_url(self.url, self.language)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A part of a recording: `start` in seconds; `url` is the recording from there on."""

    start: int
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What a recording says from `start` to `end`, in seconds; `text` is one line of plain text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a body. `kind` names its template, blocks/<kind>.html; `value` holds what that template reads:

    text {html} · heading {text, id} · picture {picture} · gallery {pictures} · quote {text, attribution} ·
    pull_quote {text} · table {caption, head: (cell,…)|(), rows: ((cell,…),…)} ·
    audio {id, url, type, title, bytes, duration, chapters: (Chapter,…), transcript (html), cues: (Cue,…)} ·
    video {url, type, title, bytes, duration, poster: Picture|None, captions_url} · embed {url, host, title} ·
    document {url, title, type, bytes} · related {card} · box {title, html} · divider {}
    """

    kind: str
    value: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A part of a visual story: a picture, or none before the first, and the blocks that go with it."""

    picture: Picture | None
    blocks: tuple[Block, ...]


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
class Ask:
    """What a story says about giving: `kind` is 'ask' or 'warning', `text` the newsroom's words or ''."""

    kind: str
    text: str
    url: str  # of the page Support us, or ''


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
    season: int | None = None
    episode: int | None = None
    previous: Link | None = None  # of its series, by headline: what came before it
    next: Link | None = None
    siblings: tuple[Alternate, ...]
    credit: str
    licence: str
    source_url: str
    word_count: int
    uri: str = ""  # its name for good
    urgency: int = 5
    may_be_republished: bool = True
    notes: tuple[Note, ...] = ()
    ask: Ask | None = None

    @property
    def text_url(self) -> str:
        return text_url(self.url, self.language)

    @property
    def changed_at(self) -> datetime:
        """When readers were last told something new: by the text, or by a note on it."""
        return max([self.updated_at or self.published_at, *(note.date for note in self.notes)])


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
class Degree:
    """What a line of a graticule says at the edge."""

    degrees: int
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A place on a map. `name` stands at `left`, `base` by its `anchor` (start, middle, end), or is '' where it has no
    room. `rank` is here, near or far."""

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
    """A locator map in its own units; `lines` and `threads` (to the neighbours) are paths as SVG writes them."""

    width: int
    height: int
    lines: str
    degrees: tuple[Degree, ...]
    threads: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, kw_only=True)
class Related:
    """What to read next and why: `why` is event, region or topic, and `of` is the one that the stories share, where
    it is known."""

    why: str
    of: Link | None
    cards: tuple[Card, ...]


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
class Enclosure:
    """A file that an episode brings along: `type` is its media type."""

    url: str
    type: str
    bytes: int = 0


@dataclass(frozen=True, kw_only=True)
class Episode:
    """A story with a recording. `guid` names it for good; `duration` in seconds, 0 where nobody knows it; `html` is what a
    player shows below it, with absolute addresses; `chapters_url` may be ''."""

    guid: str
    card: Card
    season: int | None
    number: int | None
    recording: Enclosure
    duration: int
    html: str
    people: tuple[AuthorLine, ...]
    chapters_url: str
    transcripts: tuple[Enclosure, ...]


@dataclass(frozen=True, kw_only=True)
class Show:
    """A podcast in one language. `feed_url` is '' where there is no feed; `cover_url` is the largest JPEG of its picture;
    `description` is plain text."""

    guid: str
    name: str
    url: str
    feed_url: str
    description: str
    picture: Picture | None
    cover_url: str
    category: str
    explicit: bool
    owner_email: str
    funding_url: str
    authors: tuple[AuthorLine, ...]
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A region, topic, series, author, month or language list. `kind` is one of those words or 'latest'. `featured` leads
    the head of a long list and is not among `cards`; `show` is a podcast's; `neighbours`, `topics` and `map` are a region's."""

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


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How a reader reaches the newsroom: `email` may be '', `safe_ways` is html or ''."""

    email: str
    safe_ways: str


@dataclass(frozen=True, kw_only=True)
class StaticPage:
    kind: str
    title: str
    url: str
    html: str
    people: tuple[AuthorLine, ...]
    corrections: tuple[NotedStory, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to give: `kind` is link, bank or checkout; `details` are lines of plain text."""

    kind: str
    label: str
    url: str
    details: tuple[str, ...]

    @property
    def host(self) -> str:
        """Where the link leads, as readers know places."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True, kw_only=True)
class Support:
    """The page Support us. `warns`: in this language giving can be a crime, as `warning` (or '') says in full."""

    url: str
    introduction: str  # html
    ways: tuple[Way, ...]
    warns: bool
    warning: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """A story to take along: `text` is its body as plain text; `html`, in plain elements, and `plain` are the whole story
    with its credit, '' where it may not be republished."""

    url: str
    text: str
    file_url: str
    html: str
    plain: str
    licence: str
    licence_url: str
    terms: str = ""  # html


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
    support: str = ""  # address of the page Support us
    media: tuple[Group, ...] = ()  # series by form: a group's name is blog, podcast, feature or visual
    look_url: str = ""  # the newsroom's own stylesheet
    logo: Picture | None = None
    hub: str = ""  # of WebSub
    republishing: bool = True
    licence: str = ""  # of our stories, with its address
    licence_url: str = ""
    companions: frozenset[str] = frozenset(["share", "ninjs", "oembed", "text", "search"])  # what is made of each story


@dataclass(frozen=True, kw_only=True)
class Page:
    """The frame of one page: what its head says. `canonical` is absolute, or '' while no canonical address is set.
    `elsewhere` is for readers of no language that it is in; `type` is Open Graph's: website, article or profile."""

    title: str
    description: str
    url: str
    canonical: str
    alternates: tuple[Alternate, ...]
    share_picture: str
    breadcrumbs: tuple[Link, ...]
    robots: str = ""
    elsewhere: str = ""
    type: str = "website"


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """`html` is the whole text, or '' in a feed of summaries."""

    id: str
    card: Card
    changed_at: datetime
    html: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    title: str
    url: str
    page_url: str
    updated_at: datetime | None
    entries: tuple[FeedEntry, ...]
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class SitemapEntry:
    url: str
    changed_at: datetime | None
    alternates: tuple[Alternate, ...]
    headline: str = ""
    published_at: datetime | None = None
    language: str = ""
