"""Content types of the edition's files: by the ending of a name (kit/media_types.py), of feeds by the whole name."""

from __future__ import annotations

from tamizdat.kit import media_types
from tamizdat.kit.media_types import TYPES

_FEEDS = {
    "feed.xml": "application/atom+xml; charset=utf-8",
    "feed-summary.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "rss-summary.xml": "application/rss+xml; charset=utf-8",
    "podcast.xml": "application/rss+xml; charset=utf-8",
    "feed.json": "application/feed+json",
    "feed-summary.json": "application/feed+json",
}
"""By the whole name: their endings say less than readers of feeds want to know."""
_TEXT = frozenset(TYPES.keys() & {
    "html", "css", "js", "mjs", "json", "jsonld", "xml", "rss", "xsl", "txt", "conf", "csv", "vtt", "srt", "svg",
    "webmanifest", "ico", "wasm", "rtf",
})  # fmt: skip
_ACTIVE = frozenset({"html", "svg", "xml", "rss", "xsl"})


def media_type(file: str) -> str:
    name = file.rpartition("/")[2]
    return _FEEDS.get(name) or media_types.media_type(name)


def compressible(file: str) -> bool:
    return _ending(file) in _TEXT


def may_run_code(file: str) -> bool:
    """Whether a browser that opens the file as a page could run what is written in it."""
    return _ending(file) in _ACTIVE


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
