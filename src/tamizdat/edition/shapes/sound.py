"""A podcast and its episodes."""

from __future__ import annotations

from dataclasses import dataclass

from tamizdat.edition.shapes.cards import AuthorLine, Card, Picture


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
