"""Where a line may not be broken: within a hyphenated name, and before a dash."""

from __future__ import annotations

import re

from tamizdat.render.markup import Markup, escape

_NAME = re.compile(r"<[^>]*>|(?<![\w-])[^\W\d_]++(?:-[^\W_]++)+")
"""A tag, or a word with hyphens that begins with a letter."""
LONGEST = 26
"""Letters of a name that fits into a narrow phone's line in the size of a headline."""


def unbroken(text: str) -> str:
    """Text or markup in which Saint-Denis and COVID-19 stay in one line, and no line begins with a dash."""
    markup = escape(text)
    for dash in ("—", "–"):
        markup = markup.replace(f" {dash} ", f"\u00a0{dash} ")
    return Markup(_NAME.sub(_whole, markup) if "-" in markup else markup)


def _whole(match: re.Match[str]) -> str:
    word = match[0]
    if word.startswith("<") or len(word) > LONGEST or not _is_name(word):
        return word
    return f'<span class="nobr">{word}</span>'


def _is_name(word: str) -> bool:
    """Whether it begins with a capital letter and so does another of its parts, or that is a number."""
    first, *others = word.split("-")
    return first[0].isupper() and any(part[0].isupper() or part[0].isdigit() for part in others)
