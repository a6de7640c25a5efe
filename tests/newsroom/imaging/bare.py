"""Reads the containers of our renditions with a parser of its own: what in there is not needed to draw the pixels?"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_AVIF_PIXELS = {
    *("ftyp", "meta", "hdlr", "pitm", "iloc", "iinf", "infe", "iprp", "ipco", "ipma", "ispe", "pixi", "av1C", "colr"),
    "mdat",
}


def extras(data: bytes) -> list[str]:
    """Names of all segments, chunks, boxes and trailing bytes that carry anything but pixels; [] is a bare picture."""
    if data.startswith(b"\xff\xd8"):
        return list(_jpeg(data))
    if data[:4] == b"RIFF":
        return list(_webp(data))
    return list(_avif(data))


def _jpeg(data: bytes) -> Iterator[str]:
    place = 2
    while place < len(data):
        marker = data[place + 1]
        if marker == 0xD9:
            if place + 2 != len(data):
                yield f"{len(data) - place - 2} bytes after the end"
            return
        size = struct.unpack(">H", data[place + 2 : place + 4])[0]
        body = data[place + 4 : place + 2 + size]
        is_jfif = marker == 0xE0 and body.startswith(b"JFIF\0") and body[12:14] == b"\0\0"  # without a thumbnail
        if 0xE0 <= marker <= 0xEF and not is_jfif:
            yield f"APP{marker - 0xE0}"
        if marker == 0xFE:
            yield "COM"
        place += 2 + size
        if marker == 0xDA:  # the scan: on to the next marker that is no stuffing and no restart
            while not (data[place] == 0xFF and data[place + 1] not in (0, *range(0xD0, 0xD8))):
                place += 1
    yield "no end"


def _webp(data: bytes) -> Iterator[str]:
    if struct.unpack("<I", data[4:8])[0] + 8 != len(data):
        yield "bytes after the end"
    place = 12
    while place < len(data):
        name, size = data[place : place + 4], struct.unpack("<I", data[place + 4 : place + 8])[0]
        if name not in (b"VP8 ", b"VP8L"):
            yield name.decode("latin-1")
        place += 8 + size + size % 2


def _avif(data: bytes) -> Iterator[str]:
    for name, body in _boxes(data):
        if name not in _AVIF_PIXELS:
            yield name
        if name == "infe" and body[8:12] != b"av01":
            yield f"item {body[8:12]!r}"
        if name == "colr" and body[:4] != b"nclx":
            yield "colour profile"


def _boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while place < len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        if size < 8 or place + size > len(data):
            yield "torn box", b""
            return
        kind, body = name.decode("latin-1"), data[place + 8 : place + size]
        yield kind, body
        if kind in ("iprp", "ipco"):
            yield from _boxes(body)
        elif kind == "meta":
            yield from _boxes(body[4:])
        elif kind == "iinf":
            yield from _boxes(body[6:])
        place += size
