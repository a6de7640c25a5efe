"""Content types by the ending of a name; the list is ours, since a machine's own tables differ."""

from __future__ import annotations

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "xml": "application/xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "xsl": "application/xslt+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "conf": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "gz": "application/gzip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "wasm": "application/wasm",
}
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
UNKNOWN = "application/octet-stream"
_TEXT = frozenset(_TYPES.keys() & {
    "html", "css", "js", "mjs", "json", "jsonld", "xml", "rss", "xsl", "txt", "conf", "csv", "vtt", "srt", "svg",
    "webmanifest", "ico", "wasm", "rtf",
})  # fmt: skip
_ACTIVE = frozenset({"html", "svg", "xml", "rss", "xsl"})


def media_type(file: str) -> str:
    name = file.rpartition("/")[2]
    return _FEEDS.get(name) or _TYPES.get(_ending(name), UNKNOWN)


def compressible(file: str) -> bool:
    return _ending(file) in _TEXT


def may_run_code(file: str) -> bool:
    """Whether a browser that opens the file as a page could run what is written in it."""
    return _ending(file) in _ACTIVE


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
