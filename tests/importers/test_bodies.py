"""Paragraphs, text and HTML as blocks."""

from __future__ import annotations

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
        ("<ul><li><p>a</p><h3>b</h3></li></ul>", [("text", "<ul><li>ab</li></ul>")]),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', [("text", '<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>')]),
        ('<a href="javascript:alert(1)">x</a>', [("text", "<p><a>x</a></p>")]),
        ("<b><p>a</p></b>", [("text", "<p>a</p>")]),
        ("<script>alert(1)</script><style>p{}</style>", []),
        ("<p></p><h2> </h2>", []),
        ("<p>a\u202eb</p>", [("text", "<p>ab</p>")]),
    ],
)  # fmt: skip
def test_html_becomes_blocks(markup: str, blocks: list[tuple[str, object]]) -> None:
    assert list(bodies.from_html(markup)) == blocks


def test_a_thousand_nested_elements_are_no_danger() -> None:
    assert "deep" in str(bodies.from_html("<div>" * 5000 + "deep" + "</div>" * 5000))
    assert "deep" in str(bodies.from_html("<b>" * 5000 + "deep"))
