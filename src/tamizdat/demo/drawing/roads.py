"""Roads: over a pass between snow poles, and straight across the steppe with one lorry on it."""

from __future__ import annotations

import math
import random

from .ground import arc, curve
from .hatching import FALLING, RISING, STEEP, hatched
from .paper import INK, PAPER, RED, Point, Sheet, grey, mix
from .ranges import LIGHTS, layer

WHITE = (255, 252, 246)


def draw_passroad(sheet: Sheet, *, seed: int) -> None:
    """Ranges to both sides, the road going up between them in bends that grow smaller."""
    rng = random.Random(seed)
    light = LIGHTS["snow"]
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.08))
    hatched(sheet, [sheet.area(0, 0, sheet.width, 700)], (120, 60, 30), grey(0.45), 11)
    for number in range(3):
        layer(sheet, rng, light, 640 + 90 * number, 420 - 110 * number, number / 3, 6 - number)
    for side in (0, 1):
        slope = [(x if side == 0 else sheet.width - x, y) for x, y in flank(rng)]
        floor = 0 if side == 0 else sheet.width
        sheet.shape([(floor, sheet.height), *slope, (floor, 420)], mix(grey(0.07), WHITE, 0.5))
        hatched(
            sheet,
            [[(floor, 470), *slope, (floor, sheet.height)]],
            (60, 110, 60, 14, 0, 0),
            grey(0.8),
            13,
            (RISING, FALLING)[side],
        )
        sheet.line(slope, 3)
    middle = [bend(i / 90) for i in range(91)]
    left = [(x - half, y) for x, y, half in middle]
    right = [(x + half, y) for x, y, half in middle]
    snow = mix(grey(0.03), WHITE, 0.7)
    sheet.shape([(-10, sheet.height), (-10, 1010), *[(x - h * 2.3 - 30, y) for x, y, h in middle][30:],
                 *reversed([(x + h * 2.3 + 30, y) for x, y, h in middle][30:]), (sheet.width + 10, 1010),
                 (sheet.width + 10, sheet.height)], snow)  # fmt: skip
    sheet.shape([*left, *reversed(right)], grey(0.80))
    hatched(sheet, [[*left, *reversed(right)]], (120, 60, 40), INK, 9)
    for i in range(0, 84, 7):
        (x, y, half), (ahead, above, other) = middle[i], middle[i + 3]
        mark = [
            (x - half * 0.03, y),
            (x + half * 0.03, y),
            (ahead + other * 0.03, above),
            (ahead - other * 0.03, above),
        ]
        sheet.shape(mark, PAPER)
    for i in range(76, 2, -7):
        x, y, half = middle[i]
        for at in (x - half * 1.16 - 4, x + half * 1.16 + 4):
            pole(sheet, at, y, 40 + half * 0.85)


def bend(t: float) -> tuple[float, float, float]:
    """The road's middle and half its width at `t`, 0 at the reader's feet, 1 at the pass."""
    rise = t**0.62
    x = 1000 + math.sin(t * 7.6 + 0.5) * 330 * (1 - t) ** 0.8 - 60 * t
    return x, 1345 - 700 * rise, 330 * (1 - rise) ** 1.5 + 5


def flank(rng: random.Random) -> list[Point]:
    knots = [
        (-20.0, 470.0),
        (190.0, 560.0),
        (330.0, 690.0),
        (520.0, 760.0),
        (610.0, 900.0),
        (560.0, 1040.0),
        (470.0, 1340.0),
    ]
    return curve([(x + rng.uniform(-26, 26), y + rng.uniform(-18, 18)) for x, y in knots], 6)


def pole(sheet: Sheet, x: float, foot: float, length: float) -> None:
    """A snow pole, banded red and dark."""
    thick = max(3.0, length * 0.045)
    for band in range(5):
        top, bottom = foot - length * (band + 1) / 5, foot - length * band / 5
        sheet.box(x - thick / 2, top, x + thick / 2, bottom, (INK, RED)[band % 2 == 0])


def draw_lorry(sheet: Sheet, *, seed: int) -> None:
    """A lorry on a weighbridge under a wide sky; the road runs to the horizon."""
    rng = random.Random(seed)
    horizon = 860
    sheet.box(0, 0, sheet.width, horizon, PAPER)
    sheet.disc(1480, 420, 210, RED)
    hatched(sheet, [sheet.area(0, 0, sheet.width, horizon)], (150, 60, 24), grey(0.5), 12)
    for x in range(-60, sheet.width, 180):
        hill = curve([(x, horizon + 4), (x + 150, horizon - rng.uniform(12, 46)), (x + 330, horizon + 4)], 8)
        sheet.shape(hill, grey(0.30))
    sheet.box(0, horizon, sheet.width, sheet.height, grey(0.16))
    hatched(sheet, [sheet.area(0, horizon, sheet.width, sheet.height)], (20, 90, 150), INK, 13, STEEP)
    sheet.shape([(0, 1090), (2000, 1090), (2000, 1230), (0, 1230)], grey(0.86))
    for x in range(40, 2000, 190):
        sheet.box(x, 1154, x + 96, 1163, PAPER)
    for number in range(11):
        x = 70 + number * 186
        sheet.box(x, 640, x + 9, 1000, INK)
        sheet.box(x - 40, 676, x + 48, 684, INK)
    for wire in (660, 676):
        path: list[Point] = []
        for number in range(-1, 11):
            start = 74 + number * 186
            path += [(start + 186 * i / 8, wire + 26 * math.sin(math.pi * i / 8)) for i in range(8)]
        sheet.line(path, 2)
    lorry(sheet, 520, 1130)


def lorry(sheet: Sheet, x: float, ground: float) -> None:
    sheet.box(x - 70, ground + 8, x + 1010, ground + 34, INK)
    sheet.box(x, ground - 360, x + 690, ground - 62, PAPER)
    hatched(sheet, [sheet.area(x, ground - 360, x + 690, ground - 62)], (70, 110, 170), INK, 15, (1, 0))
    sheet.line([*sheet.area(x, ground - 360, x + 690, ground - 62), (x, ground - 360)], 6)
    sheet.box(x, ground - 62, x + 900, ground - 38, INK)
    cab = [(x + 712, ground - 40), (x + 712, ground - 300), (x + 840, ground - 300), (x + 906, ground - 170),
           (x + 930, ground - 150), (x + 930, ground - 40)]  # fmt: skip
    sheet.shape(cab, RED)
    sheet.line([*cab, cab[0]], 6)
    sheet.shape(
        [(x + 742, ground - 270), (x + 826, ground - 270), (x + 872, ground - 172), (x + 742, ground - 172)], grey(0.12)
    )
    for wheel in (110, 240, 590, 800):
        sheet.disc(x + wheel, ground - 32, 62, INK)
        sheet.disc(x + wheel, ground - 32, 26, grey(0.25))
        sheet.line(arc(x + wheel, ground - 32, 44, 200, 330), 4, grey(0.5))
