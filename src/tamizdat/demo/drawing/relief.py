"""Maps of made-up ground: contour lines, a river and villages; and the weather map that is drawn the same way."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .ground import added, curve, heights
from .paper import INK, OVER, PAPER, RED, Colour, Point, Sheet, grey, rose

MARGIN = 70


def draw_contour(sheet: Sheet, *, seed: int, river: bool = True, dots: int = 0, levels: int = 26) -> None:
    """A mountain valley in contour lines; every fifth line is heavier, and the higher ground is a little darker."""
    rng = random.Random(seed)
    field = heights(sheet.image.size, rng, 4, octaves=4, rough=0.42)
    course = river_course(sheet, rng, mirrored=seed % 2 == 1)
    field = added(field, valley(sheet, course), -0.55)
    steps = stepped(sheet, field, levels)
    for share in (0.46, 0.60, 0.74):
        high = steps.point(lambda v, limit=levels * share: 255 if v > limit + 20 else 0)
        sheet.ink_through(high, grey(0.06 + 0.13 * (share - 0.4)))
    sheet.ink_through(outlines(steps, 1), grey(0.55))
    sheet.ink_through(outlines(steps.point(lambda v: v // 5), 2), INK)
    if river:
        for i in range(len(course) - 1):
            sheet.line(course[i : i + 2], 4 + 9 * i / len(course), RED)
    for number in range(dots):
        at = round((0.10 + 0.62 * number / max(1, dots - 1)) * (len(course) - 1))
        (x, y), (ahead, below) = course[at], course[at + 2]
        aside = (50 + rng.uniform(0, 50)) * (1 if number % 2 else -1) / math.dist((x, y), (ahead, below))
        x, y = x + (below - y) * aside, y - (ahead - x) * aside
        sheet.disc(x, y, 20, PAPER)
        sheet.disc(x, y, 14, INK)
    frame(sheet)


def draw_weather(sheet: Sheet, *, seed: int) -> None:
    """Isobars, a cold front in red and a dozen stations with their wind."""
    rng = random.Random(seed)
    field = heights(sheet.image.size, rng, 3, octaves=2, rough=0.25)
    steps = stepped(sheet, field, 17)
    sheet.ink_through(steps.point(lambda v: 255 if v % 2 else 0), grey(0.045))
    sheet.ink_through(outlines(steps, 2), INK)
    front = curve([(240, 1400), (470, 980), (840, 720), (1200, 590), (1600, 300), (1790, -60)], 24)
    sheet.line(front, 9, RED)
    for at in range(8, len(front) - 8, 11):
        (x, y), (ahead, above) = front[at], front[at + 5]
        normal = ((y - above) * 0.8, (ahead - x) * 0.8)
        tip = ((x + ahead) / 2 + normal[0] * 0.8, (y + above) / 2 + normal[1] * 0.8)
        sheet.shape([(x, y), (ahead, above), tip], RED)
    for number in range(14):
        x = 220 + (number % 5) * 390 + rng.uniform(-110, 110)
        y = 240 + (number // 5) * 430 + rng.uniform(-90, 90)
        barb(sheet, x, y, rng.uniform(190, 330), rng.randint(1, 3))
    frame(sheet)


def barb(sheet: Sheet, x: float, y: float, degrees: float, strength: int) -> None:
    """A weather station as maps print it: a ring, a shaft into the wind, a feather for each step of it."""
    ux, uy = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    sheet.line([(x, y), (x + ux * 104, y + uy * 104)], 6)
    for feather in range(strength):
        reach = 104 - feather * 22
        fx, fy = x + ux * reach, y + uy * reach
        sheet.line([(fx, fy), (fx + (ux - uy) * 30, fy + (uy + ux) * 30)], 6)
    sheet.disc(x, y, 19, INK)
    sheet.disc(x, y, 12, PAPER)


def river_course(sheet: Sheet, rng: random.Random, mirrored: bool) -> list[Point]:
    """From the head of the valley, top right, to the bottom left, winding; or the other way round."""
    points: list[Point] = []
    for i in range(9):
        share = i / 8
        x = sheet.width * (0.90 - 0.82 * share) + rng.uniform(-70, 70)
        y = sheet.height * (0.06 + 0.92 * share**1.25) + math.sin(share * 9) * 120
        points.append((x, y))
    points.append((-60, sheet.height * 0.97))
    return curve([(sheet.width - x, y) if mirrored else (x, y) for x, y in points], 14)


def valley(sheet: Sheet, course: list[Point]) -> Image.Image:
    """Where the river has worn the ground away: 1 along its course, falling to 0 some way off (mode F)."""
    small = Image.new("L", (250, 167), 0)
    pen = ImageDraw.Draw(small)
    scale = 250 / sheet.width
    for width, depth in ((90, 70), (56, 130), (26, 190), (8, 255)):
        pen.line([(x * scale, y * scale) for x, y in course], fill=depth, width=width, joint="curve")
    worn = small.filter(ImageFilter.GaussianBlur(12)).convert("F").point(lambda v: v * (1 / 255) + 0)
    return worn.resize((sheet.image.width // 8, sheet.image.height // 8), Image.Resampling.BICUBIC)


def stepped(sheet: Sheet, field: Image.Image, levels: int) -> Image.Image:
    """Heights as whole steps (mode L, from 20 up), as large as the sheet: the edges between steps are the contour lines."""
    return field.point(lambda v: v * levels + 20).resize(sheet.image.size, Image.Resampling.BICUBIC).convert("L")


def outlines(steps: Image.Image, width: int) -> Image.Image:
    """A stencil of the edges between steps, `width` wide on the finished picture."""
    reach = round(width * OVER)
    edges = ImageChops.difference(steps, ImageChops.offset(steps, reach, 0))
    edges = ImageChops.lighter(edges, ImageChops.difference(steps, ImageChops.offset(steps, 0, reach)))
    slant = ImageChops.offset(steps, reach * 2 // 3, reach * 2 // 3)
    return ImageChops.lighter(edges, ImageChops.difference(steps, slant)).point(lambda v: 255 if v else 0)


def frame(sheet: Sheet, ground: Colour = PAPER) -> None:
    """A map's edge: a band of bare paper, a fine rule, marks along it."""
    width, height = sheet.width, sheet.height
    for left, top, right, bottom in (
        (0, 0, width, MARGIN), (0, height - MARGIN, width, height), (0, 0, MARGIN, height), (width - MARGIN, 0, width, height),
    ):  # fmt: skip
        sheet.box(left, top, right, bottom, ground)
    inner = [*sheet.area(MARGIN, MARGIN, width - MARGIN, height - MARGIN), (MARGIN, MARGIN)]
    sheet.line(inner, 3)
    outer = [
        *sheet.area(MARGIN - 22, MARGIN - 22, width - MARGIN + 22, height - MARGIN + 22),
        (MARGIN - 22, MARGIN - 22),
    ]
    sheet.line(outer, 1.5)
    for number in range(1, 20):
        x = MARGIN + (width - 2 * MARGIN) * number / 20
        for y in (MARGIN - 22, height - MARGIN):
            if number % 2:
                sheet.box(x, y, x + (width - 2 * MARGIN) / 20, y + 22, INK)
    sheet.disc(width - MARGIN - 90, height - MARGIN - 90, 46, rose(0.0))
    x, y = width - MARGIN - 90, height - MARGIN - 90
    sheet.ring(x, y, 46, 3)
    sheet.shape([(x, y - 62), (x + 15, y + 16), (x, y + 4), (x - 15, y + 16)], RED)
