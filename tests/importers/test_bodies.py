"""Paragraphs, text and HTML as blocks."""

from __future__ import annotations

from typing import Any

import pytest

from tamizdat.importers import bodies


def test_paragraphs_are_text_whatever_they_look_like() -> None:
    assert bodies.from_paragraphs(["1 < 2 & so on", " ", "<b>not bold</b>\nsame line"]) == (
        ("text", "<p>1 &lt; 2 &amp; so on</p><p>&lt;b&gt;not bold&lt;/b&gt; same line</p>"),
    )
    assert bodies.from_paragraphs(["", "\u200b"]) == ()


def test_empty_lines_part_the_paragraphs_of_a_text() -> None:
    assert bodies.from_text("one\nline\n \ntwo\r\n\r\nthree") == (("text", "<p>one line</p><p>two</p><p>three</p>"),)


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<p>a <strong>b</strong> <em>c</em></p>", [("text", "<p>a <b>b</b> <i>c</i></p>")]),
        ("loose <b>text</b><p>and more</p>", [("text", "<p>loose <b>text</b></p><p>and more</p>")]),
        ("<h2>Head</h2><p>a</p>", [("heading", "Head"), ("text", "<p>a</p>")]),
        ("<p>a</p><hr><p>b</p>", [("text", "<p>a</p>"), ("divider", None), ("text", "<p>b</p>")]),
        ("<blockquote><p>said</p></blockquote>", [("quote", {"text": "said", "attribution": ""})]),
        ("<div><div><p>deep</p></div></div>", [("text", "<p>deep</p>")]),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", [("text", "<ul><li>a<ul><li>b</li></ul></li></ul>")]),
        ("<ul><li><p>a</p><h3>b</h3></li></ul>", [("text", "<ul><li>a<br>b</li></ul>")]),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', [("text", '<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>')]),
        ('<a href="javascript:alert(1)">x</a>', [("text", "<p>x</p>")]),
        ("<b><p>a</p></b>", [("text", "<p>a</p>")]),
        ("<script>alert(1)</script><style>p{}</style>", []),
        ("<p></p><h2> </h2>", []),
        ("<p>a\u202eb</p>", [("text", "<p>ab</p>")]),
    ],
)  # fmt: skip
def test_html_becomes_blocks(markup: str, blocks: list[tuple[str, object]]) -> None:
    assert list(bodies.from_html(markup)) == blocks


LINKS = [
    (" https://example.org/a ", "https://example.org/a"),
    ("https://example.org/two words.pdf", "https://example.org/two%20words.pdf"),
    ("https://example.org/a\nb", "https://example.org/ab"),
    ("//example.org/d", "https://example.org/d"),
    ("HTTP://example.org", "http://example.org"),
    ("tel:+7 700 123-45-67", "tel:+7700123-45-67"),
    ("mailto:desk@example.org?subject=two words", "mailto:desk@example.org?subject=two%20words"),
    ("/2019/05/old.html", "/2019/05/old.html"),
    ("https://пример.орг/путь?q=1&amp;r=%20", "https://пример.орг/путь?q=1&amp;r=%20"),
]
NO_LINKS = [
    "javascript:alert(1)",
    "#note",
    "doc.pdf",
    "data:text/html,x",
    "/\\evil.example",
    "https:\\\\evil.example",
    "https://",
    "file:///etc/passwd",
]


@pytest.mark.parametrize(("given", "address"), LINKS)
def test_links_lead_where_they_led(given: str, address: str) -> None:
    told: list[str] = []
    assert bodies.from_html(f'<p>see <a href="{given}">it</a></p>', told.append) == (
        ("text", f'<p>see <a href="{address}">it</a></p>'),
    )
    assert not told


@pytest.mark.parametrize("given", NO_LINKS)
def test_links_that_lead_nowhere_are_told(given: str) -> None:
    told: list[str] = []
    assert bodies.from_html(f'<p>see <a href="{given}">it</a></p>', told.append) == (("text", "<p>see it</p>"),)
    assert len(told) == 1
    assert "links that lead nowhere from here" in told[0]


@pytest.mark.parametrize(
    ("markup", "blocks", "losses"),
    [
        ("<h2>Flood:<br>what we know</h2>", [("heading", "Flood: what we know")], []),
        (
            "<blockquote><p>We build.</p><p>We stay.</p></blockquote>",
            [("quote", {"text": "We build.\nWe stay.", "attribution": ""})],
            [],
        ),
        (
            "<blockquote><p>We build.</p><footer>— The mayor</footer></blockquote>",
            [("quote", {"text": "We build.", "attribution": "The mayor"})],
            [],
        ),
        ("<ul><li><p>Bread.</p><p>Salt.</p></li></ul>", [("text", "<ul><li>Bread.<br>Salt.</li></ul>")], []),
        ("<dl><dt>Ural</dt><dd>412 cm</dd></dl>", [("text", "<p><b>Ural</b></p><p>412 cm</p>")], []),
        (
            "<p><del>10</del><ins>20</ins> dead, not <strike>fifty</strike></p>",
            [("text", "<p><s>10</s> 20 dead, not <s>fifty</s></p>")],
            [],
        ),
        ("<p><ins>20</ins><del>10</del></p>", [("text", "<p>20 <s>10</s></p>")], []),
        (
            '<a href="https://e.org"><p>a</p><p>b</p></a>',
            [("text", '<p><a href="https://e.org">a</a></p><p><a href="https://e.org">b</a></p>')],
            [],
        ),
        ("<p><s>a</s></p><h2><s>b</s></h2>", [("text", "<p><s>a</s></p>"), ("heading", "b")], ["struck words", "b"]),
        ("<h2>10<sup>6</sup></h2>", [("heading", "106")], ["raised words", "6"]),
        (
            '<h2><a href="https://e.org/h">Head</a></h2>',
            [("heading", "Head")],
            ["links in headings", "https://e.org/h"],
        ),
        (
            '<a href="https://e.org/h"><h2>Head</h2></a>',
            [("heading", "Head")],
            ["links in headings", "https://e.org/h"],
        ),
        (
            '<blockquote>See <a href="https://e.org/o">it</a></blockquote>',
            [("quote", {"text": "See it", "attribution": ""})],
            ["https://e.org/o"],
        ),
        (
            "<h3>" + "word " * 50 + "END</h3>",
            [("text", "<p>" + "word " * 50 + "END</p>")],
            ["headings of more than 200 letters"],
        ),
        ('<p>a<img src="/x.jpg">b</p>', [("text", "<p>ab</p>")], ["pictures inside body_html", "/x.jpg"]),
        (
            '<p>a</p><iframe src="https://maps.example/1">x</iframe>',
            [("text", "<p>a</p>")],
            ["frames of other sites", "https://maps.example/1"],
        ),
        (
            '<iframe src="http://www.youtube.com/embed/a1" title="The flood"></iframe>',
            [("embed", {"url": "https://www.youtube.com/embed/a1", "title": "The flood"})],
            [],
        ),
        ('<video><source src="a.mp4">old browser</video><p>b</p>', [("text", "<p>b</p>")], ["videos", "a.mp4"]),
        ('<audio src="a.mp3"></audio>', [], ["recordings", "a.mp3"]),
        ('<p>a<embed src="x.swf">b<wbr>c</p>', [("text", "<p>abc</p>")], ["embedded objects", "x.swf"]),
        ("<p>a</p><math><mi>x</mi></math><svg><text>y</text></svg>", [("text", "<p>a</p>")], ["drawings", "formulas"]),
        ("<pre>a\nb <b>c\nd</b></pre>", [("text", "<p>a<br>b <b>c<br>d</b></p>")], []),
        ('<ol start="5"><li>a</li></ol>', [("text", "<ol><li>a</li></ol>")], ["numbered lists", "5"]),
        (
            "<ul>stray<li>a</li><ul><li>n</li></ul>tail</ul>",
            [("text", "<ul><li>stray</li><li>a<ul><li>n</li></ul></li><li>tail</li></ul>")],
            [],
        ),
        ("<select><option>a</option><option>b</option></select>", [("text", "<p>a</p><p>b</p>")], []),
        ("<p>said <q>no</q></p>", [("text", "<p>said “no”</p>")], []),
        ("<p>half \ud800 a letter</p>", [("text", "<p>half a letter</p>")], []),
    ],
)
def test_nothing_is_lost_or_joined_silently(markup: str, blocks: list[tuple[str, object]], losses: list[str]) -> None:
    told: list[str] = []
    assert list(bodies.from_html(markup, told.append)) == blocks
    assert all(loss in " ".join(told) for loss in losses), told
    assert bool(told) == bool(losses), told


def table(markup: str) -> dict[str, Any]:
    ((kind, value),) = bodies.from_html(f"<table>{markup}</table>")
    assert kind == "table"
    assert isinstance(value, dict)
    return value


def test_a_table_of_figures_is_a_table() -> None:
    made = table("<caption>Seats</caption><tr><th>Party<th>Seats<tr><td>A<td>12<br>of 19<tr><td>B<td>7")
    assert made["data"] == [["Party", "Seats"], ["A", "12 of 19"], ["B", "7"]]
    assert (made["table_caption"], made["table_header_choice"]) == ("Seats", "row")
    assert table("<tr><th>A<td>1<tr><th>B<td>2")["table_header_choice"] == "column"
    assert table("<tr><th>x<th>y<tr><th>B<td>2")["table_header_choice"] == "both"


def test_cells_over_several_columns_and_rows_leave_the_others_in_their_places() -> None:
    made = table('<tr><td colspan="2">wide<td>c<tr><td rowspan="2">high<td>b<td>c<tr><td>B<td>C')
    assert made["data"] == [["wide", "", "c"], ["high", "b", "c"], ["", "B", "C"]]
    assert len(table('<tr><td colspan="99999999">a<td rowspan="-1">b')["data"][0]) == 101


def test_a_table_that_only_places_things_is_read_through() -> None:
    markup = "<table><tr><td><h2>Head</h2><p>a</p></td><td><p>b</p><p>c</p></td></tr></table>"
    assert bodies.from_html(markup) == (("heading", "Head"), ("text", "<p>a</p><p>b</p><p>c</p>"))
    told: list[str] = []
    assert bodies.from_html("<ul><li>x<table><tr><td>a</td><td>b</td></tr></table></li></ul>", told.append) == (
        ("text", "<ul><li>x<br>a<br>b</li></ul>"),
    )
    assert "a table within other text" in told[0]


def test_many_losses_of_a_kind_are_one_sentence_that_names_ten() -> None:
    told: list[str] = []
    bodies.from_html("".join(f'<a href="#{number}">x</a>' for number in range(15)), told.append)
    assert len(told) == 1
    assert told[0].endswith("#9 and 5 more")


def test_a_thousand_nested_elements_are_no_danger() -> None:
    assert "deep" in str(bodies.from_html("<div>" * 5000 + "deep" + "</div>" * 5000))
    assert "deep" in str(bodies.from_html("<b>" * 5000 + "deep"))
