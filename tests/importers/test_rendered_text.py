"""For any tree of HTML, the words that a browser shows come out in order: none is lost, no two are joined, and what no block
holds is told."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tamizdat.importers import bodies

INLINE = [
    "b",
    "strong",
    "i",
    "em",
    "s",
    "del",
    "ins",
    "sup",
    "sub",
    "u",
    "span",
    "small",
    "code",
    "abbr",
    "font",
    "mark",
]
BLOCK = [
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "figure",
    "figcaption",
    "details",
    "summary",
]
BLOCK += ["center", "address", "pre", "form", "header", "footer", "aside"]
OUTSIDE = {
    "img": '<img src="/{0}">',
    "iframe": '<iframe src="https://e.org/{0}">old</iframe>',
    "video": '<video src="/{0}">old</video>',
}
OUTSIDE |= {"audio": '<audio><source src="/{0}"></audio>', "object": '<object data="/{0}"><p>old</p></object>'}


@dataclass(frozen=True)
class Piece:
    """Markup, and the text that a browser shows for it, in which a space parts what stands apart."""

    markup: str
    text: str
    outside: int = 0


texts = st.text("abcé <&\n\u00a0", min_size=1, max_size=6).map(lambda text: Piece(escape(text), text))
breaks = st.just(Piece("<br>", " "))
rules = st.just(Piece("<hr>", " "))
outside = st.sampled_from(sorted(OUTSIDE)).map(lambda name: Piece(OUTSIDE[name], "", 1))


def joined(pieces: list[Piece]) -> Piece:
    markup, text = "", ""
    for before, one in zip([None, *pieces], pieces, strict=False):
        tags = {before.markup[:4] if before else "", one.markup[:4]}
        parted = " " if tags == {"<del", "<ins"} else ""  # what was struck and what stands for it are two words
        markup, text = markup + one.markup, text + parted + one.text
    return Piece(markup, text, sum(one.outside for one in pieces))


def inline(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    named = st.tuples(st.sampled_from(INLINE), inner).map(
        lambda pair: Piece(f"<{pair[0]}>{pair[1].markup}</{pair[0]}>", pair[1].text, pair[1].outside)
    )
    linked = inner.map(lambda one: Piece(f'<a href="https://e.org/">{one.markup}</a>', one.text, one.outside))
    return named | linked


def apart(name: str, inner: Piece) -> Piece:
    return Piece(f"<{name}>{inner.markup}</{name}>", f" {inner.text} ", inner.outside)


def nested(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    several = st.lists(inner, max_size=4).map(joined)
    block = st.tuples(st.sampled_from(BLOCK), several).map(lambda pair: apart(*pair))
    items = st.lists(several.map(lambda one: apart("li", one)), min_size=1, max_size=3).map(joined)
    lists = st.tuples(st.sampled_from(["ul", "ol", "menu"]), items).map(lambda pair: apart(*pair))
    terms = st.lists(
        st.tuples(several, several).map(lambda two: joined([apart("dt", two[0]), apart("dd", two[1])])), max_size=2
    )
    cell = st.tuples(st.sampled_from(["td", "th"]), several).map(lambda pair: apart(*pair))
    row = st.lists(cell, min_size=1, max_size=3).map(lambda cells: apart("tr", joined(cells)))
    table = st.tuples(
        st.just([]) | several.map(lambda one: [apart("caption", one)]), st.lists(row, min_size=1, max_size=3)
    ).map(lambda parts: apart("table", joined([*parts[0], *parts[1]])))
    return inline(several) | block | lists | terms.map(joined).map(lambda one: apart("dl", one)) | table


trees = st.lists(st.recursive(texts | breaks | rules | outside, nested, max_leaves=25), max_size=5).map(joined)


def words_of(kind: str, value: Any) -> str:
    if kind == "text":
        top = html.fragment_fromstring(value.replace("<br>", " "), create_parent="div")
        for part in top.iter("p", "li", "ul", "ol"):
            part.tail = f" {part.tail or ''}"
            part.text = f" {part.text or ''}"
        return str(top.text_content())
    if kind == "quote":
        return f"{value['text']} {value['attribution']}"
    if kind == "table":
        return " ".join([value["table_caption"], *(cell for row in value["data"] for cell in row)])
    return str(value) if kind == "heading" else ""


@settings(max_examples=300)
@given(trees)
def test_the_words_that_a_browser_shows_come_out_in_order(tree: Piece) -> None:
    numbers = count()
    markup = "".join(
        part + (f"file{next(numbers)}" if number < tree.outside else "")
        for number, part in enumerate(tree.markup.split("{0}"))
    )
    told: list[str] = []
    blocks = bodies.from_html(markup, told.append)
    found = " ".join(words_of(kind, value) for kind, value in blocks).split()
    assert found == tree.text.split(), (markup, blocks)
    if tree.outside < 10:
        assert all(f"file{number}" in " ".join(told) for number in range(tree.outside)), (markup, told)
