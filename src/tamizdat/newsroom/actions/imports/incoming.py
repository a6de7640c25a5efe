"""What importers hand over, and what they get back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unicodedata import normalize


@dataclass(frozen=True, kw_only=True)
class PictureFile:
    """A picture beside the import. Empty words are filled from what the file says of itself."""

    path: Path
    size: int
    caption: str = ""
    alt_text: str = ""
    creator: str = ""
    credit_line: str = ""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A story of one language as its source has it: cleaned text within the columns' lengths, safe HTML.

    `external_id` names it over repeated imports. `body` is (block name, raw value) as BodyBlock stores them. `published`
    is None for an undated story. Stories of the same `group` are siblings. `regions` and `topics` are slugs or names in
    any language, `authors` names. `old_paths` lead to it from now on: root-relative, percent-encoded ASCII. The first of
    `pictures` leads; the others stand at the end of the body.
    """

    external_id: str
    language: str
    headline: str
    body: tuple[tuple[str, object], ...]
    slug: str = ""
    kicker: str = ""
    dek: str = ""
    byline: str = ""
    dateline: str = ""
    credit: str = ""
    licence: str = ""
    source_url: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    group: str = ""
    authors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    old_paths: tuple[str, ...] = ()
    pictures: tuple[PictureFile, ...] = ()

    def fingerprint(self) -> str:
        """Equal for stories whose source did not change. A picture counts with its name and size, not its folder."""
        pictures = [
            (normalize("NFC", one.path.name), one.size, one.caption, one.alt_text, one.creator, one.credit_line)
            for one in self.pictures
        ]
        told = {name: value for name, value in vars(self).items() if name != "pictures"} | {"pictures": pictures}
        text = json.dumps(told, sort_keys=True, default=str)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Warned:
    """Something about a story that could not be taken in; the story itself was."""

    external_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    pictures: int = 0
    warnings: tuple[Warned, ...] = ()
