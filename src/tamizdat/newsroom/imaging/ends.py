"""A JPEG that lacks only its end mark, as some cameras and programs leave it. Runs in the decoding process only."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops

from tamizdat.newsroom.imaging.exif import DAMAGE

_START, _END = b"\xff\xd8\xff", b"\xff\xd9"
_NOISE = bytes([0xA5, 0x5A]) * 64


def with_end(data: bytes) -> bytes | None:
    """`data` with the end mark; None for another kind of file, and for one that lacks more than that.

    A decoder fills what is missing with grey and says nothing. So noise goes before the mark: a picture that is all there
    does not change by it, one that was cut short does.
    """
    if not data.startswith(_START) or data.endswith(_END):
        return None
    whole = data.removesuffix(_END[:1])
    try:
        plain, noisy = (_light(whole + filling + _END) for filling in (b"", _NOISE))
    except DAMAGE:
        return None
    return None if ImageChops.difference(plain, noisy).getbbox() else whole + _END


def _light(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=("JPEG",))
    picture.draft("L", picture.size)
    picture.load()
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
