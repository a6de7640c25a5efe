"""The one transparent colour of a PNG (its tRNS chunk), compared in the file's own depth. Runs in the decoding process only.

Pillow hands the colour out as the file says it, and the pixels with eight bits: at other depths the two never meet, and
what was to be hidden shows.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops

_DEPTH = 24
"""Place of a PNG's bit depth: its header is always the first chunk."""
_FULL = {2: 85, 4: 17}
"""What Pillow multiplies a grey value of so many bits with."""
_GREY, _COLOUR = ("L", "L;16B", "L;16"), ("RGB", "RGB;16B", "RGB;16L")
"""Pillow's mode for eight bits, and its names for the upper and the lower byte of sixteen."""


def with_exact_transparency(picture: Image.Image, data: BytesIO) -> Image.Image:
    """The picture itself; or, for a PNG of sixteen bits with a transparent colour, its pixels with an alpha channel."""
    key = picture.info.get("transparency")
    if picture.format != "PNG" or picture.mode == "P" or key is None or isinstance(key, bytes):
        return picture
    depth = data.getbuffer()[_DEPTH]
    if depth in _FULL:
        picture.info["transparency"] = key * _FULL[depth]
        return picture
    return _of_sixteen_bits(picture, data, key) if depth == 16 else picture


def _of_sixteen_bits(picture: Image.Image, data: BytesIO, key: int | tuple[int, ...]) -> Image.Image:
    mode, upper, lower = _COLOUR if isinstance(key, tuple) else _GREY
    values = key if isinstance(key, tuple) else (key,)
    colours = _decoded_as(data, mode, upper)
    hidden = ImageChops.darker(
        _equal(colours, [value >> 8 for value in values]),
        _equal(_decoded_as(data, mode, lower), [value & 0xFF for value in values]),
    )
    colours.putalpha(ImageChops.invert(hidden))
    colours.info = {name: value for name, value in picture.info.items() if name != "transparency"}
    colours.format = picture.format
    return colours


def _decoded_as(data: BytesIO, mode: str, raw_mode: str) -> Image.Image:
    picture = Image.open(BytesIO(data.getbuffer()), formats=("PNG",))
    picture._mode = mode
    picture.tile = [tile._replace(args=raw_mode) for tile in picture.tile]
    picture.load()
    return Image.frombytes(mode, picture.size, picture.tobytes())


def _equal(picture: Image.Image, values: list[int]) -> Image.Image:
    """White where each channel has its value, black elsewhere."""
    found = Image.new("L", picture.size, 255)
    for channel, value in zip(picture.split(), values, strict=True):
        found = ImageChops.darker(found, channel.point([255 if step == value else 0 for step in range(256)]))
    return found
