"""Comparing two versions of a story: its paragraphs stay apart, where the framework joins the last word of one and the first of
the next."""

from __future__ import annotations

import re

from wagtail.utils.text import text_from_html

_END_OF_LINE = re.compile(r"</(?:blockquote|dd|dt|figcaption|h[1-6]|li|p|t[dh])>|<[bh]r\b[^>]*>")


def text_of(html: object) -> str:
    """The text of HTML, with a line of its own for each paragraph, heading and item of a list."""
    text: str = text_from_html(_END_OF_LINE.sub(r"\g<0>" + "\n", str(html)))
    return text
