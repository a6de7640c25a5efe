"""A tree of HTML, read as a browser shows it: runs of words that belong together, and what stands between them.

Nothing of the text is left out or run together without a word in `Losses`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from typing import TypeAlias

from lxml import html

from tamizdat.importers.links import usable
from tamizdat.importers.losses import Losses
from tamizdat.importers.words import clean

Element: TypeAlias = html.HtmlElement

MARKED = {"b": "b", "strong": "b", "i": "i", "em": "i", "s": "s", "strike": "s", "del": "s", "sup": "sup", "sub": "sub"}
"""Elements that a text block has, by the name that it has them under."""
INLINE = {
    *MARKED,
    "a", "abbr", "acronym", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "font", "ins", "kbd", "label",
    "mark", "nobr", "q", "rp", "rt", "ruby", "samp", "small", "span", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
"""Elements that begin no line of their own; all others do."""
LISTS = frozenset(["ul", "ol", "menu", "dir"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
OUTSIDE = {
    "img": ("src", "pictures inside body_html were left out: name their files in `pictures`"),
    "iframe": ("src", "frames of other sites were left out"),
    "frame": ("src", "frames of other sites were left out"),
    "video": ("src", "videos were left out: attach them at the desk"),
    "audio": ("src", "recordings were left out: attach them at the desk"),
    "object": ("data", "embedded objects were left out"),
    "embed": ("src", "embedded objects were left out"),
    "applet": ("src", "embedded objects were left out"),
}
"""Elements that show something from elsewhere: the attribute with its address, and what is said of their loss."""

CHANGES = frozenset(["ins", "del", "s", "strike"])

PLAIN_LINK = "links in headings, quotes and tables lost their addresses, their words stand"
NO_LINK = "links that lead nowhere from here lost their addresses, their words stand"
_EMPTY = re.compile(r"<(b|i|s|sup|sub)></\1>|<a href=\"[^\"]*\"></a>")
_HREF = re.compile(r'<a href="([^"]*)">')
_AROUND = re.compile(r"^(?: |<br>)+|(?: |<br>)+$")
_AROUND_WORDS = {"q": ("“", "”"), "rt": (" ", " "), "rp": (" ", " ")}
"""What a browser, too, shows around the words of an element."""
_TAG = re.compile(r"<[^>]*>")
_ENDS = re.compile(r"<br>|</?(?:li|ul|ol)>")


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words that belong together, as safe HTML: a paragraph's inner part, or a whole list."""

    markup: str
    is_list: bool = False


Other = Callable[[Element], None]


class Runs:
    """The runs of an element, in order. `special` gives what takes an element of which its caller makes something else; what
    came before it is in `runs` by then. All others become lines."""

    def __init__(self, losses: Losses, special: Callable[[Element], Other | None] = lambda _: None) -> None:
        self.runs: list[Run] = []
        self._losses = losses
        self._special = special
        self._loose: list[str] = []
        self._open: list[str] = []
        """Start tags of the inline elements that the next words are within."""
        self._begun: list[int] = []
        """Which of them have begun in this run, by their places in `_open`."""

    def read(self, parent: Element) -> list[Run]:
        self.children(parent)
        self.end_run()
        return self.runs

    def end_run(self) -> None:
        """What comes next stands by itself."""
        while self._begun:
            self._loose.append(_end(self._open[self._begun.pop()]))
        markup = clean("".join(self._loose))
        self._loose.clear()
        while (less := _EMPTY.sub("", markup)) != markup:
            markup = less
        if _TAG.sub("", markup).strip():
            self.runs.append(Run(markup=_AROUND.sub("", markup)))

    def children(self, parent: Element) -> None:
        self.words(parent.text)
        for one in parent:
            if isinstance(one.tag, str):
                self.element(one)
            self.words(one.tail)

    def words(self, text: str | None) -> None:
        if text and text.strip():
            self._begin()
        self._loose.append(escape(text or "", quote=False))

    def element(self, one: Element) -> None:
        name = str(one.tag)
        if special := self._special(one):
            self.end_run()
            for tag in self._open:
                for address in _HREF.findall(tag):
                    self._losses.add(PLAIN_LINK, unescape(address))
            special(one)
        elif name in OUTSIDE:
            self._outside(one, name)
        elif name == "br":
            self._loose.append("<br>")
        elif name in INLINE:
            self._inline(one, name)
        elif name in LISTS:
            self.end_run()
            self._list(one, name)
        else:
            self.end_run()
            if name == "dt":
                self._within("<b>", one)
            else:
                self.children(one)
            self.end_run()
            if name in ("td", "th"):
                self._losses.add("a table within other text became lines of words")

    def _inline(self, one: Element, name: str) -> None:
        before = one.getprevious()
        is_change = name in CHANGES and before is not None and before.tag in CHANGES
        if is_change and not before.tail and before.tag != name:
            self._loose.append(" ")  # what was struck and what stands for it are two words
        if name == "a":
            self._link(one)
        elif name in MARKED:
            self._within(f"<{MARKED[name]}>", one)
        elif name in _AROUND_WORDS:
            start, end = _AROUND_WORDS[name]
            self._loose.append(start)
            self.children(one)
            self._loose.append(end)
        else:
            self.children(one)

    def _link(self, one: Element) -> None:
        given = one.get("href")
        address = usable(given or "")
        if given is None and one.get("name") is None and one.get("id") is None and one.text_content().strip():
            self._losses.add(NO_LINK)  # its address was of a kind that is removed unseen, such as javascript:
        elif given is not None and not address:
            self._losses.add(NO_LINK, given)
        if address:
            self._within(f'<a href="{escape(address)}">', one)
        else:
            self.children(one)

    def _within(self, tag: str, one: Element) -> None:
        place = len(self._open)
        self._open.append(tag)
        self._begin(place)
        self.children(one)
        if self._begun and self._begun[-1] == place:
            self._begun.pop()
            self._loose.append(_end(tag))
        self._open.pop()

    def _begin(self, new: int | None = None) -> None:
        """Begin in this run what its words are within: links and struck words that a paragraph has cut in two go on."""
        for place in range(self._begun[-1] + 1 if self._begun else 0, len(self._open)):
            if place == new or self._open[place].startswith(("<a ", "<s>")):
                self._loose.append(self._open[place])
                self._begun.append(place)

    def _outside(self, one: Element, name: str) -> None:
        attribute, why = OUTSIDE[name]
        inner = (source.get("src") for source in one.iter("source", "embed"))
        self._losses.add(why, one.get(attribute) or next((found for found in inner if found), ""))

    def _list(self, one: Element, name: str) -> None:
        kind = "ol" if name == "ol" else "ul"
        if kind == "ol" and (one.get("start", "1") != "1" or one.get("reversed") is not None):
            self._losses.add("numbered lists that do not count up from 1 do now", one.get("start") or "reversed")
        items = []
        loose = Runs(self._losses)
        loose.words(one.text)
        for item in one:
            if not isinstance(item.tag, str):
                loose.words(item.tail)
                continue
            if item.tag == "li":
                items += _items(loose)
                items.append(_item(Runs(self._losses).read(item)))
            elif item.tag in LISTS and items and not "".join(loose._loose).strip():
                inner = Runs(self._losses)
                inner._list(item, str(item.tag))
                items[-1] += "".join(run.markup for run in inner.runs)
            else:
                loose.element(item)
            loose.words(item.tail)
        items += _items(loose)
        if kept := "".join(f"<li>{item}</li>" for item in items if item):
            self.runs.append(Run(markup=f"<{kind}>{kept}</{kind}>", is_list=True))


def _end(tag: str) -> str:
    return f"</{tag[1:].split(' ', 1)[0].rstrip('>')}>"


def _items(loose: Runs) -> list[str]:
    """Words that stand in a list but in none of its items are an item."""
    loose.end_run()
    found = [_item(loose.runs)] if loose.runs else []
    loose.runs = []
    return found


def _item(runs: list[Run]) -> str:
    """Paragraphs within an item are lines of it."""
    made = ""
    for number, run in enumerate(runs):
        parted = number and not run.is_list and not runs[number - 1].is_list
        made += f"<br>{run.markup}" if parted else run.markup
    return made


def lines(element: Element, losses: Losses) -> list[str]:
    """The words of an element as plain lines, for where no markup can be; what the markup meant is told."""
    found = []
    for run in Runs(losses).read(element):
        for address in _HREF.findall(run.markup):
            losses.add(PLAIN_LINK, unescape(address))
        for mark, what in (("s", "struck"), ("sup", "raised")):
            for words in re.findall(f"<{mark}>(.*?)</{mark}>", run.markup):
                losses.add(f"{what} words in headings, quotes and tables stand there as plain ones", _plain(words))
        found += [line for part in _ENDS.split(run.markup) if (line := _plain(part))]
    return found


def _plain(markup: str) -> str:
    return clean(unescape(_TAG.sub("", markup)))


def break_lines(top: Element) -> None:
    """Where the ends of lines count, as in <pre>, they become breaks."""
    for whole in top.iter("pre", "listing", "xmp"):
        for part in list(whole.iter()):
            _break(part, part.text, 0, part)
            if part is not whole:
                parent = part.getparent()
                assert parent is not None
                _break(part, part.tail, parent.index(part) + 1, parent)


def _break(part: Element, text: str | None, place: int, parent: Element) -> None:
    first, *others = (text or "").split("\n")
    if not others:
        return
    if parent is part:
        part.text = first
    else:
        part.tail = first
    for number, line in enumerate(others):
        end = parent.makeelement("br")
        end.tail = line
        parent.insert(place + number, end)
