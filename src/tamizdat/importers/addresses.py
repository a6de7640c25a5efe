"""Addresses that a story had elsewhere, as paths that may lead to it here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote_to_bytes, urlsplit

from tamizdat.newsroom.paths import OWN_SEGMENTS, reserves

SERVED_BY_PROCESSES = ("desk", "api")
"""Folders whose addresses other processes answer."""
LONGEST = 500
_SAFE = "/~!$&()*+,=:@-._"
"""Characters of a path that stay as they are; quotes, backslashes and semicolons would end a line of the map."""


class NotAnAddress(ValueError):
    """str() says what is wrong with it."""


def path_of(text: str, languages: Sequence[str]) -> str:
    """The path, with its query, of an address or a path; percent-encoded ASCII. The host does not matter."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise NotAnAddress("it cannot be read as an address") from None
    if parts.scheme not in ("", "http", "https"):
        raise NotAnAddress("only http, https and plain paths can lead anywhere")
    path = _encoded(parts.path, _SAFE) or "/"
    if not path.startswith("/"):
        raise NotAnAddress("a path begins with /")
    segments = path.split("/")[1:]
    if any(segment in (".", "..") for segment in segments) or "//" in path or re.search("%(00|2F|5C)", path):
        raise NotAnAddress("a path holds no dots, slashes or zeros of that kind")
    query = _encoded(parts.query, _SAFE + "?")
    is_ours = segments[0] in SERVED_BY_PROCESSES  # with a query, too: the public process never looks for a file there
    if is_ours or (not query and (_is_ours(segments, languages) or reserves(path, languages))):
        raise NotAnAddress("the site needs this address for itself")
    whole = f"{path}?{query}" if query else path
    if len(whole) > LONGEST:
        raise NotAnAddress(f"it is longer than {LONGEST} characters")
    return whole


def _encoded(text: str, safe: str) -> str:
    """Each byte either itself or as %XX, one way for each address; %26 in a query is not &, so reserved ones stay."""
    kept = re.split("(%(?:2[0-9A-F]|3[A-F]|40|5[B-D]|00))", text, flags=re.IGNORECASE)
    return "".join(
        part.upper() if number % 2 else quote(unquote_to_bytes(part), safe=safe) for number, part in enumerate(kept)
    )


def _is_ours(segments: Sequence[str], languages: Sequence[str]) -> bool:
    """The root, a front page, or a place in which the site keeps files of its own."""
    first, *others = [segment for segment in segments if segment] or [""]
    if first in ("", "index.html", "desk", "_", "robots.txt", "sitemap.xml", "favicon.ico"):
        return True
    if first in languages:
        return not others or others[0] in OWN_SEGMENTS or others[0] in ("index.html", "404.html", "410.html")
    return first in ("404.html", "410.html")
