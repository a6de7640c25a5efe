"""Addresses in imported texts, as this site can link to them."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_PLACE = re.compile(r"/(?![/\\])[^\\]*\Z")
_OTHERS = re.compile(r"[^\w%/:?#\[\]@!$&'()*+,;=~.-]")
"""What becomes %XX in an address: spaces, quotes, brackets of tags. Letters of every script stay readable."""


def usable(given: str) -> str:
    """The address as a browser would read it; '' when it leads nowhere from here, or may do harm.

    Taken: the web, mail, telephones, and places of the site itself. White space around an address and line ends in it are
    mistakes of those who pasted it; `//host` is the web, as it always was on the page where it stood.
    """
    text = re.sub(r"[\t\r\n]", "", given).strip(
        "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f \u00a0\u2028\u2029"
    )
    if text.startswith("//"):
        text = f"https:{text}"
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if colon and scheme in ("http", "https"):
        return f"{scheme}:{_encoded(rest)}" if _has_host(f"{scheme}:{rest}") else ""
    if colon and scheme == "mailto" and rest:
        return f"mailto:{_encoded(rest)}"
    if colon and scheme == "tel" and any(letter.isdigit() for letter in rest):
        return f"tel:{_encoded(''.join(rest.split()))}"
    return _encoded(text) if _PLACE.match(text) else ""


def _encoded(text: str) -> str:
    return _OTHERS.sub(lambda other: quote(other[0]), text)


def _has_host(address: str) -> bool:
    try:
        return "\\" not in address and address.partition(":")[2].startswith("//") and bool(urlsplit(address).hostname)
    except ValueError:
        return False
