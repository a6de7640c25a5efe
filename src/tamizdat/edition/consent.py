"""The text about data that stands in every form of a newsletter, as a consent records it."""

from __future__ import annotations

import html
from collections.abc import Iterable

from tamizdat.render import Renderer

TEMPLATE = "parts/consent.html"


def text(page: bytes) -> str:
    """What TEMPLATE rendered, as plain text in one line."""
    return " ".join(html.unescape(page.decode()).split())


def shown(renderer: Renderer, languages: Iterable[str]) -> list[tuple[str, str]]:
    """(language, text) of what the forms show now, for the record of consents."""
    return [(language, text(renderer.page(TEMPLATE, language))) for language in languages]
