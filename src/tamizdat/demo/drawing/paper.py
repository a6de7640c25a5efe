"""The sheet that every picture is drawn on: warm paper, dense ink, one vermilion, and the same grain over all.

Coordinates run to 2000 × 1333, to 1600 × 2000 on a tall sheet, to 2000 × 2000 on a square one, whatever the picture's
size in pixels. The sheet itself is twice as large as the finished picture and is halved at the end, which is what makes
lines smooth. Nothing here knows what is drawn.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = tuple[int, int, int]

WIDE = (2000, 1333)
TALL = (1600, 2000)
SQUARE = (2000, 2000)
PAPER: Colour = (243, 235, 220)
INK: Colour = (28, 28, 33)
RED: Colour = (211, 61, 35)
OVER = (
    1.8  # pixels of the sheet to a step of the coordinates: halved, the picture is 1800 wide, the largest readers get
)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` 0 gives the first colour, 1 the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def grey(share: float) -> Colour:
    """Ink thinned on paper: 0 is bare paper, 1 is full ink."""
    return mix(PAPER, INK, share)


def rose(share: float) -> Colour:
    """Vermilion thinned on paper."""
    return mix(PAPER, RED, share)


class Sheet:
    """A sheet being drawn on. Later marks cover earlier ones."""

    def __init__(self, size: tuple[int, int] = WIDE, ground: Colour = PAPER) -> None:
        self.width, self.height = size
        self.image = Image.new("RGB", (round(size[0] * OVER), round(size[1] * OVER)), ground)
        self.pen = ImageDraw.Draw(self.image)

    def shape(self, points: Iterable[Point], fill: Colour) -> None:
        self.pen.polygon([(x * OVER, y * OVER) for x, y in points], fill=fill)

    def line(self, points: Iterable[Point], width: float, fill: Colour = INK) -> None:
        path = [(x * OVER, y * OVER) for x, y in points]
        self.pen.line(path, fill=fill, width=max(1, round(width * OVER)), joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        self.pen.rectangle((left * OVER, top * OVER, right * OVER - 1, bottom * OVER - 1), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        self.oval(x, y, radius, radius, fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        bounds = ((x - across) * OVER, (y - down) * OVER, (x + across) * OVER, (y + down) * OVER)
        self.pen.ellipse(bounds, fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: Colour = INK) -> None:
        bounds = ((x - radius) * OVER, (y - radius) * OVER, (x + radius) * OVER, (y + radius) * OVER)
        self.pen.ellipse(bounds, outline=fill, width=max(1, round(width * OVER)))

    @staticmethod
    def area(left: float, top: float, right: float, bottom: float) -> list[Point]:
        """A rectangle as a shape."""
        return [(left, top), (right, top), (right, bottom), (left, bottom)]

    def mask(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        """An empty stencil as large as the sheet, to be used with ink_through()."""
        stencil = Image.new("L", self.image.size, 0)
        return stencil, ImageDraw.Draw(stencil)

    def ink_through(self, stencil: Image.Image, fill: Colour) -> None:
        """Lays a colour wherever the stencil is open (white); the sheet stays as it is elsewhere."""
        self.image.paste(fill, mask=stencil)

    def save(self, out: Path, width: int | None = None) -> None:
        """The finished picture as a JPEG: 1800 × 1200 or 1440 × 1800, or scaled down to `width`."""
        finished = grained(self.image.reduce(2))
        if width and width < finished.width:
            height = round(finished.height * width / finished.width)
            finished = finished.resize((width, height), Image.Resampling.LANCZOS)
        finished.save(out, "JPEG", quality=88, optimize=False, subsampling=1)


def grained(picture: Image.Image) -> Image.Image:
    """The paper's tooth and its faint cloudiness, the same for every picture of one size."""
    tooth = tooth_of(picture.size)
    return ImageChops.add(picture, Image.merge("RGB", (tooth, tooth, tooth)), 1.0, -128)


@lru_cache(maxsize=2)
def tooth_of(size: tuple[int, int]) -> Image.Image:
    rng = random.Random(7)
    fine = Image.frombytes("L", size, rng.randbytes(size[0] * size[1])).filter(ImageFilter.GaussianBlur(0.8))
    cloud = Image.frombytes("L", (24, 16), rng.randbytes(24 * 16)).resize(size, Image.Resampling.BICUBIC)
    return Image.blend(fine.point(lambda v: 128 + (v - 128) // 7), cloud.point(lambda v: 128 + (v - 128) // 24), 0.5)
