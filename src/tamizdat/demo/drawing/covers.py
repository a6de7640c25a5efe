"""Covers of the podcasts: square, simple enough to be known at the size of a fingernail."""

from __future__ import annotations

import math
import random

from .paper import INK, PAPER, RED, Sheet, grey, rose


def draw_waves(sheet: Sheet, *, seed: int) -> None:
    """A night of long waves, one of them carrying: the red one, which a mast sends out."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, INK)
    rows = 19
    for row in range(rows):
        height = 250 + row * 62
        length = 760 - row * 18
        swell = 10 + 1.7 * row
        shift = rng.uniform(0, math.tau)
        red = row == 12
        points = []
        for x in range(-20, sheet.width + 21, 8):
            nearness = math.exp(-(((x - 1080) / 520) ** 2))
            lift = swell * (0.35 + 1.5 * nearness) * math.sin(x / length * math.tau + shift)
            ripple = 5 * nearness * math.sin(x / 46 + shift * 2)
            points.append((float(x), height + lift + ripple))
        sheet.line(points, 13 if red else 3.2 + 0.18 * row, RED if red else grey(0.16 + 0.6 * abs(row - 12) / rows))
    sheet.line([(1080, 1500), (1080, 560)], 16, PAPER)
    for foot in (-150, 150):
        sheet.line([(1080, 640), (1080 + foot, 1500)], 5, PAPER)
    for step in range(5):
        arm = 46 - 6 * step
        sheet.line([(1080 - arm, 700 + 150 * (4 - step)), (1080 + arm, 700 + 150 * (4 - step))], 6, PAPER)
    sheet.disc(1080, 548, 26, RED)


def draw_cups(sheet: Sheet, *, seed: int) -> None:
    """Two cups from above on a cloth, one drunk, one full."""
    rng = random.Random(seed)
    for row in range(24):
        for column in range(24):
            if (row + column) % 2:
                left, top = column * 67 - 6 + rng.uniform(-1.5, 1.5), row * 67 - 6 + rng.uniform(-1.5, 1.5)
                sheet.box(left, top, left + 67, top + 67, rose(0.13))
    for x, y, full in ((560.0, 610.0, False), (1010.0, 1010.0, True)):
        sheet.disc(x + 34, y + 40, 420, grey(0.3))
        sheet.disc(x, y, 420, PAPER)
        sheet.ring(x, y, 420, 7)
        sheet.ring(x, y, 372, 3, grey(0.55))
        for spoke in range(36):
            turn = spoke * math.tau / 36
            inner, outer = 384, 408
            ends = [(x + r * math.cos(turn), y + r * math.sin(turn)) for r in (inner, outer)]
            sheet.line(ends, 8, RED if spoke % 3 == 0 else INK)
        sheet.disc(x, y, 262, PAPER)
        sheet.ring(x, y, 262, 9)
        if full:
            sheet.disc(x, y, 236, RED)
            for part in range(7):
                start = rng.uniform(0, math.tau)
                arc = [
                    (x + (60 + 24 * part) * math.cos(start + t / 12), y + (60 + 24 * part) * math.sin(start + t / 12))
                    for t in range(9)
                ]
                sheet.line(arc, 5, rose(0.55))
        else:
            sheet.ring(x, y, 236, 4, grey(0.4))
            sheet.ring(x + 9, y + 6, 150, 5, rose(0.7))
            for _ in range(11):
                far, turn = rng.uniform(20, 120), rng.uniform(0, math.tau)
                sheet.disc(x + far * math.cos(turn), y + far * math.sin(turn), rng.uniform(4, 9), INK)
        handle = math.radians(-38 if full else 142)
        ends = [(x + r * math.cos(handle), y + r * math.sin(handle)) for r in (262, 352)]
        sheet.line(ends, 60, INK)
        sheet.line(ends, 40, PAPER)
