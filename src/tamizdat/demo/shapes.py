"""The demo newsroom as values: what reading.py makes of the files in content/, and all that a loader may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .bodies import Block

Texts = Mapping[str, str]
"""Language code → text in that language. Every Texts of the demo has all of DemoNewsroom.languages."""


@dataclass(frozen=True, kw_only=True)
class DemoLink:
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class DemoAuthor:
    key: str
    slug: str
    name: Texts
    role: Texts
    short_bio: Texts
    long_bio: Texts  # html
    pseudonym: bool
    links: tuple[DemoLink, ...]
    portrait: str  # a picture's file


@dataclass(frozen=True, kw_only=True)
class DemoPlace:
    """A region or a running event; `introduction` is plain text. A region may say where it is, in degrees, and which
    regions are beside it."""

    key: str
    slug: str
    name: Texts
    introduction: Texts
    latitude: float | None = None
    longitude: float | None = None
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoRegionGroup:
    key: str
    slug: str
    name: Texts
    regions: tuple[DemoPlace, ...]


@dataclass(frozen=True, kw_only=True)
class DemoTopic:
    key: str
    slug: str
    name: Texts
    introduction: Texts
    events: tuple[DemoPlace, ...]


@dataclass(frozen=True, kw_only=True)
class DemoSeries:
    key: str
    slug: str
    kind: str  # blog, podcast, feature or visual
    name: Texts
    introduction: Texts
    authors: tuple[str, ...]
    picture: str  # a picture's file, or ''
    owner_email: str
    funding_url: str


@dataclass(frozen=True, kw_only=True)
class DemoPage:
    key: str
    title: Texts
    body: Texts  # html


@dataclass(frozen=True, kw_only=True)
class DemoPicture:
    """A picture for drawing.draw({"kind": kind, "params": params}, out). `focal`: x, y from the top left, 0..1."""

    file: str
    kind: str
    params: Mapping[str, Any]
    title: str
    alt_text: Texts
    caption: Texts
    creator: str
    credit_line: str
    copyright_notice: str
    focal: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Credit:
    """An author of a story; `role` is what they did for it, in the story's language, or ''."""

    key: str
    role: str


@dataclass(frozen=True, kw_only=True)
class DemoNote:
    """A correction, clarification, retraction, update or editors_note of a story."""

    kind: str
    date: datetime
    text: str  # html


@dataclass(frozen=True, kw_only=True)
class DemoStory:
    """One story in one language; siblings share `key`. `byline` is '' where the authors' names suffice."""

    key: str
    language: str
    headline: str
    dek: str
    kicker: str
    slug: str
    slugline: str
    byline: str
    authors: tuple[Credit, ...]
    dateline: str
    picture: str
    regions: tuple[str, ...]
    topics: tuple[str, ...]  # topics and running events
    series: str
    season: int  # of a podcast; 0 for none
    episode: int
    genre: str
    urgency: int
    first_published_at: datetime
    editors_note: str
    internal_note: str
    notes: tuple[DemoNote, ...]
    body: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class DemoList:
    """A letter list; `topic` is the key of what it is about, or ''."""

    key: str
    rule: str
    topic: str
    name: Texts
    description: Texts
    welcome: Texts


@dataclass(frozen=True, kw_only=True)
class DemoLetter:
    """A letter of a list with the keys of its stories: those that stand in it whole, and the others. A draft has no `sent_at`."""

    list: str
    sent_at: datetime | None
    whole: tuple[str, ...]
    brief: tuple[str, ...]
    subject: Texts
    preheader: Texts
    introduction: Texts


@dataclass(frozen=True, kw_only=True)
class DemoNewsroom:
    """`folder` is content/, with the audio blocks' files in audio/. Stories stand in order of time, key, language."""

    folder: Path
    name: Texts
    tagline: Texts
    description: Texts
    support: Texts
    support_label: Texts
    safe_ways: Texts
    contact: str
    languages: tuple[str, ...]
    authors: tuple[DemoAuthor, ...]
    region_groups: tuple[DemoRegionGroup, ...]
    topics: tuple[DemoTopic, ...]
    series: tuple[DemoSeries, ...]
    pages: tuple[DemoPage, ...]
    pictures: tuple[DemoPicture, ...]
    stories: tuple[DemoStory, ...]
    letter_lists: tuple[DemoList, ...]
    letters: tuple[DemoLetter, ...]
