"""Shade as an engraver makes it: lines that thicken where it is dark. A tone goes in, a stencil of lines comes out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from .paper import OVER, Colour, Point, Sheet

Lean = tuple[int, int]
LEVEL: Lean = (0, 1)
UPRIGHT: Lean = (1, 0)
RISING: Lean = (1, 1)
FALLING: Lean = (1, -1)
STEEP: Lean = (2, 1)
INKED = [0] + [255] * 255


def hatched(
    sheet: Sheet,
    shapes: Iterable[Sequence[Point]],
    tones: Sequence[int],
    fill: Colour,
    period: float = 9,
    lean: Lean = LEVEL,
) -> None:
    """Inks the inside of the shapes with lines `period` apart; `lean` points across the lines.

    `tones` (0 no ink … 255 all ink) are spread evenly from the top to the bottom of each shape. Shapes that meet share
    their lines: the screen belongs to the sheet.
    """
    screen = screen_of(sheet.image.size, round(period * OVER * math.hypot(*lean)), lean)
    for points in shapes:
        corners = [(x * OVER, y * OVER) for x, y in points]
        left, top = (max(0, math.floor(min(corner[i] for corner in corners))) for i in (0, 1))
        right, bottom = (min(sheet.image.size[i], math.ceil(max(corner[i] for corner in corners))) for i in (0, 1))
        if right - left < 2 or bottom - top < 2:
            continue
        size = (right - left, bottom - top)
        tone = ImageChops.subtract(fade(size, *tones), screen.crop((left, top, right, bottom)))
        inside = Image.new("1", size)
        ImageDraw.Draw(inside).polygon([(x - left, y - top) for x, y in corners], fill=1)
        stencil = ImageChops.logical_and(tone.point(INKED, "1"), inside)
        sheet.image.paste(fill, (left, top, right, bottom), stencil)


@lru_cache(maxsize=6)
def screen_of(size: tuple[int, int], period: int, lean: Lean) -> Image.Image:
    """A field of ridges: 0 along the middle of each line, 255 halfway between two. Made of one tile, laid side by side."""
    across, down = lean
    wave = [min(254, round(abs(2 * (i + 0.5) / period - 1) * 255)) for i in range(period)]
    tile = bytes(wave[(across * x + down * y) % period] for y in range(period) for x in range(period))
    return tiled(Image.frombytes("L", (period, period), tile), size)


def tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The tile repeated over `size`; each paste doubles what is there."""
    out = Image.new("L", size)
    out.paste(tile, (0, 0))
    width, height = tile.size
    while width < size[0]:
        out.paste(out.crop((0, 0, width, height)), (width, 0))
        width *= 2
    while height < size[1]:
        out.paste(out.crop((0, 0, size[0], height)), (0, height))
        height *= 2
    return out


def fade(size: tuple[int, int], *tones: int) -> Image.Image:
    """A tone that goes through the given values, evenly spaced from top to bottom."""
    return Image.frombytes("L", (1, len(tones)), bytes(tones)).resize(size, Image.Resampling.BILINEAR)
