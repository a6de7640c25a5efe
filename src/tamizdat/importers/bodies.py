"""The body of an imported story, as the blocks of the newsroom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
from lxml import etree, html

from tamizdat.importers import tables
from tamizdat.importers.links import usable
from tamizdat.importers.losses import Losses
from tamizdat.importers.markup import HEADINGS, INLINE, LISTS, OUTSIDE, Element, Runs, break_lines, lines
from tamizdat.importers.words import clean
from tamizdat.render.filters import player

Blocks = tuple[tuple[str, object], ...]

_PARTS = {
    "address", "article", "aside", "blockquote", "br", "button", "canvas", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr",
    "legend", "li", "listing", "main", "map", "marquee", "nav", "optgroup", "option", "output", "p", "param", "pre",
    "search", "section", "select", "source", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead",
    "tr",
}  # fmt: skip
"""What stands apart from its neighbours, or has no words."""
_UNSEEN = {"script", "style", "template", "head", "title", "noscript", "svg", "math", "noembed", "noframes"}
_TOLD = {
    "<svg": "drawings inside body_html were left out",
    "<math": "formulas inside body_html were left out",
    "<noscript": "texts for readers without scripts were left out",
}
"""What is removed with its words, and what is said of it."""
_ATTRIBUTES = {
    "*": set(),
    "a": {"href", "name", "id"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "iframe": {"src", "title"},
    "source": {"src"},
} | {name: {attribute, "title"} for name, (attribute, _) in OUTSIDE.items()}
_SCHEMES = {
    "http", "https", "mailto", "tel", "ftp", "file", "data", "news", "whatsapp", "tg", "viber", "sms", "geo",
    "magnet",
}  # fmt: skip
"""Schemes that come as far as to be named in the report; no link is made of most of them. See links.py."""

_BREAKS = re.compile(r"\n[ \t\r]*\n")
_FRAME = re.compile(r"(<iframe\b[^>]*>).*?</iframe>", re.DOTALL)
_NEVER_CLOSED = re.compile(r"<(source|embed|param|frame|wbr)\b[^>]*>")
"""What has no content; the second parser does not know it of all of them, and would take what follows for it."""
_DASHES = "\u2014\u2013\u2012\u2015- \u00a0"
_HEADING_LIMIT = 200


def from_paragraphs(paragraphs: Iterable[str]) -> Blocks:
    """Plain text, a paragraph each; what looks like markup is text too."""
    cleaned = (clean(one) for one in paragraphs)
    text = "".join(f"<p>{escape(one, quote=False)}</p>" for one in cleaned if one)
    return (("text", text),) if text else ()


def from_text(text: str) -> Blocks:
    """Plain text in one piece: empty lines part the paragraphs."""
    return from_paragraphs(_BREAKS.split(text))


def from_html(source: str, warn: Callable[[str], None] = lambda _: None) -> Blocks:
    """HTML from anywhere, as readers saw it. Kept: paragraphs, headings, lists, quotes, tables, lines, bold, italic, struck,
    raised and lowered words, links to the web, to mail, to telephones and within the site, players of known sites. Words
    are neither lost nor run together; each loss of another kind is a sentence for `warn`."""
    safe = nh3.clean(
        without_surrogates(source),
        tags=_PARTS | INLINE | HEADINGS | LISTS | set(OUTSIDE),
        clean_content_tags=_UNSEEN,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    safe = _NEVER_CLOSED.sub(r"\g<0></\1>", _FRAME.sub(r"\1</iframe>", safe))
    losses = Losses()
    for tag, why in _TOLD.items():
        if tag in source.lower():
            losses.add(why)
    blocks = _blocks(safe, losses)
    for sentence in losses.sentences():
        warn(sentence)
    return blocks


def _attribute(_tag: str, name: str, value: str) -> str:
    """Without signs by which the end of a tag could be mistaken."""
    if name in ("title", "name", "id"):
        return re.sub("[<>]", " ", value)
    return value.replace("<", "%3C").replace(">", "%3E")


def without_surrogates(text: str) -> str:
    """Halves of a letter have no UTF-8 form, so no parser takes them."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")


def _blocks(safe: str, losses: Losses) -> Blocks:
    words = unescape(re.sub(r"<[^>]*>", " ", safe))
    if not words.strip() and "<" not in safe:
        return ()
    try:
        top = html.fragment_fromstring(safe, create_parent="div")
        if top.text_content().split() == unescape(re.sub(r"<[^>]*>", "", safe)).split():
            break_lines(top)
            return _Writer(losses).write(top)
    except (etree.LxmlError, ValueError, RecursionError):
        pass
    if words.strip():
        losses.add("body_html is nested so deeply that only its words were kept, without links and lists")
    return from_text(words)


class _Writer:
    """Blocks in the order of the elements; text that stands loose becomes a paragraph."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses
        self._blocks: list[tuple[str, object]] = []
        self._runs = Runs(losses, self._special)
        self._makers: dict[str, Callable[[Element], None]] = dict.fromkeys(HEADINGS, self._heading) | {
            "blockquote": self._quote,
            "table": self._table,
            "hr": self._divider,
        }

    def write(self, top: Element) -> Blocks:
        self._runs.read(top)
        self._end_text()
        return tuple(self._blocks)

    def _special(self, one: Element) -> Callable[[Element], None] | None:
        if one.tag == "iframe":
            return self._player if player(_framed(one)) else None
        return self._makers.get(str(one.tag))

    def _end_text(self) -> None:
        """The runs so far are a block of text."""
        text = "".join(run.markup if run.is_list else f"<p>{run.markup}</p>" for run in self._runs.runs)
        self._runs.runs.clear()
        if text:
            self._blocks.append(("text", text))

    def _add(self, kind: str, value: object) -> None:
        self._end_text()
        self._blocks.append((kind, value))

    def _divider(self, _: Element) -> None:
        self._add("divider", None)

    def _heading(self, one: Element) -> None:
        words = " ".join(lines(one, self._losses))
        if len(words) > _HEADING_LIMIT:
            why = f"headings of more than {_HEADING_LIMIT} letters became paragraphs"
            self._losses.add(why, words[:60])
            self._runs.read(one)
        elif words:
            self._add("heading", words)

    def _quote(self, one: Element) -> None:
        """Paragraphs of a quote are lines of it; a last line that names the source is its attribution."""
        source = one[-1] if len(one) and one[-1].tag in ("footer", "cite", "figcaption") else None
        attribution = ""
        if source is not None and not (source.tail or "").strip():
            attribution = " ".join(lines(source, self._losses)).lstrip(_DASHES)
            one.remove(source)
        text = "\n".join(lines(one, self._losses))
        if text:
            self._add("quote", {"text": text, "attribution": attribution})
        elif attribution:
            self._add("text", f"<p>{escape(attribution, quote=False)}</p>")

    def _table(self, table: Element) -> None:
        if tables.holds_figures(table):
            if value := tables.block(table, self._losses):
                self._add("table", value)
            return
        for part in table.iter():
            if part.tag in ("table", "thead", "tbody", "tfoot", "tr"):
                part.tag = "div"
            elif part.tag in ("caption", "td", "th"):
                part.tag = "p" if part.tag == "caption" else "div"
        self._runs.children(table)
        self._runs.end_run()

    def _player(self, one: Element) -> None:
        """A player of a known site is shown as one, after a click."""
        address = _framed(one)
        title = clean(one.get("title") or "") or (urlsplit(address).hostname or "")
        self._add("embed", {"url": address, "title": title})


def _framed(one: Element) -> str:
    """The address of a frame, over a secure line: known players have one; '' for no address of the web."""
    given = usable(one.get("src") or "")
    return f"https:{given.partition(':')[2]}" if given.startswith("http") else ""
