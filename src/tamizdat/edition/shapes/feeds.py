"""What machines read: feeds and sitemaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tamizdat.edition.shapes.cards import Alternate, Card


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """`html` is the whole text, or '' in a feed of summaries."""

    id: str
    card: Card
    changed_at: datetime
    html: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    id: str
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
