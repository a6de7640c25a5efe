"""EXIF: what the camera and simple programs wrote. The last to be believed; only rights, caption and time are read."""

from __future__ import annotations

import struct

from PIL import ExifTags, Image

from tamizdat.newsroom.imaging.iptc import decode

# What hostile or damaged EXIF makes Pillow raise. The picture itself may still be good, so it is read without.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, struct.error)

_DETAILS = ExifTags.IFD.Exif
# Written by cameras into every picture; no caption.
_STOCK_CAPTIONS = ("olympus digital camera", "sony dsc", "digital camera", "dcim", "minolta digital camera", "default")


def read_exif(picture: Image.Image) -> dict[str, str]:
    """Texts by our field names, and 'created_at' (YYYY:MM:DD HH:MM:SS) with its 'offset' (±HH:MM) where known."""
    try:
        exif = picture.getexif()
        details = exif.get_ifd(_DETAILS)
    except DAMAGE:
        return {}
    tags, base = dict(exif), ExifTags.Base
    found = {
        "caption": _text(tags.get(base.ImageDescription)),
        "creator": _text(tags.get(base.Artist)).replace(";", ","),
        "copyright_notice": _text(tags.get(base.Copyright)),
        "created_at": _text(details.get(base.DateTimeOriginal)),
        "offset": _text(details.get(base.OffsetTimeOriginal)),
    }
    if found["caption"].lower().strip() in _STOCK_CAPTIONS:
        found["caption"] = ""
    return {name: value for name, value in found.items() if value.strip()}


def _text(value: object) -> str:
    """EXIF says ASCII, writers put UTF-8 or cp1252 there; Pillow hands it out as Latin-1. '\\0' parts two holders."""
    if isinstance(value, str):
        value = value.encode("latin-1", errors="replace")
    if not isinstance(value, bytes):
        return ""
    return ", ".join(text for part in value.split(b"\0") if (text := decode(part).strip()))
