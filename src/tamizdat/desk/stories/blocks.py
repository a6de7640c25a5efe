"""What the form calls the blocks of a story's body and their fields, in the language of the desk.

The newsroom's definitions have names alone: a label that stands there would be written into a migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom.models import Article

LABELS = {
    "text": _("Text"),
    "heading": _("Heading"),
    "picture": _("Picture"),
    "gallery": _("Gallery"),
    "quote": _("Quote"),
    "pull_quote": _("Pull quote"),
    "table": _("Table"),
    "audio": _("Audio"),
    "video": _("Video"),
    "embed": _("From another site"),
    "document": _("File to download"),
    "related": _("Related story"),
    "box": _("Box"),
    "divider": _("Divider"),
    "alt_text": _("Alt text"),
    "attribution": _("Who said it"),
    "caption": _("Caption"),
    "captions": _("Subtitles"),
    "chapters": _("Chapters"),
    "credit_line": _("Credit line"),
    "file": _("File"),
    "poster": _("Picture before it plays"),
    "start": _("Starts at"),
    "title": _("Title"),
    "transcript": _("Transcript"),
    "url": _("Address"),
}
HELP = {
    "alt_text": _("If empty, the picture's alt text is used."),
    "caption": _("If empty, the picture's caption is used."),
    "captions": _("A WebVTT file (.vtt)."),
    "credit_line": _("If empty, the picture's credit line is used."),
    "start": _("Minutes and seconds, such as 4:05."),
}
DIVIDER = _("A line between two parts.")


def name_blocks() -> None:
    body = Article._meta.get_field("body").stream_block
    for name, block in named_blocks(body):
        block.label = block.meta.label = LABELS[name]
        if name in HELP:
            block.field.help_text = HELP[name]
    body.child_blocks["divider"].meta.admin_text = DIVIDER


def named_blocks(block: Any) -> Iterator[tuple[str, Any]]:
    """The blocks inside a block, at any depth, each with its name."""
    for name, child in getattr(block, "child_blocks", {}).items():
        yield name, child
        yield from named_blocks(child)
    if child := getattr(block, "child_block", None):
        yield from named_blocks(child)
