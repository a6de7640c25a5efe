"""The text edition: every story in files of less than 14 kB, each of them a whole page that asks for nothing else.

Addresses: /en/text/ is the list, /en/text/2026/11/slug/ the story at /en/2026/11/slug/, /en/text/2026/11/slug/2/ its
second part. 14 kB is what a server may send at once, before it has heard from the reader: one way over a slow line.
The bytes are counted as they stand, for a mirror may not compress.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tamizdat.bake.products import File
from tamizdat.edition.portable import Pages
from tamizdat.edition.shapes import Alternate, Article, Site, text_url
from tamizdat.render.breaking import breakable
from tamizdat.render.markup import Markup

TEMPLATE = "text/story.html"
MOST = 14_000
"""Bytes of a page."""
LEAST = 2_000
"""Bytes of text in a part, however much stands around it."""
ROOM = 400
"""Bytes for the links between parts."""
_FIGURE = re.compile(r"<figure>.*?</figure>\s*", re.S)
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_OUTER = re.compile(r"(<(\w+)[^>]*>)(.*)</\2>", re.S)
_VOID = frozenset(["br", "hr", "img", "wbr"])
_CONTAINERS = frozenset(["ul", "ol", "table", "thead", "tbody", "blockquote"])
_CUT = {"li": ("<li>", "</li>"), "tr": ("<tr><td>", "</td></tr>")}
LONGEST_WORD = 300


@dataclass(frozen=True, kw_only=True)
class Part:
    """A page of a story: `previous` and `next` are addresses or ''; `siblings` are its translations' text pages."""

    number: int
    last: int
    html: str
    previous: str
    next: str
    siblings: tuple[Alternate, ...]


def of(article: Article, site: Site, pages: Pages, clean: str) -> list[File]:
    """The story's pages. `clean` is its text as portable.clean_html gives it, notes and corrections included."""
    text = breakable(Markup(_FIGURE.sub("", clean)))
    if site.canonical:  # a mirror's readers stay on the mirror
        text = text.replace(f'href="{site.canonical}/', 'href="/')
    whole = _page(article, site, pages, (text,), 1)
    if len(whole) <= MOST:
        return [File(path=_path(article.text_url, 1), data=whole, sidecar=False)]
    room = max(LEAST, MOST - ROOM - (len(whole) - len(text.encode())))
    parts = tuple(divided(text, room))
    return [
        File(path=_path(article.text_url, number), data=_page(article, site, pages, parts, number), sidecar=False)
        for number in range(1, len(parts) + 1)
    ]


def _page(article: Article, site: Site, pages: Pages, parts: tuple[str, ...], number: int) -> bytes:
    last = len(parts)
    part = Part(
        number=number,
        last=last,
        html=parts[number - 1],
        previous=_address(article.text_url, number - 1) if number > 1 else "",
        next=_address(article.text_url, number + 1) if number < last else "",
        siblings=tuple(
            Alternate(language=one.language, name=one.name, url=text_url(one.url, one.language), headline="")
            for one in article.siblings
        ),
    )
    return pages.page(TEMPLATE, article.language, site=site, article=article, part=part)


def _address(url: str, number: int) -> str:
    return url if number == 1 else f"{url}{number}/"


def _path(url: str, number: int) -> str:
    return f"{_address(url, number).lstrip('/')}index.html"


def divided(text: str, most: int) -> Iterator[str]:
    """HTML in parts of at most `most` bytes, cut between elements; inside one only where it is too long by itself."""
    pieces = (small for piece in elements(text) for small in _shrunk(piece, most))
    return ("\n".join(part) for part in _packed(pieces, most))


def elements(text: str) -> list[str]:
    """The outermost elements of well-formed HTML, in order; text between them counts as one."""
    found: list[str] = []
    depth = start = 0
    for tag in _TAG.finditer(text):
        if depth == 0 and not tag[1]:
            found.append(text[start : tag.start()])
            start = tag.start()
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
        if depth == 0:
            found.append(text[start : tag.end()])
            start = tag.end()
    found.append(text[start:])
    return [piece.strip() for piece in found if piece.strip()]


def _shrunk(piece: str, most: int) -> Iterator[str]:
    if len(piece.encode()) <= most:
        yield piece
        return
    outer = _OUTER.fullmatch(piece)
    if outer and outer[2] in _CONTAINERS:
        start, end = outer[1], f"</{outer[2]}>"
        room = most - len(start) - len(end)
        smaller = (small for child in elements(outer[3]) for small in _shrunk(child, room))
        yield from (f"{start}{''.join(part)}{end}" for part in _packed(smaller, room))
        return
    start, end = _CUT.get(outer[2] if outer else "", ("<p>", "</p>"))
    whole = html.unescape(_TAG.sub(" ", piece.replace("<wbr>", "")))
    words = (breakable(Markup(html.escape(word, quote=False))) for word in _words(whole))
    yield from (f"{start}{' '.join(part)}{end}" for part in _packed(words, most - len(start) - len(end)))


def _words(text: str) -> Iterator[str]:
    for word in text.split():
        yield from (word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))


def _packed(pieces: Iterable[str], most: int) -> Iterator[list[str]]:
    """Pieces together up to `most` bytes, with one more for what joins them."""
    part: list[str] = []
    size = 0
    for piece in pieces:
        length = len(piece.encode()) + 1
        if part and size + length > most:
            yield part
            part, size = [], 0
        part.append(piece)
        size += length
    if part:
        yield part
