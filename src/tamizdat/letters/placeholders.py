"""Placeholders in the texts of letters and notices, and what stands there for one reader.

A text is cut at them once; each reader's message is then put together by joining bytes.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

SITE, CONFIRM, PREFERENCES, LEAVE, ADDRESS = "site", "confirm", "preferences", "leave", "address"
NEEDED = (LEAVE, PREFERENCES)
"""Those that every letter must hold."""
_LINKS = (CONFIRM, PREFERENCES, LEAVE)
_ADDRESS_IN_HTML = "address in HTML"
_MARK = re.compile(r"\{\{(confirm|preferences|leave|address)\}\}")


class Tokens(Protocol):
    """What makes the tokens of signed links."""

    def token(self, action: str, reader: int, list: int = 0) -> str: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text that differs by reader. Of a link it is the token alone, the last part of the address."""

    name: str


def link(site: str, action: str, token: str) -> str:
    """`site` has no slash at its end."""
    return f"{site}/api/letters/{action}?t={token}"


def missing(text: str) -> list[str]:
    """The placeholders that a letter needs and that `text` does not have."""
    return [name for name in NEEDED if f"{{{{{name}}}}}" not in text]


def cut(text: str, site: str, *, is_html: bool) -> list[str | Mark]:
    """`text` with all that is the same for every reader filled in, cut where it differs."""
    site = markup.escape(site) if is_html else site
    text = text.replace(f"{{{{{SITE}}}}}", site)
    pieces: list[str | Mark] = []
    at = 0
    for found in _MARK.finditer(text):
        name = found[1]
        pieces.append(text[at : found.start()] + (link(site, name, "") if name in _LINKS else ""))
        pieces.append(Mark(_ADDRESS_IN_HTML if name == ADDRESS and is_html else name))
        at = found.end()
    return [*pieces, text[at:]]


def values(tokens: Tokens, *, reader: int, list: int, address: str) -> Mapping[str, bytes]:
    """What stands at the marks for one reader of a list."""
    return {
        CONFIRM: tokens.token(CONFIRM, reader, list).encode("ascii"),
        PREFERENCES: tokens.token(PREFERENCES, reader).encode("ascii"),
        LEAVE: tokens.token(LEAVE, reader, list).encode("ascii"),
        ADDRESS: address.encode(),
        _ADDRESS_IN_HTML: markup.escape(address).encode(),
    }
