"""Style sheets, scripts and images of the theme, under addresses that change with their bytes.

css/*.css, in the order of their names, become one site.css, and js/*.js one site.js, which every page loads. A file in
js/alone/ is a script of its own, for the pages that name it; a file in images/ is copied as it is.

The address of the service worker alone never changes: a browser looks there for a newer version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tamizdat.kit.media_types import media_type as media_type_of
from tamizdat.render.sources import Sources

ALONE = "js/alone/"
_CSS_TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*([{};,])\s*|\s+""", re.DOTALL)
_WHOLE_LINE_COMMENT = re.compile(r"^\s*//.*\n|^[ \t]+|^\n", re.MULTILINE)

WORKER = "/sw.js"


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file below /_/theme/, whose bytes never change under one `url`; or the service worker. `type` is its media type."""

    url: str
    data: bytes
    type: str


def collect(sources: Sources) -> Mapping[str, Asset]:
    """All assets, by name: "site.css", "site.js", "icon.svg"."""
    css = "\n".join(sources.read(name) or "" for name in sources.names("css", ".css"))
    scripts = sources.names("js", ".js")
    js = "\n".join(sources.read(name) or "" for name in scripts if not name.startswith(ALONE))
    found = {
        "site.css": _asset("site.css", shorten_css(css).encode()),
        "site.js": _asset("site.js", shorten_js(js).encode()),
    }
    if worker := sources.read("worker.js"):
        found["worker.js"] = Asset(url=WORKER, data=shorten_js(worker).encode(), type="text/javascript")
    for name in scripts:
        if name.startswith(ALONE):
            own_name = name.removeprefix(ALONE)
            found[own_name] = _asset(own_name, shorten_js(sources.read(name) or "").encode())
    for name in sources.names("images"):
        path = sources.find(name)
        if path is not None:
            own_name = name.removeprefix("images/")
            found[own_name] = _asset(own_name, path.read_bytes())
    return MappingProxyType(found)


def shorten_css(text: str) -> str:
    """Without comments and without white space that has no meaning; strings stay as they are."""

    def token(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        return match[2] or ("" if match[0].startswith("/*") else " ")

    return _CSS_TOKEN.sub(token, text).replace(";}", "}").strip()


def shorten_js(text: str) -> str:
    """Without indentation and comment lines; a script must not contain a string of several lines."""
    return _WHOLE_LINE_COMMENT.sub("", text)


def _asset(name: str, data: bytes) -> Asset:
    stem, _, extension = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:10]
    media_type = media_type_of(name).partition(";")[0]
    return Asset(url=f"/_/theme/{stem}.{digest}.{extension}", data=data, type=media_type)
