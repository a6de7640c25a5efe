"""Where long strings without a space may be broken: for pages that have no style sheet that could say so."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from tamizdat.render.markup import Markup, escape

TEXT, HEADING = 13.5, 9.5
"""What fits at 320 pixels in the sizes that browsers have without a style sheet, in em: a quotation's line, and a heading's."""
NARROW, WIDE = 0.7, 1.1
"""How wide letters are at most, in em: in DejaVu Serif, the widest of the usual faces, and bold."""
_WIDE_LETTERS = frozenset("mw@%—жмфшщыю")
_LONG = {width: re.compile(rf"<[^>]*>|(?<![^\s<>])[^\s<>]{{{int(width / WIDE) + 1},}}") for width in (TEXT, HEADING)}
"""Tags, and strings that may be too wide. A string is looked for where one begins: else each letter would be tried."""
_HEADING = re.compile(r"<h[1-6]\b.*?</h[1-6]>", re.S)
_CHARACTER = re.compile(r"&#?\w+;|.")


def breakable(text: str, width: float = TEXT) -> str:
    """Text or markup in which a string wider than `width` (TEXT or HEADING) may be broken; in markup's headings, than HEADING."""
    markup = escape(text)
    longest = max(map(len, markup.split()), default=0)  # most texts need no more than this, which is soon done
    if "<h" in markup and longest > HEADING / WIDE:
        markup = _HEADING.sub(lambda heading: _LONG[HEADING].sub(partial(_broken, HEADING), heading[0]), markup)
    if longest > width / WIDE:
        markup = _LONG[width].sub(partial(_broken, width), markup)
    return Markup(markup)


def _broken(width: float, match: re.Match[str]) -> str:
    """The string with <wbr> before each character for which a line has no more room; a tag as it is."""
    if match[0].startswith("<"):
        return match[0]
    characters = [(one, _width(one)) for one in _CHARACTER.findall(match[0])]
    if sum(wide for _, wide in characters) <= width:
        return match[0]
    made, line = [], 0.0
    for one, wide in characters:
        if line + wide > width:
            made.append("<wbr>")
            line = 0.0
        made.append(one)
        line += wide
    return "".join(made)


def _width(character: str) -> float:
    if len(character) > 1:  # a reference such as &amp;
        return NARROW
    if unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    is_wide = character.isupper() or character in _WIDE_LETTERS or unicodedata.east_asian_width(character) in "WF"
    return WIDE if is_wide else NARROW
