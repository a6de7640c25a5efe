"""Makes the representations of a file (RFC 9110, 3.2): identity, brotli from its sidecar, or gzip made here.

A small one is read whole and tagged by a hash of its very bytes, so its tag is the same on every process and every
mirror of the edition. A large one stays on disk, tagged by the file's identity.
"""

from __future__ import annotations

import gzip
from hashlib import blake2b

from tamizdat.door.conditions import http_date
from tamizdat.door.file_cache import Page, Representation
from tamizdat.door.headers import block, cache_control, security_lines
from tamizdat.door.media_types import compressible, media_type
from tamizdat.door.moved import STUB_HEAD, read_stub
from tamizdat.door.tree import Missing, OpenFile, Tree

WORTH_GZIP = 200  # bytes
# Compressing holds everything else up: 25 ms for this much.
MOST_GZIP = 1024 * 1024
GZIP_LEVEL = 6
# _/files/ holds what editors uploaded; no tag in such a file can name its canonical address.
UPLOADS = "_/files/"


class RepresentationBuilder:
    def __init__(self, tree: Tree, *, max_cached_bytes: int, canonical: str) -> None:
        self._tree = tree
        self._max_cached_bytes = max_cached_bytes
        self._canonical = canonical.rstrip("/")

    def page(self, file: str) -> Page:
        """What there is of a file, without its bytes. Raises Missing, or OSError where it cannot be read."""
        opened = self._tree.open(file)
        try:
            moved = read_stub(opened.read(STUB_HEAD)) if not file.startswith("_/") else None
        finally:
            opened.close()
        codings = ["identity"]
        if compressible(file) and moved is None:
            if opened.size <= min(MOST_GZIP, self._max_cached_bytes) and opened.size >= WORTH_GZIP:
                codings.append("gzip")
            if self._tree.identity_of(file + ".br") is not None:
                codings.append("br")
        return Page(file=file, identity=opened.identity, codings=tuple(codings), moved=moved)

    def representation(self, page: Page, coding: str) -> Representation:
        """Raises Missing when the file has gone or changed since the page was looked at, or OSError."""
        opened = self._tree.open(page.file)
        try:
            if opened.identity != page.identity:
                raise Missing(page.file)
            if coding == "br":
                sidecar = self._tree.open(page.file + ".br")
                try:
                    return self._describe(page, coding, sidecar)
                finally:
                    sidecar.close()
            return self._describe(page, coding, opened)
        finally:
            opened.close()

    def _describe(self, page: Page, coding: str, source: OpenFile) -> Representation:
        body = source.read(source.size) if source.size <= self._max_cached_bytes else None
        if body is not None and coding == "gzip":
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        length = source.size if body is None else len(body)
        seed = repr((source.identity, coding)).encode() if body is None else body
        etag = f'"{blake2b(seed, digest_size=12).hexdigest()}"'
        # A sidecar is written before its file, so the file's time is when readers got these bytes.
        modified = page.identity[0] // 1_000_000_000
        about = [f"Content-Type: {media_type(page.file)}"]
        if coding != "identity":
            about.append(f"Content-Encoding: {coding}")
        cached = [f"ETag: {etag}", f"Last-Modified: {http_date(modified)}", "Accept-Ranges: bytes"]
        cached.append(f"Cache-Control: {cache_control(page.file)}")
        if compressible(page.file):
            cached.append("Vary: Accept-Encoding")
        if self._canonical and page.file.startswith(UPLOADS):
            about.append(f'Link: <{self._canonical}/{page.quoted}>; rel="canonical"')
        protection = block(security_lines(page.file))
        return Representation(
            file=page.file + (".br" if coding == "br" else ""),
            coding=coding,
            identity=source.identity,
            body=body,
            length=length,
            etag=etag.encode(),
            modified=modified,
            about=block(about) + protection,
            cached=block(cached),
            whole=b"HTTP/1.1 200 OK\r\n" + block([*about, f"Content-Length: {length}", *cached]) + protection,
        )
