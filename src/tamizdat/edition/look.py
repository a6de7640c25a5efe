"""The newsroom's own accent and type: a small stylesheet of custom properties that follows the theme's."""

from __future__ import annotations

import hashlib

from tamizdat.kit.colour import readable

DAY, NIGHT = "#faf7f0", "#171512"
"""The theme's papers (theme/css/10-base.css): the accent is made to read on both."""
TEXT, MARK = 7.0, 3.0
"""Contrasts that text and marks must have."""
TYPES = {
    "sans": ("--head:var(--sans)", "--text:var(--sans)"),
    "mixed": ("--head:var(--sans)",),
}


def stylesheet(accent: str, type: str) -> str:
    """Custom properties for an accent such as "#c8321e" ('': the theme's red) and a type; '' where both are the theme's."""
    faces, said = TYPES.get(type, ()), []
    if accent:
        for name, paper in (("day", DAY), ("night", NIGHT)):
            said += [
                f"--red-{name}:{readable(accent, paper, TEXT)}",
                f"--stamp-{name}:{readable(accent, paper, MARK)}",
            ]
    rules = [(":root,[lang]", faces), (":root", said)]
    return "".join(f"{where}{{{';'.join(what)}}}\n" for where, what in rules if what)


def address(css: str) -> str:
    """Where the stylesheet stands: by its content, so that it may be kept for good. '' for an empty one."""
    return f"/_/theme/newsroom.{hashlib.sha256(css.encode()).hexdigest()[:10]}.css" if css else ""
