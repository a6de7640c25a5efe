"""How an address becomes a file below public/, and which addresses are one because their file is one."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

LONGEST_NAME = 252
"""Bytes of one name: file systems take 255, and a file may get a sidecar that ends in .br."""
LONGEST_PATH = 1024
"""Bytes of a path below public/, so that it fits into the 4,096 of the system with any folder before it."""
NOT_SERVED = (".br", ".tmp")
"""Endings that no address has: of a file's brotli copy, and of files that are half written."""
_FILE_NAME = re.compile(r"\.(html?|xml|txt|json|js|css|svg|vtt|webmanifest|conf|br)$", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xml", ".txt")


def file_path(address: str) -> str:
    """The file that stands for an address, or '' where a file cannot: one with a query, of another kind than a page, too
    long, or below a name that only a file can have."""
    if "?" in address or "#" in address:
        return ""
    path = unquote(address).lstrip("/")
    last = path.rsplit("/", 1)[-1]
    if not last:
        path = f"{path}index.html"
    elif not last.endswith(_PAGES):
        path = "" if "." in last else f"{path}/index.html"
    return path if can_be_file(path) else ""


def can_be_file(path: str) -> bool:
    """Whether a path below public/ can be written on every disk. It depends on the path alone, so that it does not matter
    which of two addresses came first: a folder is never called like a file."""
    *folders, name = path.split("/")
    names = [*folders, name]
    return (
        "\0" not in path
        and len(path.encode("utf-8", "surrogateescape")) <= LONGEST_PATH
        and all(one not in ("", ".", "..") for one in names)
        and all(len(one.encode("utf-8", "surrogateescape")) <= LONGEST_NAME for one in names)
        and not any(one.startswith(".") or one.lower().endswith(NOT_SERVED) for one in names)
        and not any(_FILE_NAME.search(folder) for folder in folders)
    )


def public_name(name: str) -> str:
    """The name under which an uploaded file is served: its own, but for a name that no address may have."""
    shown = name.lstrip(".") or "file"
    return f"{shown}.bin" if shown.lower().endswith(NOT_SERVED) else shown


def same(address: str) -> str:
    """Equal for addresses that are one: with or without a slash or index.html, however it is encoded."""
    if "?" in address:
        return address
    path = unicodedata.normalize("NFC", unquote(address))
    return path.removesuffix("/index.html").rstrip("/") or "/"


def spellings(address: str) -> frozenset[str]:
    """Every way in which the ledger may hold an address that is one with this one."""
    if "?" in address:
        return frozenset([address])
    stem = same(address).rstrip("/")
    found = {stem, f"{stem}/", f"{stem}/index.html"}
    found |= {unicodedata.normalize("NFD", one) for one in found}
    return frozenset(found | {quote(one, safe="/~!$&()*+,=:@-._") for one in found}) - {""}
