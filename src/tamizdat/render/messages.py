"""The interface's messages, as the templates hold them."""

from __future__ import annotations

import re

from tamizdat.render.errors import RenderError
from tamizdat.render.sources import Sources

_QUOTED = r'\s*"((?:[^"\\]|\\.)*)"'
_CALL = re.compile(r"\b(?:_|ngettext)\(")
_ASKED = re.compile(rf"\b(?:_\({_QUOTED}|ngettext\({_QUOTED}\s*,{_QUOTED})")
_PLACE = re.compile(r"%\((\w+)\)s")


def messages(sources: Sources) -> dict[str, str | None]:
    """Plural by message; None where a message has none.

    Every call must begin with a quoted message: what a template puts together, no catalogue can have.
    """
    found: dict[str, str | None] = {}
    for name in sources.names("templates"):
        text = sources.read(name) or ""
        asked = _ASKED.findall(text)
        if len(asked) != len(_CALL.findall(text)):
            raise RenderError(name, 0, 'has a message that is not a quoted text; write _("…") with the text itself')
        found.update({alone or one: many or None for alone, one, many in asked})
    return found


def places(message: str) -> set[str]:
    """The names of the values that stand in a message: "authors" in "By %(authors)s"."""
    return set(_PLACE.findall(message))
