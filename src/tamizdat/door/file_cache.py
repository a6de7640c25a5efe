"""A cache of files of the edition, ready to send: limited in bytes, the least recently used file goes first."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from tamizdat.door.moved import Gone, Moved
from tamizdat.door.reply import Reply
from tamizdat.door.tree import Identity
from tamizdat.kit.cache import LRUCache

# What a page, and each representation of it, costs besides the bodies: objects, header blocks, names.
PAGE_OVERHEAD = 1_000
REPRESENTATION_OVERHEAD = 4_000


@dataclass(slots=True, kw_only=True)
class Representation:
    """One coding of a file. `body` is None for one too large to keep: it is read from `file` as it is sent.

    `about` describes the body (type, coding, protection) but for its length; `cached` what caches need (tag, date, age, Vary).
    """

    file: str
    coding: str
    identity: Identity
    body: bytes | None
    length: int
    etag: bytes
    modified: int
    about: bytes
    cached: bytes
    whole: bytes  # the head of a plain 200, put together once
    reply: Reply | None = None  # that head and the body; None where the body is not kept

    def __post_init__(self) -> None:
        if self.body is not None:
            self.reply = Reply(self.whole, self.body)


@dataclass(slots=True, kw_only=True)
class Page:
    """A file of the edition as it was when `identity` was read, with the representations that were requested so far."""

    file: str
    identity: Identity
    codings: tuple[str, ...]
    moved: Moved | Gone | None = None
    representations: dict[str, Representation] = field(default_factory=dict)

    @property
    def quoted(self) -> str:
        return quote(self.file, safe="/~!()*+,:@=&")

    @property
    def weight(self) -> int:
        return PAGE_OVERHEAD + sum(
            REPRESENTATION_OVERHEAD + len(representation.body or b"")
            for representation in self.representations.values()
        )


class FileCache:
    def __init__(self, max_bytes: int) -> None:
        self._pages: LRUCache[str, Page] = LRUCache(
            max_bytes, size_of=lambda _, page: page.weight, on_evict=lambda _, page: page.representations.clear()
        )

    @property
    def size(self) -> int:
        """Bytes."""
        return self._pages.size

    def get(self, file: str) -> Page | None:
        return self._pages.get(file)

    def put(self, page: Page) -> None:
        """To be called again when the page has gained a representation."""
        self._pages[page.file] = page

    def used(self, page: Page) -> None:
        """Mark a page of the cache as used."""
        self._pages.get(page.file)

    def drop(self, file: str) -> None:
        """Whoever still knows the page finds no body in it any more, so nothing outlives the bound."""
        page = self._pages.pop(file)
        if page is not None:
            page.representations.clear()
