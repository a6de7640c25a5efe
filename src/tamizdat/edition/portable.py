"""A story as it travels without our site: clean HTML, plain text, and the pictures that may go along."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from tamizdat.edition.shapes import Article, Picture, Site
from tamizdat.edition.shapes.blocks import GalleryBlock, PictureBlock

TEMPLATE = "feeds/story.html"


class Pages(Protocol):
    """What renders pages: the renderer itself, or a target that records what it renders with."""

    def page(self, template: str, language: str, **values: object) -> bytes: ...


_BLANK = re.compile(r"\n\s*\n+")
_GAP = re.compile(r"\n{3,}")
_BREAK = re.compile(r"<(?:br|/h[1-6]|/p|/li|/tr|/figcaption|/caption|/blockquote|hr|/ul|/ol)\b[^>]*>")
_ITEM = re.compile(r"<li\b[^>]*>")
_CELL = re.compile(r"</t[hd]><t[hd]\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def pictures(article: Article) -> Iterator[Picture]:
    """Those of the lead and of the body, in their order."""
    if article.picture:
        yield article.picture
    for block in article.body:
        if isinstance(block, PictureBlock):
            yield block.picture
        elif isinstance(block, GalleryBlock):
            yield from block.pictures


def clean_html(pages: Pages, site: Site, article: Article, sources: Mapping[str, str]) -> str:
    """The story's text in plain elements. `sources` are addresses of the pictures that go along, by their `src`."""
    made = pages.page(TEMPLATE, article.language, article=article, base=site.canonical, sources=sources)
    return _BLANK.sub("\n", made.decode()).strip()


def without_gaps(text: str) -> str:
    """Plain text with one blank line at most between its paragraphs."""
    return _GAP.sub("\n\n", text).strip() + "\n"


def summary(text: str, most: int = 300) -> str:
    """The first paragraph of HTML as plain text, at most so many characters, cut between words."""
    first = plain_text(text).partition("\n")[0]
    return first if len(first) <= most else f"{first[:most].rpartition(' ')[0]} …"


def plain_text(clean: str) -> str:
    """Clean HTML as text, for a message: a blank line between paragraphs, list items with a dash, links as their words."""
    text = _CELL.sub(" · ", _ITEM.sub("– ", clean.replace("\n", " ")))
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return "\n\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)
