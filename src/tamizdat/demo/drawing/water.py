"""Water that is shared or that has gone: a sluice on a canal, a reservoir with a street showing."""

from __future__ import annotations

import math
import random

from .ground import curve
from .hatching import FALLING, RISING, UPRIGHT, hatched
from .paper import INK, PAPER, RED, Point, Sheet, grey, mix
from .ranges import LIGHTS, layer


def draw_sluice(sheet: Sheet, *, seed: int) -> None:
    """A canal runs to the reader through a gate with a red wheel; fields to both sides."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.05))
    hatched(sheet, [sheet.area(0, 0, 2000, 430)], (120, 50), grey(0.45), 11)
    for number in range(2):
        layer(sheet, rng, LIGHTS["noon"], 470 + 30 * number, 230 - 90 * number, 0.3 * number, 7)
    sheet.box(0, 452, 2000, 1333, grey(0.14))
    for side in (-1, 1):
        for row in range(15):
            a, b = 0.16 + row * 0.2, 0.16 + row * 0.2 + 0.12
            far = [(1000 + side * 250 * share, 452) for share in (a, b)]
            near = [(1000 + side * 3300 * share, 1333) for share in (b, a)]
            hatched(sheet, [[*far, *near]], (60, 130, 180), grey(0.85), 10, (RISING, FALLING)[side > 0])
    canal = [(978, 452), (1022, 452), (1560, 1333), (440, 1333)]
    sheet.shape([(964, 452), (1036, 452), (1740, 1333), (260, 1333)], grey(0.32))
    sheet.shape(canal, PAPER)
    hatched(sheet, [canal], (170, 120, 60, 90), INK, 10)
    for _ in range(26):
        y = 980 + rng.uniform(0, 330)
        reach = 190 + (y - 900) * 0.5
        x = 1000 + rng.uniform(-reach, reach) * 0.8
        sheet.line(curve([(x, y), (x + 40, y - 7), (x + 86, y), (x + 130, y + 5)], 6), 5, PAPER)
    for x in (590, 1290):
        post = sheet.area(x, 390, x + 120, 1010)
        sheet.shape(post, grey(0.30))
        hatched(sheet, [sheet.area(x + 54, 390, x + 120, 1010)], (140, 180), INK, 9, UPRIGHT)
        sheet.line([*post, post[0]], 5)
    sheet.box(560, 350, 1440, 420, grey(0.5))
    sheet.line([*sheet.area(560, 350, 1440, 420), (560, 350)], 5)
    gate = sheet.area(710, 560, 1290, 900)
    sheet.shape(gate, grey(0.75))
    hatched(sheet, [gate], (60, 170), INK, 12, UPRIGHT)
    for y in (600, 720, 840):
        sheet.box(710, y, 1290, y + 24, INK)
    sheet.box(984, 160, 1016, 640, INK)
    for y in range(430, 560, 16):
        sheet.line([(980, y), (1020, y + 8)], 3, grey(0.4))
    wheel(sheet, 1000, 236, 150)


def wheel(sheet: Sheet, x: float, y: float, radius: float) -> None:
    for spoke in range(6):
        turn = math.radians(spoke * 60 + 12)
        sheet.line([(x, y), (x + math.cos(turn) * radius * 0.94, y + math.sin(turn) * radius * 0.94)], 16, RED)
    sheet.ring(x, y, radius + 3, 30, INK)
    sheet.ring(x, y, radius, 24, RED)
    sheet.disc(x, y, 38, INK)
    sheet.disc(x, y, 22, RED)


def draw_reservoir(sheet: Sheet, *, seed: int) -> None:
    """Rings of old shorelines, the water low between them, and in the mud the walls of a street with one red door."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.04))
    hatched(sheet, [sheet.area(0, 0, 2000, 420)], (130, 70, 30), grey(0.45), 11)
    for number in range(3):
        layer(sheet, rng, LIGHTS["noon"], 470 + 40 * number, 300 - 90 * number, number / 4, 6)
    for ring in range(11):
        share = ring / 10
        shore = shoreline(rng, 470 + 400 * share**1.2, 1.0 - share * 0.55)
        sheet.shape([*shore, (2300, 1400), (-300, 1400)], mix(grey(0.36), grey(0.08), share))
        sheet.line(shore, 2 + share * 3, grey(0.7))
    water = [*shoreline(rng, 1120, 0.4), (2300, 1400), (-300, 1400)]
    sheet.shape(water, PAPER)
    hatched(sheet, [water], (40, 110, 160), INK, 9)
    for number, (x, y, wide, tall) in enumerate(HOUSES):
        house(sheet, x, y, wide, tall, door=number == 4)
    for x, y, tall in ((300, 1010, 190), (372, 1030, 150), (1690, 1000, 210), (1500, 1120, 120), (980, 930, 150)):
        sheet.shape([(x - 7, y), (x + 7, y), (x + 2, y - tall), (x - 2, y - tall)], INK)
        for branch in (0.5, 0.66, 0.8):
            side = 1 if branch == 0.66 else -1
            sheet.line([(x, y - tall * branch), (x + side * tall * 0.22, y - tall * (branch + 0.16))], 5)


HOUSES = [
    (560, 940, 150, 90), (760, 930, 130, 70), (1130, 930, 160, 84), (430, 1060, 210, 120), (1290, 1060, 240, 150),
    (720, 1060, 230, 96), (1040, 1040, 150, 100),
]  # fmt: skip


def shoreline(rng: random.Random, y: float, swing: float) -> list[Point]:
    return curve([(x, y + swing * (70 * math.cos(x / 330) + rng.uniform(-16, 16))) for x in range(-300, 2500, 180)], 8)


def house(sheet: Sheet, x: float, y: float, wide: float, tall: float, door: bool) -> None:
    """Four walls without a roof, worn along the top, with its light lying in the water below."""
    top = [(x + wide * i / 6, y - tall + (14, -6, 10, -18, 6, -4, 12)[i]) for i in range(7)]
    walls = [*top, (x + wide, y), (x, y)]
    back = [(px + wide * 0.28, py - tall * 0.3) for px, py in top]
    sheet.shape([*top, *reversed(back)], grey(0.95))
    side = [(x + wide, y), (x + wide, top[-1][1]), back[-1], (x + wide * 1.28, y - tall * 0.3)]
    sheet.shape(side, grey(0.7))
    hatched(sheet, [side], (120, 180), INK, 9, UPRIGHT)
    sheet.shape(walls, grey(0.10))
    hatched(sheet, [walls], (20, 70, 110), INK, 10)
    sheet.line([*walls, walls[0]], 4)
    sheet.box(x + wide * 0.62, y - tall * 0.62, x + wide * 0.80, y - tall * 0.34, INK)
    sheet.box(x + wide * 0.2, y - tall * 0.66, x + wide * 0.42, y, RED if door else INK)
