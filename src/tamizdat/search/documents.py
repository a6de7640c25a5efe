"""What a story is to search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Document:
    """One story in one language. `text` is plain, paragraphs parted by line breaks; `published` is in epoch seconds.

    `names` are bylines, authors, places and topics as they are printed; regions, topics, authors and series are slugs.
    `live` is false for a draft, which only the desk's index holds.
    """

    id: int
    url: str
    language: str
    headline: str
    dek: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    published: int = 0
    genre: str = ""
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    live: bool = True
