"""Who owns which path below public/: one table of all products of the edition. Whatever gives an address asks here first.

A product that is not in the table cannot be made (edition/policy.py), and tests/demo/test_paths.py holds each to its lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tamizdat.kit.paths import file_path

NEWSLETTER_MESSAGES = ("check", "confirmed", "left", "no-newsletter", "wrong-address", "wrong-link", "not-possible")
"""Pages below /LANG/newsletter/ to which forms and links of letters lead."""
LETTER_PAGES = (*NEWSLETTER_MESSAGES, "preferences")
"""Pages below /LANG/newsletter/ that are no list's: no list may have such a slug."""
BY_PRODUCT: Mapping[str, tuple[str, ...]] = {
    "archive": (r"{language}/(?!text/|newsletter/)(.+/)?page/\d+/index\.html",),
    "article": (
        r".+/(share/index\.html|story\.html|ninjs\.json|oembed\.json)",
        r".+/(chapters\.json|transcript\.(html|vtt))",
        r"{language}/text/(?!page/\d+/index\.html).+/index\.html",
    ),
    "asset": (r"_/theme/(?!newsroom\.[0-9a-f]+\.css).+", r"sw\.js", r"worker\.js", r"favicon\.ico"),
    "contact": (r"{language}/contact/(sent|not-sent)/index\.html",),
    "corrections": (r"{language}/corrections/index\.html",),
    "directory": (r"{language}/(regions|topics|series|authors|archive)/index\.html",),
    "error": (r"({language}/)?(404|410)\.html",),
    "feed": (r"{language}/(?!newsletter/)(.+/)?(feed|rss)[a-z-]*\.(xml|json)",),
    "feeds_page": (r"{language}/feed/index\.html",),
    "front": (r"{language}/index\.html",),
    "ledger": (r"_/map/\d+\.conf",),
    "letter": (r"{language}/newsletter/[\w-]+/\d+/index\.html",),
    "letters": (
        rf"{{language}}/newsletter/(?!({'|'.join(LETTER_PAGES)})/)[\w-]+/(page/\d+/)?index\.html",
        r"{language}/newsletter/[\w-]+/feed\.xml",
    ),
    "listing": (r"{language}/latest/index\.html", r"{language}/\d{{4}}/\d{{2}}/index\.html"),
    "look": (r"_/theme/newsroom\.[0-9a-f]+\.css",),
    "manifest": (r"{language}/site\.webmanifest",),
    "newsletter": (
        rf"{{language}}/newsletter/(({'|'.join(LETTER_PAGES)})/)?index\.html",
        r"{language}/newsletter/texts\.json",
    ),
    "newssitemap": (r"news-sitemap\.xml",),
    "passages": (r"{language}/search/passages/\d+\.json",),
    "phone": (r"{language}/offline/(index|erased)\.html",),
    "podcast": (r"{language}/(.+/)?podcast\.xml",),
    "robots": (r"robots\.txt",),
    "root": (r"index\.html",),
    "search": (),
    "search_page": (r"{language}/search/(index\.html|texts\.json)",),
    "searchnames": (),
    "sitemap": (r"sitemaps/.+\.xml",),
    "sitemapindex": (r"sitemap\.xml",),
    "static": (),
    "support": (r"{language}/support/index\.html",),
    "text": (r"{language}/text/(page/\d+/)?index\.html",),
    "words": (r"_/search/.+\.txt", r"{language}/search/words\.json"),
}
"""Regular expressions of whole paths, by product. Pages whose addresses the ledger gives (newsroom/addresses.py) are not here."""
ADDRESSED = frozenset(["article", "listing", "static"])
"""Products that have files at addresses of the ledger, too."""
SHARED = r"_/(pictures|files)/.+"
"""Named by content: any product may have them."""
AREAS = (
    *("search", "support", "offline", "latest", "archive", "page", "feed", "text", "contact", "corrections"),
    *("newsletter", "_", "desk", "sitemaps", "api"),
)
DIRECTORIES = {"region": "regions", "topic": "topics", "series": "series", "author": "authors"}
OWN_SEGMENTS = frozenset([*DIRECTORIES.values(), *AREAS])
"""Second segments of addresses, after the language, that no story and no old address may have."""
KEPT_FREE = (r"(_|desk|api|sitemaps)/.*", rf"{{language}}/({'|'.join(AREAS)})/.*")
"""For other processes, and for what a product may put there later."""
WITH_A_PAGE = frozenset(["contact", "corrections"])
"""Areas at whose head the newsroom may have a static page: it introduces or leads to what the site has there."""


def owners(path: str, languages: Sequence[str]) -> list[str]:
    """The products whose path below public/ it is, whatever the ledger says."""
    return [name for name, pattern in _patterns(tuple(languages)).items() if pattern.fullmatch(path)]


def is_reserved(path: str, languages: Sequence[str]) -> bool:
    """Whether the file at `path` below public/ is the site's own."""
    return _reserved(tuple(languages)).fullmatch(path) is not None


def reserves(address: str, languages: Sequence[str], kind: str = "") -> bool:
    """Whether the site needs this address for itself, and what is of this `kind` may not have it; one that has no file is
    judged by its path."""
    path = file_path(address) or address.lstrip("/").partition("?")[0]
    if kind == "page" and any(path == f"{code}/{name}/index.html" for code in languages for name in WITH_A_PAGE):
        return False
    return is_reserved(path, languages)


def _filled(pattern: str, languages: tuple[str, ...]) -> str:
    return pattern.format(language=f"(?:{'|'.join(map(re.escape, languages))})")


@lru_cache(maxsize=16)
def _patterns(languages: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(_filled(one, languages) for one in several) or "(?!)")
        for name, several in BY_PRODUCT.items()
    }


@lru_cache(maxsize=16)
def _reserved(languages: tuple[str, ...]) -> re.Pattern[str]:
    every = [*KEPT_FREE, *(one for several in BY_PRODUCT.values() for one in several)]
    return re.compile("|".join(_filled(one, languages) for one in every))
