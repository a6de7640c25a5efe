"""A story as a list shows it, with what cards and stories are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
    """`sources` are AVIF and WebP; `src`/`srcset` is JPEG. `focal` are CSS classes: "fx-50 fy-35" (in steps
    of 5 %), or "uncropped" of a chart or document."""

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

    @property
    def whole_url(self) -> str:
        """The address of its largest JPEG."""
        return self.srcset.rpartition(", ")[2].partition(" ")[0] or self.src


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
    """A story as a list shows it. `opening` is how its text begins, where it has no dek."""

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
    opening: str = ""

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
