"""Gathers what the three metadata formats say into one set of facts. Runs in the decoding process only.

Order of trust: XMP, then IPTC, then EXIF (docs/decisions/0021-whom-a-picture-file-believes.md); IPTC before XMP where
the Photoshop checksum shows that IPTC was changed later by a program that knows no XMP.
"""

from __future__ import annotations

import hashlib
import re
import struct
from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image, TiffImagePlugin

from tamizdat.kit.text import clean
from tamizdat.newsroom.imaging import limits, pixels
from tamizdat.newsroom.imaging.exif import DAMAGE, read_exif
from tamizdat.newsroom.imaging.iptc import read_iptc
from tamizdat.newsroom.imaging.xmp import read_xmp

_IPTC_BLOCK, _IPTC_CHECKSUM = 0x0404, 0x0425
_TIFF_IPTC = 33723
_SOURCE_TYPE = re.compile(r"(?:https?://cv\.iptc\.org/newscodes/digitalsourcetype/)?([A-Za-z]{3,60})/?")
_DATE = re.compile(
    r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)


def facts_of(data: BytesIO) -> dict[str, Any]:
    """The fields of PictureFacts as plain JSON values; the picture is decoded whole, so damage shows here."""
    picture = pixels.open_checked(data)
    width, height = pixels.upright_size(picture)
    said = _said_by(picture)
    colours = pixels.decoded(picture, (64, 64))
    average = colours.resize((1, 1), Image.Resampling.BOX).tobytes()  # of what can be seen: alpha weighs each pixel
    return {
        "width": width,
        "height": height,
        "format": pixels.format_of(picture),
        **{name: _bounded(said.get(name, ""), most) for name, most in limits.MAX_LETTERS.items()},
        "digital_source_type": _source_type(said.get("digital_source_type", "")),
        "created_at": said["created_at"].isoformat() if "created_at" in said else None,
        "average_colour": f"#{average.hex()}",
    }


def _said_by(picture: Image.Image) -> dict[str, Any]:
    block = _iptc_block(picture)
    xmp, iptc, exif = read_xmp(_xmp_packet(picture)), read_iptc(block), read_exif(picture)
    sources = [xmp, iptc, exif]
    if _changed_since(picture, block):
        sources = [iptc, xmp, exif]
    dates = {
        id(xmp): xmp.pop("created_at", ""),
        id(iptc): iptc.pop("date", "") + iptc.pop("time", ""),
        id(exif): exif.pop("created_at", "") + exif.pop("offset", ""),
    }
    said: dict[str, Any] = {}
    for source in sources:
        for name, text in source.items():
            if clean(text[: limits.MAX_METADATA_BYTES]):
                said.setdefault(name, text)
        if moment := _moment(dates[id(source)]):
            said.setdefault("created_at", moment)
    return said


def _xmp_packet(picture: Image.Image) -> bytes:
    packet = picture.info.get("xmp", b"")
    return packet if isinstance(packet, bytes) and len(packet) <= limits.MAX_METADATA_BYTES else b""


def _iptc_block(picture: Image.Image) -> bytes:
    block: object = picture.info.get("photoshop", {}).get(_IPTC_BLOCK, b"")
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        try:
            block = picture.tag_v2.get(_TIFF_IPTC, b"")
            if isinstance(block, tuple):  # many writers say LONG where bytes are meant
                block = struct.pack(f"{'<' if picture.tag_v2.prefix == b'II' else '>'}{len(block)}I", *block)
        except DAMAGE:
            block = b""
    return block if isinstance(block, bytes) and len(block) <= limits.MAX_METADATA_BYTES else b""


def _changed_since(picture: Image.Image, block: bytes) -> bool:
    checksum = picture.info.get("photoshop", {}).get(_IPTC_CHECKSUM)
    if not block or not isinstance(checksum, bytes) or len(checksum) != 16 or checksum == bytes(16):
        return False
    return checksum != hashlib.md5(block, usedforsecurity=False).digest()


def _moment(text: str) -> datetime | None:
    """A whole date, with its time if there is one; a bare year or month is no moment, so None."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}"
    offset = "+00:00" if offset == "Z" else (offset or "")
    if len(offset) == 5:
        offset = f"{offset[:3]}:{offset[3:]}"
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{offset}")
    except ValueError:
        return None


def _source_type(text: str) -> str:
    match = _SOURCE_TYPE.fullmatch(text.strip())
    return f"http://cv.iptc.org/newscodes/digitalsourcetype/{match[1]}" if match else ""


def _bounded(text: str, most: int) -> str:
    """Clean, and cut between words where it is longer than any honest text of its kind."""
    text = clean(text[: most * 8])
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head = cut.rpartition(" ")[0]
    return (head if len(head) > most // 2 else cut) + "…"
