"""The text about data that stands in every form of a newsletter, and the name under which a consent records it."""

from __future__ import annotations

import html
from hashlib import sha256

from tamizdat.render import Renderer

TEMPLATE = "parts/consent.html"


def text(page: bytes) -> str:
    """What TEMPLATE rendered, as plain text in one line."""
    return " ".join(html.unescape(page.decode()).split())


def digest(text: str) -> str:
    """What forms send of the text that they showed."""
    return sha256(text.encode()).hexdigest()[:32]


def shown(renderer: Renderer, languages: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """The texts that the forms show now: by digest, the language and the text."""
    texts = {language: text(renderer.page(TEMPLATE, language)) for language in languages}
    return {digest(one): (language, one) for language, one in texts.items()}
