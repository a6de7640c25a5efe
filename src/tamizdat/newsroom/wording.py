"""The words of a story: in its headline and the other printed lines, and in every block of its body. Reads and replaces them.

Words to replace are looked for as a reader sees them: across bold and links, whatever sort of space or quotation mark is typed.
They never reach over the end of a paragraph. The markup around them stays.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from tamizdat.newsroom.models import Article

LINES = (
    "headline", "kicker", "dek", "byline", "dateline", "lead_caption", "lead_alt_text", "lead_credit_line",
    "editors_note",
)  # fmt: skip
_INLINE = frozenset(["a", "b", "i", "em", "strong", "sub", "sup", "s", "del", "embed"])
_PIECE = re.compile(r"<(/?)([a-zA-Z0-9]+)[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL)
_END = "\0"
"""Stands for the end of a paragraph, which no words hold."""
_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\n": " ", "’": "'", "‘": "'", **dict.fromkeys("“”„«»", '"')})

Change = Callable[[str], str]


def replace(story: Article, old: str, new: str) -> int:
    """Put `new` in the place of `old` everywhere in the story, which is not saved; how often it was there."""
    found = 0

    def in_line(text: str) -> str:
        nonlocal found
        changed, times = _in_line(text, old, new)
        found += times
        return changed

    def in_html(text: str) -> str:
        nonlocal found
        changed, times = _in_html(text, old, new)
        found += times
        return changed

    for name in LINES:
        setattr(story, name, in_line(getattr(story, name)))
    body = story.body.stream_block
    stored = _in_block(body, story.body.get_prep_value(), in_line, in_html)
    if found:
        story.body = body.to_python(stored)
    return found


def count(story: Article, words: str) -> int:
    """How often the words are in the story. Changes nothing."""
    return replace(story, words, words)


def texts(story: Article) -> Iterator[tuple[str, str]]:
    """Every text without its markup, with its place: the name of a field, or the id of a block. A paragraph's end is a line's
    end."""
    for name in LINES:
        yield name, getattr(story, name)
    blocks_of = story.body.stream_block.child_blocks
    for one in story.body.get_prep_value():
        found: list[str] = []

        def line(text: str, found: list[str] = found) -> str:
            found.append(text)
            return text

        def rich(text: str, found: list[str] = found) -> str:
            found.append(_read(text)[0].replace(_END, "\n"))
            return text

        _in_block(blocks_of[one["type"]], one["value"], line, rich)
        yield one["id"], "\n".join(found)


def _in_line(text: str, old: str, new: str) -> tuple[str, int]:
    places = _places(text.translate(_ALIKE), old)
    for start in reversed(places):
        text = text[:start] + new + text[start + len(old) :]
    return text, len(places)


def _in_html(text: str, old: str, new: str) -> tuple[str, int]:
    """The first piece of the words gives its place to the new ones, the others go; tags between them stay."""
    seen, at = _read(text)
    places = _places(seen.translate(_ALIKE), old)
    for start in reversed(places):
        for number in reversed(range(start, start + len(old))):
            first, last = at[number]
            text = text[:first] + (html.escape(new, quote=False) if number == start else "") + text[last:]
    return text, len(places)


def _read(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The characters that a reader sees, and from where to where each is written."""
    seen: list[str] = []
    at: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(text):
        tag = piece.group(2)
        if tag and tag.lower() in _INLINE:
            continue
        seen.append(_END if tag else (html.unescape(piece.group()) or " ")[:1])
        at.append(piece.span())
    return "".join(seen), at


def _places(text: str, old: str) -> list[int]:
    """Where whole words begin: a part of a longer word, or of a longer number, is none."""
    wanted = old.translate(_ALIKE)
    before = r"(?<!\w)" if wanted[:1].isalnum() else ""
    after = r"(?!\w)" if wanted[-1:].isalnum() else ""
    return [match.start() for match in re.finditer(before + re.escape(wanted) + after, text)]


def _in_block(block: Any, value: Any, in_line: Change, in_html: Change) -> Any:
    """A block's stored value with its texts changed. Addresses, numbers and choices stay."""
    match block:
        case blocks.StreamBlock():
            return [
                one | {"value": _in_block(block.child_blocks[one["type"]], one["value"], in_line, in_html)}
                for one in value
            ]
        case blocks.ListBlock():
            return [one | {"value": _in_block(block.child_block, one["value"], in_line, in_html)} for one in value]
        case blocks.StructBlock():
            return {
                name: _in_block(block.child_blocks[name], one, in_line, in_html) if name in block.child_blocks else one
                for name, one in value.items()
            }
        case TableBlock() if value:
            rows = [[in_line(cell) if isinstance(cell, str) else cell for cell in row] for row in value.get("data", [])]
            return value | {"data": rows, "table_caption": in_line(value.get("table_caption") or "")}
        case blocks.RichTextBlock() if value:
            return in_html(value)
        case blocks.CharBlock() | blocks.TextBlock() if value:
            return in_line(value)
    return value
