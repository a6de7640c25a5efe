"""The blocks of a body, one class a kind. `kind` names the block's template: blocks/<kind>.html."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tamizdat.edition.shapes.cards import Card, Picture


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A part of a recording: `start` in seconds; `url` is the recording from there on."""

    start: int
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What a recording says from `start` to `end`, in seconds; `text` is one line of plain text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Block:
    kind: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class TextBlock(Block):
    kind = "text"
    html: str


@dataclass(frozen=True, kw_only=True)
class HeadingBlock(Block):
    kind = "heading"
    text: str
    id: str


@dataclass(frozen=True, kw_only=True)
class PictureBlock(Block):
    kind = "picture"
    picture: Picture


@dataclass(frozen=True, kw_only=True)
class GalleryBlock(Block):
    kind = "gallery"
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, kw_only=True)
class QuoteBlock(Block):
    kind = "quote"
    text: str
    attribution: str = ""


@dataclass(frozen=True, kw_only=True)
class PullQuoteBlock(Block):
    kind = "pull_quote"
    text: str


@dataclass(frozen=True, kw_only=True)
class TableBlock(Block):
    """`head` is empty in a table without a row of headings; `row_heads`: the first cell of each row is its heading;
    `numbers`: the columns, from 0, that hold nothing but numbers."""

    kind = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_heads: bool = False
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class FileBlock(Block):
    """A file of the newsroom: `type` is its media type; `bytes` is 0 where nobody knows it."""

    url: str
    type: str
    title: str
    bytes: int


@dataclass(frozen=True, kw_only=True)
class DocumentBlock(FileBlock):
    kind = "document"


@dataclass(frozen=True, kw_only=True)
class RecordingBlock(FileBlock):
    """`duration` in seconds, 0 where nobody knows it; `transcript` is html."""

    duration: int
    chapters: tuple[Chapter, ...] = ()
    transcript: str = ""
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AudioBlock(RecordingBlock):
    kind = "audio"
    id: str


@dataclass(frozen=True, kw_only=True)
class VideoBlock(RecordingBlock):
    kind = "video"
    poster: Picture | None
    captions_url: str


@dataclass(frozen=True, kw_only=True)
class EmbedBlock(Block):
    """Something at another `host`."""

    kind = "embed"
    url: str
    host: str
    title: str


@dataclass(frozen=True, kw_only=True)
class RelatedBlock(Block):
    kind = "related"
    card: Card


@dataclass(frozen=True, kw_only=True)
class BoxBlock(Block):
    kind = "box"
    title: str
    html: str


@dataclass(frozen=True, kw_only=True)
class DividerBlock(Block):
    kind = "divider"
