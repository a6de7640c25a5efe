"""A cache of files of the edition, ready to send: limited in bytes, the least recently used file goes first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from urllib.parse import quote

from tamizdat.door.moved import Gone, Moved
from tamizdat.door.reply import Reply
from tamizdat.door.tree import Identity

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
    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._pages: OrderedDict[str, tuple[Page, int]] = OrderedDict()
        self.held = 0

    def get(self, file: str) -> Page | None:
        entry = self._pages.get(file)
        if entry is None:
            return None
        self._pages.move_to_end(file)
        return entry[0]

    def put(self, page: Page) -> None:
        """To be called again when the page has gained a representation."""
        if (entry := self._pages.pop(page.file, None)) is not None:
            self.held -= entry[1]
        weight = page.weight
        self._pages[page.file] = (page, weight)
        self.held += weight
        while self.held > self._most and self._pages:
            self.drop(next(iter(self._pages)))

    def used(self, page: Page) -> None:
        """Mark a page of the cache as used without looking it up."""
        self._pages.move_to_end(page.file)

    def drop(self, file: str) -> None:
        """Whoever still knows the page finds no body in it any more, so nothing outlives the bound."""
        entry = self._pages.pop(file, None)
        if entry is not None:
            self.held -= entry[1]
            entry[0].representations.clear()
