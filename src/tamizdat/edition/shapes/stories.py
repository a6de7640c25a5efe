"""A story, whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tamizdat.edition.shapes.blocks import Block
from tamizdat.edition.shapes.cards import Alternate, AuthorLine, Card, Link, Picture, text_url
from tamizdat.edition.shapes.newsletter import SignUp


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
    sign_up: SignUp | None = None  # to the newsletter about what it is filed under

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
    """What to read next and why: `why` is event, region, topic or latest, and `of` is what the stories share, where it is
    known. `why` is earlier for what the same event had before, which an article shows beside its text."""

    why: str
    of: Link | None
    cards: tuple[Card, ...]

    @property
    def is_earlier(self) -> bool:
        return self.why == "earlier"


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
