"""Style sheets, scripts and pictures of the theme, under names that change with their bytes.

css/*.css in the order of their names become one site.css, js/*.js one site.js, which every page loads. What lies in
js/alone/ stays a script of its own, for pages that ask for it; files under images/ go as they are.

The service worker alone keeps its address: a browser asks there whether there is a newer one.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tamizdat.render.sources import Sources

ALONE = "js/alone/"
_CSS_TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*([{};,])\s*|\s+""", re.DOTALL)
_WHOLE_LINE_COMMENT = re.compile(r"^\s*//.*\n|^[ \t]+|^\n", re.MULTILINE)

WORKER = "/sw.js"


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file below /_/theme/, whose bytes never change under one url; or the service worker."""

    url: str
    data: bytes
    type: str


def collect(sources: Sources) -> Mapping[str, Asset]:
    """All assets by plain name: "site.css", "site.js", "icon.svg"."""
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
            plain = name.removeprefix(ALONE)
            found[plain] = _asset(plain, shorten_js(sources.read(name) or "").encode())
    for name in sources.names("images"):
        path = sources.find(name)
        if path is not None:
            plain = name.removeprefix("images/")
            found[plain] = _asset(plain, path.read_bytes())
    return MappingProxyType(found)


def shorten_css(text: str) -> str:
    """Leaves comments out and white space that means nothing; strings are kept as written."""

    def token(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        return match[2] or ("" if match[0].startswith("/*") else " ")

    return _CSS_TOKEN.sub(token, text).replace(";}", "}").strip()


def shorten_js(text: str) -> str:
    """Leaves indentation and comment lines out; a script must not hold a string that runs over lines."""
    return _WHOLE_LINE_COMMENT.sub("", text)


def _asset(name: str, data: bytes) -> Asset:
    stem, _, extension = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:10]
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(url=f"/_/theme/{stem}.{digest}.{extension}", data=data, type=kind)
