"""From the target of a request to a name inside the edition: the one gate through which every path goes.

What comes out is a relative path in NFC without empty, hidden or dotted parts, so it cannot climb out of public/; what
lies behind it is opened without following a link (tree.py), so it cannot be led out either.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from tamizdat.kit.paths import NOT_SERVED

INDEX = "index.html"
LONGEST_PART = 255  # bytes, as in every common file system
# The common case, which one match decides: nothing encoded, no dot.
_PLAIN = re.compile(rb"/(?:[a-z0-9_][a-z0-9_-]{0,200}/)*")
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile("[\x00-\x1f\x7f\\\\]")


@dataclass(frozen=True, slots=True)
class Address:
    """`path` as a reader would write it, "/en/x/" or "/feed.xml"; `file` is what to look for below public/."""

    path: str
    file: str

    @property
    def quoted(self) -> str:
        return quote(self.path, safe="/~!()*+,:@=&")


def read_address(path: bytes) -> Address | None:
    """The address that a request's path (without its query) names, or None when no such file can exist."""
    if _PLAIN.fullmatch(path):
        text = path.decode("ascii")
        return Address(text, text[1:] + INDEX)
    if not path.startswith(b"/") or _BROKEN_ESCAPE.search(path):
        return None
    try:
        text = unicodedata.normalize("NFC", unquote_to_bytes(path).decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    parts = text[1:].split("/")
    directory = parts[-1] == ""
    named = parts[:-1] if directory else parts
    if not all(_may_be_served(part) for part in named):
        return None
    return Address(text, text[1:] + INDEX if directory else text[1:])


def _may_be_served(part: str) -> bool:
    return (
        part != ""
        and not part.startswith(".")
        and not part.lower().endswith(NOT_SERVED)
        and len(part.encode()) <= LONGEST_PART
    )


def language_of(path: bytes, languages: tuple[str, ...]) -> str | None:
    """The language whose part of the edition a path lies in, whether or not the rest of it makes sense."""
    first = path[1:].partition(b"/")[0].decode("latin-1").lower()
    return next((language for language in languages if language.lower() == first), None)
