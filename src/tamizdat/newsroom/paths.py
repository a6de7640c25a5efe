"""Which files the site needs for itself. Whatever gives an address asks here first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tamizdat.kit.paths import file_path

PATTERNS = (
    r"(_|desk|api|sitemaps)/.*",
    r"(index|404|410)\.html",
    r"(robots\.txt|sitemap\.xml|news-sitemap\.xml|favicon\.ico|sw\.js|worker\.js)",
    r"{language}/((index|404|410)\.html|site\.webmanifest)",
    r"{language}/(.+/)?((rss|feed)[a-z-]*\.(xml|json)|podcast\.xml)",
    r"{language}/(search|support|offline|latest|archive|page|feed|text|contact|corrections)/.*",
    r"{language}/(regions|topics|series|authors)/index\.html",
    r"{language}/(.+/)?page/\d+/index\.html",
    r"{language}/\d{{4}}/\d{{2}}/index\.html",
    r"{language}/.+/(share/index\.html|story\.html|ninjs\.json|oembed\.json|chapters\.json|transcript\.(html|vtt))",
)
"""Of paths below public/. A new kind of page adds its own line; tests/edition/test_paths.py holds the products to it."""


def is_reserved(path: str, languages: Sequence[str]) -> bool:
    """Whether the file at `path` below public/ is the site's own."""
    language = f"({'|'.join(map(re.escape, languages))})"
    return any(re.fullmatch(pattern.format(language=language), path) for pattern in PATTERNS)


def reserves(address: str, languages: Sequence[str]) -> bool:
    """Whether the site needs this address for itself; one that has no file is judged by its path."""
    return is_reserved(file_path(address) or address.lstrip("/").partition("?")[0], languages)
