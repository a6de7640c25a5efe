"""The body of an imported story, as the blocks of the newsroom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

import nh3
from lxml import etree, html

from tamizdat.importers.words import clean

Blocks = tuple[tuple[str, object], ...]

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TEXT = {"p", "ul", "ol"}
_INLINE = {"a", "b", "strong", "i", "em", "s", "sup", "sub", "br"}
_TAGS = _HEADINGS | _TEXT | _INLINE | {"li", "blockquote", "hr", "div", "section", "article", "tr", "pre"}
_BREAKS = re.compile(r"\n[ \t\r]*\n")
_LINK = re.compile(r"(https?://|mailto:)[^\s\\]+$|/(?![/\\])[^\s\\]*$", re.IGNORECASE)
_HEADING_LIMIT = 200


def from_paragraphs(paragraphs: Iterable[str]) -> Blocks:
    """Plain text, a paragraph each; what looks like markup is text too."""
    cleaned = (clean(one) for one in paragraphs)
    text = "".join(f"<p>{escape(one, quote=False)}</p>" for one in cleaned if one)
    return (("text", text),) if text else ()


def from_text(text: str) -> Blocks:
    """Plain text in one piece: empty lines part the paragraphs."""
    return from_paragraphs(_BREAKS.split(text))


def from_html(source: str) -> Blocks:
    """HTML from anywhere. Kept: paragraphs, headings, lists, quotes, lines, bold, italic, links to the web and to mail."""
    safe = clean(
        nh3.clean(
            source,
            tags=_TAGS,
            clean_content_tags={"script", "style", "template", "iframe", "noscript", "svg", "math", "head", "title"},
            attributes={"*": set(), "a": {"href"}},
            attribute_filter=_link,
            link_rel=None,
        )
    )
    words = unescape(re.sub(r"<[^>]*>", " ", safe))
    if not words.strip():
        return ()
    try:
        top = html.fragment_fromstring(safe, create_parent="div")
    except (etree.LxmlError, ValueError):
        return from_text(words)
    if top.text_content().split() != unescape(re.sub(r"<[^>]*>", "", safe)).split():
        return from_text(words)  # nested so deeply that the parser lost some of it
    writer = _Writer()
    writer.children(top)
    return writer.end()


def _link(tag: str, attribute: str, address: str) -> str | None:
    """Addresses of the web, of mail, and of the site itself; others would lead nowhere from here, or worse."""
    return address if _LINK.match(address) else None


class _Writer:
    """Blocks in the order of the elements; text that stands loose becomes a paragraph."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, object]] = []
        self._text: list[str] = []
        self._loose: list[str] = []

    def children(self, parent: html.HtmlElement) -> None:
        self._loose.append(escape(parent.text or "", quote=False))
        for one in parent:
            self._element(one)
            self._loose.append(escape(one.tail or "", quote=False))
        self._end_paragraph()

    def end(self) -> Blocks:
        self._end_text()
        return tuple(self._blocks)

    def _element(self, one: html.HtmlElement) -> None:
        if one.tag in _INLINE and all(inner.tag in _INLINE for inner in one.iterdescendants()):
            self._loose.append(_markup(one))
            return
        self._end_paragraph()
        words = clean(one.text_content())
        if one.tag == "hr":
            self._add("divider", None)
        elif one.tag in _HEADINGS and words:
            self._add("heading", words[:_HEADING_LIMIT])
        elif one.tag == "blockquote" and words:
            self._add("quote", {"text": words, "attribution": ""})
        elif one.tag in _TEXT and words:
            self._text.append(_markup(one))
        elif one.tag not in _HEADINGS | _TEXT | {"blockquote"}:
            self.children(one)

    def _add(self, kind: str, value: object) -> None:
        self._end_text()
        self._blocks.append((kind, value))

    def _end_paragraph(self) -> None:
        loose = clean("".join(self._loose))
        self._loose.clear()
        if re.sub(r"<[^>]*>", "", loose).strip():
            self._text.append(f"<p>{loose}</p>")

    def _end_text(self) -> None:
        if self._text:
            self._blocks.append(("text", "".join(self._text)))
            self._text.clear()


def _markup(one: html.HtmlElement) -> str:
    etree.strip_tags(one, *(_TAGS - _INLINE - {one.tag, "li", "ul", "ol"}))
    for inner in one.iter("strong", "em"):
        inner.tag = {"strong": "b", "em": "i"}[inner.tag]
    return str(html.tostring(one, encoding="unicode", with_tail=False))
