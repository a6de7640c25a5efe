"""Covers of the podcasts: square, simple enough to be known at the size of a fingernail."""

from __future__ import annotations

import math
import random

from .paper import INK, PAPER, RED, Point, Sheet, grey, rose


def draw_waves(sheet: Sheet, *, seed: int) -> None:
    """A night of long waves, one of them carrying: the red one, which a mast sends out."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, INK)
    rows, mast = 19, 1350
    for row in range(rows):
        height, length, swell = 312 + row * 77.5, 950 - row * 22, 12.5 + 2.1 * row
        shift = rng.uniform(0, math.tau)
        points = []
        for x in range(-20, sheet.width + 21, 8):
            nearness = math.exp(-(((x - mast) / 650) ** 2))
            lift = swell * (0.35 + 1.5 * nearness) * math.sin(x / length * math.tau + shift)
            points.append((float(x), height + lift + 6 * nearness * math.sin(x / 57 + shift * 2)))
        if row == 12:
            sheet.line(points, 16, RED)
        else:
            sheet.line(points, 4 + 0.22 * row, grey(0.16 + 0.6 * abs(row - 12) / rows))
    sheet.line([(mast, 1875), (mast, 700)], 20, PAPER)
    for foot in (-188, 188):
        sheet.line([(mast, 800), (mast + foot, 1875)], 6, PAPER)
    for step in range(5):
        arm, height = 58 - 7 * step, 875 + 188 * (4 - step)
        sheet.line([(mast - arm, height), (mast + arm, height)], 8, PAPER)
    sheet.disc(mast, 685, 32, RED)


def draw_cups(sheet: Sheet, *, seed: int) -> None:
    """Two cups from above on a cloth, one drunk, one full."""
    rng = random.Random(seed)
    check = 84
    for row in range(24):
        for column in range(row % 2, 24, 2):
            left, top = column * check - 8 + rng.uniform(-2, 2), row * check - 8 + rng.uniform(-2, 2)
            sheet.box(left, top, left + check, top + check, rose(0.13))
    cup(sheet, rng, 700, 762, full=False)
    cup(sheet, rng, 1262, 1262, full=True)


def cup(sheet: Sheet, rng: random.Random, x: float, y: float, *, full: bool) -> None:
    """A cup on its saucer, with tea or with leaves."""
    sheet.disc(x + 42, y + 50, 525, grey(0.3))
    sheet.disc(x, y, 525, PAPER)
    sheet.ring(x, y, 525, 9)
    sheet.ring(x, y, 465, 4, grey(0.55))
    for spoke in range(36):
        sheet.line(ray(x, y, spoke * math.tau / 36, 480, 510), 10, INK if spoke % 3 else RED)
    sheet.disc(x, y, 328, PAPER)
    sheet.ring(x, y, 328, 11)
    if full:
        sheet.disc(x, y, 295, RED)
        for part in range(7):
            start, reach = rng.uniform(0, math.tau), 75 + 30 * part
            arc = [(x + reach * math.cos(start + t / 12), y + reach * math.sin(start + t / 12)) for t in range(9)]
            sheet.line(arc, 6, rose(0.55))
    else:
        sheet.ring(x, y, 295, 5, grey(0.4))
        sheet.ring(x + 11, y + 8, 188, 6, rose(0.7))
        for _ in range(11):
            far, turn = rng.uniform(25, 150), rng.uniform(0, math.tau)
            sheet.disc(x + far * math.cos(turn), y + far * math.sin(turn), rng.uniform(5, 11), INK)
    handle = ray(x, y, math.radians(-38 if full else 142), 328, 440)
    sheet.line(handle, 75, INK)
    sheet.line(handle, 50, PAPER)


def ray(x: float, y: float, turn: float, near: float, far: float) -> list[Point]:
    """A stroke away from a middle."""
    return [(x + length * math.cos(turn), y + length * math.sin(turn)) for length in (near, far)]
