"""A story, whole and as a list shows it, with what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


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
class Alternate:
    """The same thing in another language: `name` is the language's own name, `headline` what it is called there."""

    language: str
    name: str
    url: str
    headline: str


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


class Value(dict[str, Any]):
    """What a block holds. Templates read its entries as they read all else: `block.value.html`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"a block holds {', '.join(self) or 'nothing'} and no {name}") from None


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
    value: dict[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", Value(self.value))


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
class NotedStory:
    """A note on the page of corrections, with the story that it is about."""

    note: Note
    card: Card


@dataclass(frozen=True, kw_only=True)
class Related:
    """What to read next and why: `why` is event, region or topic, and `of` is the one that the stories share, where
    it is known."""

    why: str
    of: Link | None
    cards: tuple[Card, ...]


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
