"""Bodies of messages (MIME): encoded once for all readers of a text, but for the places that differ.

Quoted-printable for texts in Latin letters, base64 for others. Both are plain ASCII: a server on the way that takes no 8-bit
text would change it, and with that break the signature.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence

from tamizdat.letters.dkim import relaxed_body
from tamizdat.letters.placeholders import Mark, cut

_LINE = 57
"""Bytes in a line of base64: 76 characters."""
_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Quoted:
    """A mark in quoted-printable, between two soft line breaks."""

    def __init__(self, name: str) -> None:
        self._name = name

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        return binascii.b2a_qp(values[self._name], istext=False).replace(b"\n", b"\r\n")


class _Tail:
    """The end of a base64 part, from the line of its first mark on: its lines differ by reader."""

    def __init__(self, pieces: Sequence[bytes | Mark]) -> None:
        self._pieces = pieces

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        return _base64(b"".join([values[one.name] if isinstance(one, Mark) else one for one in self._pieces]))


class Body:
    """The body of a message and the headers that describe it. `html` is '' in a message of text alone."""

    def __init__(self, *, text: str, html: str, site: str) -> None:
        text_encoding, text_pieces = _encoded(cut(_plain(text), site, is_html=False))
        self.headers: tuple[tuple[str, str], ...]
        pieces: list[bytes | _Quoted | _Tail]
        if html:
            html_encoding, html_pieces = _encoded(cut(_plain(html), site, is_html=True))
            # "=_" occurs in neither encoding.
            boundary = f"=_{hashlib.sha256((text + html).encode('utf-8', 'replace')).hexdigest()[:24]}"
            self.headers = (("Content-Type", f'multipart/alternative;\r\n boundary="{boundary}"'),)
            pieces = [
                _part_head(boundary, "plain", text_encoding),
                *text_pieces,
                _part_head(boundary, "html", html_encoding),
                *html_pieces,
                f"--{boundary}--\r\n".encode(),
            ]
        else:
            self.headers = (
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Transfer-Encoding", text_encoding),
            )
            pieces = text_pieces
        self._pieces = _joined(pieces)
        # A mark's bytes hold no white space, so the canonical form of a body is that of its pieces.
        self._relaxed = [relaxed_body(one) if isinstance(one, bytes) else one for one in self._pieces]
        self._is_relaxed = self._relaxed == self._pieces

    def filled(self, values: Mapping[str, bytes]) -> tuple[bytes, bytes]:
        """(the bytes for one reader, their canonical form for the signature)."""
        body = b"".join([one if isinstance(one, bytes) else one.filled(values) for one in self._pieces])
        if self._is_relaxed:
            relaxed = body
        else:
            relaxed = b"".join([one if isinstance(one, bytes) else one.filled(values) for one in self._relaxed])
        while relaxed.endswith(b"\r\n\r\n"):
            relaxed = relaxed[:-2]
        return body, relaxed


def _plain(text: str) -> str:
    """Without what breaks lines or mail programs."""
    return _CONTROLS.sub("", _ENDS.sub("\n", text)).rstrip() + "\n"


def _part_head(boundary: str, kind: str, encoding: str) -> bytes:
    return (
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode()


def _encoded(pieces: Sequence[str | Mark]) -> tuple[str, list[bytes | _Quoted | _Tail]]:
    """(name of the encoding, pieces)."""
    data = [one if isinstance(one, Mark) else one.encode("utf-8", "replace") for one in pieces]
    fixed = b"".join([one for one in data if isinstance(one, bytes)])
    not_ascii = len(fixed) - len(fixed.decode().encode("ascii", "ignore"))
    # Three characters for each such byte, against four for every three bytes.
    if not_ascii * 6 <= len(fixed):
        return "quoted-printable", _quoted(data)
    return "base64", _as_base64(data)


def _quoted(data: Sequence[bytes | Mark]) -> list[bytes | _Quoted | _Tail]:
    found: list[bytes | _Quoted | _Tail] = []
    for one in data:
        if isinstance(one, Mark):
            found += [b"=\r\n", _Quoted(one.name), b"=\r\n"]
        else:
            found.append(binascii.b2a_qp(one, istext=True).replace(b"\n", b"\r\n"))
    return found


def _as_base64(data: Sequence[bytes | Mark]) -> list[bytes | _Quoted | _Tail]:
    first = data[0]
    assert isinstance(first, bytes)
    if len(data) == 1:
        return [_base64(first)]
    same = len(first) - len(first) % _LINE
    return [_base64(first[:same]), _Tail([first[same:], *data[1:]])]


def _base64(data: bytes) -> bytes:
    encoded = binascii.b2a_base64(data, newline=False)
    return b"".join([encoded[at : at + 76] + b"\r\n" for at in range(0, len(encoded), 76)])


def _joined(pieces: Sequence[bytes | _Quoted | _Tail]) -> list[bytes | _Quoted | _Tail]:
    """The same with neighbouring bytes in one piece."""
    found: list[bytes | _Quoted | _Tail] = []
    for one in pieces:
        last = found[-1] if found else None
        if isinstance(one, bytes) and isinstance(last, bytes):
            found[-1] = last + one
        elif one:
            found.append(one)
    return found
