"""The town: windows in a power cut, a queue in the snow, a puppet stage."""

from __future__ import annotations

import math
import random

from .ground import arc, curve
from .hatching import FALLING, UPRIGHT, hatched
from .paper import INK, PAPER, RED, Point, Sheet, grey, mix, rose


def draw_windows(sheet: Sheet, *, seed: int) -> None:
    """Blocks of flats against the evening; most windows are dark, a few have candles, one lamp is red."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.55))
    hatched(sheet, [sheet.area(0, 0, 2000, 1000)], (200, 120, 40), INK, 11)
    sheet.disc(1530, 250, 84, grey(0.05))
    lit = 0
    for left, top, wide, shade in (
        (-60, 560, 470, 0.74),
        (1180, 420, 520, 0.78),
        (330, 360, 560, 0.84),
        (1560, 640, 540, 0.88),
        (800, 660, 520, 0.93),
    ):
        sheet.box(left, top, left + wide, 1333, grey(shade))
        hatched(sheet, [sheet.area(left, top, left + wide, 1333)], (50, 90), INK, 12, UPRIGHT)
        sheet.box(left - 8, top - 14, left + wide + 8, top, INK)
        for x in range(left + 40, left + wide - 60, 150):
            sheet.line([(x, top - 14), (x, top - 70)], 4)
            sheet.line([(x - 22, top - 58), (x + 22, top - 58)], 4)
        for y in range(top + 46, 1290, 104):
            for x in range(left + 38, left + wide - 60, 86):
                lit += 1
                colour = RED if lit == 118 else rose(0.2) if rng.random() < 0.12 else grey(0.99)
                sheet.box(x, y, x + 50, y + 62, colour)
                sheet.box(x + 23, y, x + 27, y + 62, grey(shade))
                sheet.line([(x - 4, y + 66), (x + 54, y + 66)], 4, grey(0.5))
    for number in range(5):
        wire = [(x, 120 + number * 26 + 90 * math.sin(math.pi * (x + 200) / 2400)) for x in range(-10, 2030, 40)]
        sheet.line(wire, 3)


def draw_queue(sheet: Sheet, *, seed: int) -> None:
    """People in a queue along a wall in the snow, seen from behind, each in a different coat; one has a red scarf."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.12))
    wall = sheet.area(0, 0, 2000, 900)
    hatched(sheet, [wall], (60, 90), grey(0.45), 16)
    for row in range(14):
        for brick in range(-60 + (row % 2) * 70, 2000, 140):
            sheet.line([(brick, row * 64), (brick, row * 64 + 64)], 2, grey(0.36))
    for x in (260.0, 960.0, 1660.0):
        sheet.box(x, 150, x + 210, 480, grey(0.85))
        sheet.box(x + 14, 164, x + 98, 466, grey(0.68))
        sheet.box(x + 112, 164, x + 196, 466, grey(0.68))
        sheet.box(x - 20, 476, x + 230, 500, (255, 252, 246))
    ground = curve([(x, 1010 + rng.uniform(-14, 14)) for x in range(-200, 2400, 220)], 8)
    sheet.shape([*ground, (2300, 1400), (-200, 1400)], mix(PAPER, (255, 252, 246), 0.7))
    hatched(sheet, [[*ground, (2300, 1400), (-200, 1400)]], (70, 10, 0), grey(0.5), 12)
    x, number = 90.0, 0
    while x < 1960:
        person(sheet, rng, x, 1120 + rng.uniform(-14, 34), rng.uniform(0.86, 1.12), red=number == 7)
        x += rng.uniform(118, 158)
        number += 1
    for _ in range(700):
        sheet.disc(rng.uniform(0, 2000), rng.uniform(0, 1333), rng.choice((2, 3, 4, 5.5)), (255, 253, 248))


def person(sheet: Sheet, rng: random.Random, x: float, foot: float, scale: float, red: bool) -> None:
    shade = rng.choice((0.55, 0.7, 0.82, 0.9, 1.0))
    wide, tall = 70 * scale * rng.uniform(0.85, 1.2), 330 * scale
    shoulder = foot - tall
    coat: list[Point] = [(x - wide * 1.05, foot - 60), *curve([(x - wide * 0.9, shoulder + 90), (x - wide * 0.62, shoulder + 14),
                         (x, shoulder - 14), (x + wide * 0.62, shoulder + 14), (x + wide * 0.9, shoulder + 90)], 6),
                         (x + wide * 1.05, foot - 60)]  # fmt: skip
    for leg in (-0.4, 0.4):
        sheet.box(x + wide * leg - 15, foot - 70, x + wide * leg + 15, foot, INK)
        sheet.oval(x + wide * leg, foot, 24, 11, INK)
    sheet.shape(coat, grey(shade))
    hatched(sheet, [coat], (20, 120), INK, 9, (UPRIGHT, FALLING)[rng.random() < 0.4])
    sheet.disc(x, shoulder - 34 * scale, 36 * scale, grey(0.3))
    hat = arc(x, shoulder - 42 * scale, 40 * scale, 180, 360, 16)
    sheet.shape(
        [*hat, (x + 40 * scale, shoulder - 20 * scale), (x - 40 * scale, shoulder - 20 * scale)],
        grey(rng.choice((0.5, 0.8, 1.0))),
    )
    if red:
        sheet.shape(
            [(x - 46, shoulder - 10), (x + 46, shoulder - 10), (x + 48, shoulder + 26), (x - 48, shoulder + 26)], RED
        )
        sheet.shape(
            [(x + 8, shoulder + 20), (x + 44, shoulder + 20), (x + 52, shoulder + 160), (x + 18, shoulder + 156)], RED
        )
    if rng.random() < 0.5:
        sheet.box(x + wide * 0.8, foot - 190, x + wide * 0.8 + 46, foot - 118, INK)
        sheet.ring(x + wide * 0.8 + 23, foot - 194, 20, 4, INK)


def draw_stage(sheet: Sheet, *, seed: int) -> None:
    """A puppet on strings in a cone of light between two curtains."""
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.96))
    light = [(930, -10), (1070, -10), (1560, 1130), (440, 1130)]
    sheet.shape(light, grey(0.20))
    hatched(sheet, [light], (150, 50, 20), INK, 11)
    sheet.oval(1000, 1130, 560, 92, PAPER)
    sheet.box(0, 1190, 2000, 1333, grey(0.75))
    hatched(sheet, [sheet.area(0, 1190, 2000, 1333)], (90, 170), INK, 9)
    puppet(sheet, 1000, 640)
    for side in (0, 1):
        for fold in range(7):
            a, b = fold * 74, fold * 74 + 74
            pull = 1 - fold / 9
            top = [(x if side == 0 else 2000 - x, -10.0) for x in (a * 1.15, b * 1.15)]
            low = [(x if side == 0 else 2000 - x, 1230.0 - 18 * (fold % 2)) for x in (b * pull + 30, a * pull)]
            panel = [*top, *low]
            sheet.shape(panel, mix(RED, INK, 0.1 + 0.25 * (fold % 2)))
            hatched(sheet, [panel], (150, 80, 150), INK, 9, UPRIGHT)
    for x in range(-40, 2040, 160):
        sheet.shape([(x, -10), (x + 160, -10), *arc(x + 80, 66, 80, 0, 180, 18)], mix(RED, INK, 0.32))
        sheet.line(arc(x + 80, 66, 80, 0, 180, 18), 8, rose(0.3))


def puppet(sheet: Sheet, x: float, y: float) -> None:
    joints = {
        "left": [(x - 70, y - 20), (x - 190, y - 90), (x - 250, y - 210)], "right": [(x + 70, y - 20),
            (x + 180, y + 60), (x + 270, y - 10)],
        "foot": [(x - 40, y + 220), (x - 76, y + 350), (x - 60, y + 470)], "step": [(x + 40, y + 220),
            (x + 120, y + 330), (x + 90, y + 460)],
    }  # fmt: skip
    bar = [(x - 300, 190.0), (x + 300, 150.0)]
    for (ax, ay), share in (
        (joints["left"][2], 0.0),
        (joints["right"][2], 1.0),
        ((x - 40, y - 200), 0.42),
        ((x + 40, y - 200), 0.58),
        (joints["step"][1], 0.8),
    ):
        sheet.line([(bar[0][0] + 600 * share, bar[0][1] - 40 * share), (ax, ay)], 2.5)
    sheet.line(bar, 22)
    sheet.line([(x - 50, 90), (x + 50, 250)], 18)
    for limb in joints.values():
        sheet.line(limb, 34)
        for px, py in limb[1:]:
            sheet.disc(px, py, 24, INK)
        sheet.disc(*limb[1], 10, PAPER)
    coat = [(x - 84, y - 50), (x + 84, y - 50), (x + 130, y + 240), (x - 130, y + 240)]
    sheet.shape(coat, RED)
    hatched(sheet, [coat], (20, 130), INK, 9, FALLING)
    sheet.line([*coat, coat[0]], 6)
    for button in range(3):
        sheet.disc(x, y + 10 + button * 70, 12, PAPER)
    sheet.disc(x, y - 130, 92, INK)
    sheet.disc(x, y - 130, 85, PAPER)
    for eye in (-32, 32):
        sheet.disc(x + eye, y - 140, 10, INK)
    sheet.line(arc(x, y - 128, 44, 30, 150, 12), 6)
    sheet.shape([(x - 96, y - 158), (x + 96, y - 158), (x + 20, y - 330)], INK)
    sheet.disc(x + 20, y - 334, 20, RED)
