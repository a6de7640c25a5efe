"""The filters of templates that do not depend on the language."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any, Protocol
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from tamizdat.kit.colour import contrast
from tamizdat.render import languages
from tamizdat.render.breaking import HEADING, breakable
from tamizdat.render.markup import Markup, escape
from tamizdat.render.unbroken import unbroken

# With "<", ">" and "&" a text could close its <script>; the two separators end a line in old JavaScript.
_IN_SCRIPT = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")
_MOMENT = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,7})s?)?", re.ASCII)
_LINK = re.compile(r'(\bhref=")/(?!/)')
GROUNDS = {"light": "#faf7f0", "dark": "#171512"}
"""The colours of the two forms of a page, as in css/10-base.css."""
HARDLY_SEEN = 2.0
"""A picture of a lower contrast with the page than this gets the other ground."""
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
    what is no colour.

    "#8a5f3c80" is that of a picture which can be seen through: the page is its ground, or the other ground where the picture
    could hardly be seen on one of the two."""
    digits = colour.removeprefix("#").lower()
    if not all(digit in "0123456789abcdef" for digit in digits):
        return ""
    if len(digits) == 8:
        drawn = f"#{digits[:6]}"
        weak = [name for name, ground in GROUNDS.items() if contrast(drawn, ground) < HARDLY_SEEN]
        return " ".join(["cut-out", *(f"not-on-{name}" for name in weak)])
    return f"r{digits[0]} g{digits[2]} b{digits[4]}" if len(digits) == 6 else ""


def player(url: str) -> str:
    """The address of a player for the video or sound at `url` that can be shown in a frame; '' where none is known. It begins
    where `url` says that it should."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("music.")
    if parts.scheme != "https":  # which urlsplit gives in small letters
        return ""
    if host in ("youtu.be", "youtube.com", "youtube-nocookie.com"):
        return _youtube(host, parts.path, parse_qs(parts.query), parts.fragment)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host in ("vimeo.com", "player.vimeo.com"):
        return _vimeo(parts.path, parse_qs(parts.query), parts.fragment)
    if host == "soundcloud.com" and last:
        return f"https://w.soundcloud.com/player/?url={quote(urlunsplit(parts), safe='')}"
    if host == "rutube.ru" and "/video/" in parts.path:
        start = _seconds(parse_qs(parts.query).get("t", [""])[0])
        return f"https://rutube.ru/play/embed/{quote(last)}{f'?t={start}' if start else ''}"
    if host == "open.spotify.com":
        return f"https://open.spotify.com/embed{parts.path.removeprefix('/embed')}"
    return ""


def _youtube(host: str, path: str, query: Mapping[str, list[str]], fragment: str) -> str:
    """A video, from a moment on where one is named, within its playlist where one is named; or a playlist by itself."""
    first, *others = path.strip("/").split("/")
    video = query.get("v", [""])[0]
    if not video and host == "youtu.be":
        video = first
    elif not video and first in ("embed", "shorts", "live", "v", "e") and others and others[0] != "videoseries":
        video = others[0]
    playlist = query.get("list", [""])[0]
    if not video and not playlist:
        return ""
    moment = next((value for name in ("t", "start", "time_continue") for value in query.get(name, [])), "")
    start = _seconds(moment or dict(parse_qsl(fragment)).get("t", ""))
    told = (
        {"autoplay": "1"}
        | ({"start": str(start)} if start and video else {})
        | ({"list": playlist} if playlist else {})
    )
    return f"https://www.youtube-nocookie.com/embed/{quote(video or 'videoseries', safe='')}?{urlencode(told)}"


def _vimeo(path: str, query: Mapping[str, list[str]], fragment: str) -> str:
    """A video; one that is not listed has a key, as its address's last part or `h`."""
    numbers = [(place, part) for place, part in enumerate(path.split("/")) if part.isascii() and part.isdigit()]
    if not numbers or "/showcase/" in path:
        return ""
    place, video = numbers[-1]
    after = path.split("/")[place + 1 :]
    key = query.get("h", [""])[0] or (after[0] if after and after[0].isalnum() else "")
    start = _seconds(dict(parse_qsl(fragment)).get("t", "") or query.get("t", [""])[0])
    told = {"dnt": "1"} | ({"h": key} if key else {})
    return f"https://player.vimeo.com/video/{video}?{urlencode(told)}{f'#t={start}s' if start else ''}"


def _seconds(moment: str) -> int:
    """Of a moment written as 90, 90s, 1m30s, 1h2m3s or 1:30; 0 for anything else."""
    if match := _MOMENT.fullmatch(moment):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    if re.fullmatch(r"\d{1,3}(:[0-5]\d){1,2}", moment, re.ASCII):
        total = 0
        for part in moment.split(":"):
            total = total * 60 + int(part)
        return total
    return 0


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
    "as_text": html.unescape,
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
    "urlencode": lambda text: quote(text, safe=""),
    "unbroken": unbroken,
}
"""By the names that templates use."""
