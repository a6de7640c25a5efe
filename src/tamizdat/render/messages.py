"""The messages of the interface, extracted from the templates."""

from __future__ import annotations

import re

from tamizdat.render.errors import RenderError
from tamizdat.render.sources import Sources

_QUOTED = r'\s*"((?:[^"\\]|\\.)*)"'
_CALL = re.compile(r"\b(?:_|ngettext)\(")
_QUOTED_CALL = re.compile(rf"\b(?:_\({_QUOTED}|ngettext\({_QUOTED}\s*,{_QUOTED})")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def messages(sources: Sources) -> dict[str, str | None]:
    """Each message with its plural, or None where it has no plural.

    Raises RenderError for a call whose message is not a quoted text: a catalogue can't have a text that is put together.
    """
    found: dict[str, str | None] = {}
    for name in sources.names("templates"):
        text = sources.read(name) or ""
        calls = _QUOTED_CALL.findall(text)
        if len(calls) != len(_CALL.findall(text)):
            raise RenderError(name, 0, 'has a message that is not a quoted text; write _("…") with the text itself')
        found.update({message or singular: plural or None for message, singular, plural in calls})
    return found


def placeholders(message: str) -> set[str]:
    """The names of a message's placeholders: "authors" in "By %(authors)s"."""
    return set(_PLACEHOLDER.findall(message))
