"""What a file says about where and with what it was made, before the file goes to readers as it is.

Pictures have an intake of their own, which leaves nothing but pixels; as a plain file they are not taken. Recordings in
MP4 and QuickTime keep place, maker and device in boxes beside sound and picture: those are blanked, in place, so that
everything else in the file stays where its index says.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"8BPS")
_STILL_BRANDS = frozenset([b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"])
_RECORDING = frozenset([b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"])
"""With which of its boxes a recording begins."""
_CONTAINERS = frozenset([b"moov", b"trak", b"udta", b"moof", b"traf"])
_TOLD = frozenset(
    [b"free", b"chpl", b"name", b"titl", b"cprt", b"\xa9nam", b"\xa9cpy", b"hnti", b"kind", b"tsel", b"ludt"]
)
"""What a list of user data may tell: titles, chapters, rights. Makers put everything else beside them."""
_DEEPEST = 6
_AT_ONCE = 1 << 20


def is_picture(file: IO[bytes]) -> bool:
    """By its first bytes, whatever its name says. Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return webp or head.startswith(_PICTURES) or (head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS)


@dataclass(frozen=True, kw_only=True)
class Box:
    """A part of a recording: where it begins, where what it holds begins, and where it ends."""

    kind: bytes
    start: int
    body: int
    end: int


def telling(file: IO[bytes]) -> list[Box]:
    """The boxes of a recording that tell on whoever made it; empty for every other file."""
    file.seek(4)
    if file.read(4) not in _RECORDING:
        return []
    return list(_telling(file, 0, file.seek(0, os.SEEK_END), b"", 0))


def blank(file: IO[bytes], boxes: list[Box]) -> None:
    """Turn the boxes into free space of the same size."""
    for box in boxes:
        file.seek(box.start + 4)
        file.write(b"free")
        file.seek(box.body)
        for place in range(box.body, box.end, _AT_ONCE):
            file.write(bytes(min(_AT_ONCE, box.end - place)))


def _telling(file: IO[bytes], place: int, end: int, inside: bytes, depth: int) -> Iterator[Box]:
    for box in _boxes(file, place, end):
        if _tells(file, box, inside):
            yield box
        elif box.kind in _CONTAINERS and depth < _DEEPEST:
            yield from _telling(file, box.body, box.end, box.kind, depth + 1)


def _tells(file: IO[bytes], box: Box, inside: bytes) -> bool:
    if inside == b"udta" and box.kind != b"meta":
        return box.kind not in _TOLD
    return box.kind == b"uuid" or (box.kind == b"meta" and (inside != b"udta" or _is_keyed(file, box.body)))


def _is_keyed(file: IO[bytes], body: int) -> bool:
    """Whether a list of metadata is of the sort in which telephones write place and model (com.apple.quicktime.…)."""
    file.seek(body)
    return b"mdta" in file.read(48)


def _boxes(file: IO[bytes], place: int, end: int) -> Iterator[Box]:
    """A torn box ends the list."""
    while place + 8 <= end:
        file.seek(place)
        size, kind = struct.unpack(">I4s", file.read(8))
        body = place + 8
        if size == 1:
            size, body = int.from_bytes(file.read(8), "big"), place + 16
        elif size == 0 and kind != b"\0\0\0\0":
            size = end - place
        if size < body - place or place + size > end:
            return
        yield Box(kind=kind, start=place, body=body, end=place + size)
        place += size
