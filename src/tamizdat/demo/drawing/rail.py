"""Railways: a train at night on the steppe, and two gauges of track that do not meet."""

from __future__ import annotations

import random

from .ground import curve
from .hatching import STEEP, hatched
from .paper import INK, PAPER, RED, Point, Sheet, grey, mix, rose


def draw_train(sheet: Sheet, *, seed: int) -> None:
    """A long train crosses the whole width; one compartment is still awake."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.93))
    for _ in range(340):
        sheet.disc(rng.uniform(0, 2000), rng.uniform(0, 640), rng.choice((1.2, 1.8, 2.6)), grey(rng.uniform(0.1, 0.6)))
    sheet.disc(420, 260, 96, grey(0.04))
    hatched(sheet, [sheet.area(0, 0, 2000, 700)], (10, 40, 90), grey(0.62), 12)
    for number, base in enumerate((560, 615, 670)):
        hills = curve([(x, base - rng.uniform(0, 80)) for x in range(-200, 2400, 200)], 8)
        sheet.shape([*hills, (2200, 1333), (-200, 1333)], grey(0.80 + 0.07 * number))
        sheet.line(hills, 2, grey(0.45))
    sheet.box(0, 1040, 2000, 1333, grey(0.99))
    x = -420.0
    for number in range(3):
        coach(sheet, rng, x, 660, awake=number == 1)
        x += COACH + 26
    sheet.box(0, 1046, 2000, 1060, grey(0.45))
    for at in range(0, 2000, 62):
        sheet.box(at, 1062, at + 38, 1080, grey(0.6))
    hatched(sheet, [sheet.area(0, 1090, 2000, 1333)], (30, 120, 60), grey(0.4), 14, STEEP)
    glow = [(1064, 1090), (1142, 1090), (1010, 1333), (830, 1333)]
    hatched(sheet, [glow], (190, 20), RED, 12)
    for at in (150, 1580):
        sheet.box(at, 380, at + 14, 1046, INK)
        sheet.line([(at, 430), (at + 210, 470)], 8, INK)
    sheet.line([(-10, 478), (2010, 478)], 4, INK)


COACH = 900


def coach(sheet: Sheet, rng: random.Random, x: float, y: float, awake: bool) -> None:
    """One sleeping car, its blinds drawn but for a few; where someone is awake the lamp is red."""
    roof, floor, end = y, y + 330, x + COACH
    body = [(x + 16, roof), (end - 16, roof), (end, roof + 40), (end, floor), (x, floor), (x, roof + 40)]
    sheet.shape(body, INK)
    hatched(sheet, [body], (0, 60, 20), grey(0.62), 9)
    sheet.line([(x, roof + 40), (x + 16, roof), (end - 16, roof), (end, roof + 40)], 4, grey(0.35))
    sheet.box(x, y + 240, end, y + 258, RED)
    for number in range(7):
        left, top = x + 96 + number * 104, y + 84
        lit = awake and number == 4
        colour = RED if lit else rose(0.16) if rng.random() < 0.34 else grey(0.72)
        sheet.box(left - 5, top - 5, left + 79, top + 109, grey(0.5))
        sheet.box(left, top, left + 74, top + 104, colour)
        if lit:
            sheet.disc(left + 40, top + 58, 17, INK)
            sheet.shape(
                [(left + 12, top + 104), (left + 22, top + 78), (left + 60, top + 78), (left + 70, top + 104)], INK
            )
        elif colour != grey(0.72):
            sheet.box(left, top, left + 74, top + rng.choice((20, 46, 70)), mix(colour, INK, 0.35))
    for door in (x + 26, end - 66):
        sheet.box(door, y + 70, door + 40, floor - 20, grey(0.78))
        sheet.box(door + 8, y + 84, door + 32, y + 170, grey(0.6))
    for at in (110, 220, COACH - 220, COACH - 110):
        sheet.disc(x + at, floor + 22, 36, grey(0.7))
        sheet.disc(x + at, floor + 22, 16, INK)
    sheet.box(end - 4, floor - 50, end + 34, floor - 26, grey(0.6))


def draw_gauge(sheet: Sheet, *, seed: int) -> None:
    """Two tracks from above, one wider by the breadth of a hand; a red ruler lies across both."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.20))
    for _ in range(5200):
        x, y, size = rng.uniform(0, 2000), rng.uniform(0, 1333), rng.uniform(5, 15)
        stone = [(x + size * dx * rng.uniform(0.6, 1.1), y + size * dy * rng.uniform(0.6, 1.1))
                 for dx, dy in ((-1, -0.4), (-0.2, -1), (0.9, -0.5), (0.8, 0.7), (-0.5, 0.9))]  # fmt: skip
        sheet.shape(stone, grey(rng.choice((0.06, 0.14, 0.26, 0.36, 0.5))))
    for middle, half in ((520, 254), (1460, 300)):
        for y in range(-20, 1360, 128):
            top = y + rng.uniform(-5, 5)
            sleeper = sheet.area(middle - half - 120, top, middle + half + 120, top + 62)
            sheet.shape([(px + 8, py + 10) for px, py in sleeper], INK)
            sheet.shape(sleeper, grey(0.55))
            hatched(sheet, [sleeper], (120, 170, 120), INK, 8)
            for side in (-half, half):
                sheet.box(middle + side - 34, top + 8, middle + side + 34, top + 54, grey(0.82))
        for side in (-half, half):
            sheet.box(middle + side - 20, 0, middle + side + 20, 1333, INK)
            sheet.box(middle + side - 9, 0, middle + side + 7, 1333, grey(0.10))
            sheet.box(middle + side + 7, 0, middle + side + 11, 1333, grey(0.4))
    ruler(sheet)


def ruler(sheet: Sheet) -> None:
    def at(x: float, y: float) -> Point:
        return x - y * 0.07, 700 + x * -0.07 + y

    sheet.shape([(px + 12, py + 16) for px, py in (at(150, 0), at(1900, 0), at(1900, 118), at(150, 118))], INK)
    sheet.shape([at(150, 0), at(1900, 0), at(1900, 118), at(150, 118)], RED)
    for number in range(86):
        x = 170 + number * 20
        sheet.line([at(x, 0), at(x, 56 if number % 10 == 0 else 40 if number % 5 == 0 else 24)], 4, PAPER)
