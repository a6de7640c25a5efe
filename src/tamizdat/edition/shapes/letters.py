"""Letters, as their pages and the mail itself show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tamizdat.edition.shapes.cards import Alternate, Card, Link, Picture


@dataclass(frozen=True, kw_only=True)
class LetterCard:
    """A letter as the archive of its list shows it."""

    subject: str
    preheader: str
    url: str
    sent_at: datetime


@dataclass(frozen=True, kw_only=True)
class LetterPart:
    """A story, a text or a picture. `html` is the text, of a story that stands in the letter whole its own; of other stories
    it is ''."""

    kind: str
    html: str = ""
    card: Card | None = None
    picture: Picture | None = None

    @property
    def is_whole(self) -> bool:
        return self.card is not None and bool(self.html)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """`introduction`, `closing` and `note` are html. `elsewhere` are its stories that exist in another language only. A draft
    has no `sent_at`."""

    list: Link
    number: int
    language: str
    url: str
    subject: str
    preheader: str
    introduction: str
    parts: tuple[LetterPart, ...]
    elsewhere: tuple[Alternate, ...]
    closing: str
    note: str
    sent_at: datetime | None
    with_pictures: bool = True


@dataclass(frozen=True, kw_only=True)
class LetterArchive:
    """The letters of a list: the newest, or a numbered page of all. `number` is None on the first one; `newer` and `older`
    are addresses or ''."""

    name: str
    url: str
    description: str
    letters: tuple[LetterCard, ...]
    number: int | None
    newer: str
    older: str
