"""The filters of templates that do not depend on the language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any, Protocol
from urllib.parse import parse_qs, quote, urlsplit

from tamizdat.render import languages
from tamizdat.render.breaking import HEADING, breakable
from tamizdat.render.markup import Markup, escape

# With "<", ">" and "&" a text could close its <script>; the two separators end a line in old JavaScript.
_IN_SCRIPT = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")
_LINK = re.compile(r'(\bhref=")/(?!/)')
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Alternate(Protocol):
    """A page in another language."""

    @property
    def language(self) -> str: ...

    @property
    def url(self) -> str: ...


def absolute(url: str, canonical: str) -> str:
    """`url` with the canonical address in front; unchanged where there is none, or where `url` is absolute already."""
    return canonical.rstrip("/") + url if url.startswith("/") else url


def by_language(alternates: Iterable[Alternate]) -> dict[str, str]:
    """Addresses by language code."""
    return {alternate.language: alternate.url for alternate in alternates}


def json_ld(value: object) -> str:
    """JSON that is safe inside <script type="application/ld+json">, whatever text it contains."""
    return in_script(encode_basestring(value) if type(value) is str else encode(value))


def in_script(text: str) -> str:
    """`text`, which is JSON, made safe inside <script>: the characters replaced occur in JSON in strings only."""
    for char, escaped in _IN_SCRIPT:
        if char in text:
            text = text.replace(char, escaped)
    return Markup(text)


def tone(colour: str) -> str:
    """Classes for a colour such as "#8a5f3c": inline styles are not allowed, so css/ has sixteen steps for each channel. '' for
    what is no colour."""
    digits = colour.removeprefix("#").lower()
    if len(digits) != 6 or not all(digit in "0123456789abcdef" for digit in digits):
        return ""
    return f"r{digits[0]} g{digits[2]} b{digits[4]}"


def player(url: str) -> str:
    """The address of a player for the video or sound at `url` that can be shown in a frame; '' where none is known."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    last = parts.path.rstrip("/").rpartition("/")[2]
    if parts.scheme != "https":
        return ""
    if host == "youtu.be" or (host in ("youtube.com", "youtube-nocookie.com") and "/watch" not in parts.path):
        return f"https://www.youtube-nocookie.com/embed/{quote(last)}?autoplay=1" if last else ""
    if host == "youtube.com":
        video = parse_qs(parts.query).get("v", [""])[0]
        return f"https://www.youtube-nocookie.com/embed/{quote(video, safe='')}?autoplay=1" if video else ""
    if host in ("vimeo.com", "player.vimeo.com") and last.isdigit():
        return f"https://player.vimeo.com/video/{last}?dnt=1"
    if host == "soundcloud.com" and last:
        return f"https://w.soundcloud.com/player/?url={quote(url, safe='')}"
    if host == "rutube.ru" and "/video/" in parts.path:
        return f"https://rutube.ru/play/embed/{quote(last)}"
    if host == "open.spotify.com":
        return f"https://open.spotify.com/embed{parts.path.removeprefix('/embed')}"
    return ""


def duration(seconds: int) -> str:
    """The length of a recording of so many seconds: "4:05", "1:02:09"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def links_absolute(markup: str, canonical: str) -> str:
    """HTML with absolute links, for feed readers and other sites."""
    return _LINK.sub(rf"\g<1>{canonical.rstrip('/')}/", markup) if canonical and 'href="/' in markup else markup


def selectattr(items: Iterable[Any], name: str, test: str = "", wanted: object = None) -> list[Any]:
    """Items whose attribute is true; with the test "equalto", items whose attribute equals `wanted`."""
    if test == "equalto":
        return [item for item in items if getattr(item, name) == wanted]
    return [item for item in items if getattr(item, name)]


def rejectattr(items: Iterable[Any], name: str) -> list[Any]:
    """Items whose attribute is false."""
    return [item for item in items if not getattr(item, name)]


GENERAL: Mapping[str, Callable[..., object]] = {
    "absolute": absolute,
    "as_html": escape,
    "breakable": breakable,
    "breakable_heading": lambda text: breakable(text, HEADING),
    "by_language": by_language,
    "direction": languages.direction,
    "first": lambda items: next(iter(items)),
    "int": int,
    "json_ld": json_ld,
    "language_name": languages.name,
    "length": len,
    "links_absolute": links_absolute,
    "list": list,
    "map": lambda items, attribute: [getattr(item, attribute) for item in items],
    "max": max,
    "min": min,
    "player": player,
    "rejectattr": rejectattr,
    "round": round,
    "safe": Markup,
    "select": lambda items: [item for item in items if item],
    "selectattr": selectattr,
    "split": str.split,
    "tone": tone,
    "trim": str.strip,
}
"""By the names that templates use."""
