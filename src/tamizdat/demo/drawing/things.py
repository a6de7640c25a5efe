"""Things on a table or a wall: a radio, a drawer of cards, loaves, stamps, a groove, a branch, a nest."""

from __future__ import annotations

import math
import random

from .ground import arc, curve
from .hatching import FALLING, LEVEL, RISING, STEEP, UPRIGHT, hatched
from .paper import INK, PAPER, RED, Colour, Sheet, grey, mix, rose


def draw_radio(sheet: Sheet, *, seed: int) -> None:
    """A valve radio, and from it waves that go out over the whole sheet as lines of land."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.05))
    for row in range(34):
        base = 110 + row * 34
        calm = abs(row - 12) / 22
        path = []
        for i in range(201):
            x = i * 10.0
            near = math.exp(-(((x - 1000) / 430) ** 2))
            lift = sum(math.sin(x / (34 + 17 * k) + row * (0.7 + k)) for k in range(1, 4)) * 16 + rng.uniform(-5, 5)
            path.append((x, base - abs(lift) * near * 2.4 * (1 - calm * 0.5)))
        sheet.shape([*path, (2000, base + 40), (0, base + 40)], grey(0.05))
        sheet.line(path, 4, RED if row == 12 else INK)
    left, top, right, bottom = 600, 800, 1400, 1230
    sheet.box(left + 20, top + 26, right + 26, bottom + 34, grey(0.9))
    sheet.box(left, top, right, bottom, grey(0.70))
    hatched(sheet, [sheet.area(left, top, right, bottom)], (70, 150), INK, 9)
    sheet.line([*sheet.area(left, top, right, bottom), (left, top)], 8)
    grille = sheet.area(left + 40, top + 40, left + 430, bottom - 40)
    sheet.shape(grille, grey(0.15))
    hatched(sheet, [grille], (150, 150), INK, 14, UPRIGHT)
    sheet.line([*grille, grille[0]], 5)
    dial = sheet.area(left + 470, top + 40, right - 40, top + 200)
    sheet.shape(dial, PAPER)
    sheet.line([*dial, dial[0]], 5)
    for mark in range(21):
        x = left + 490 + mark * 13.5
        sheet.line([(x, top + 66), (x, top + (120 if mark % 5 == 0 else 96))], 3)
        sheet.line([(x, top + 150), (x, top + 168)], 2, grey(0.5))
    sheet.box(left + 632, top + 46, left + 640, top + 194, RED)
    for x in (left + 540, right - 110):
        sheet.disc(x, bottom - 110, 66, INK)
        sheet.disc(x, bottom - 110, 54, grey(0.30))
        sheet.line([(x, bottom - 110), (x + 30, bottom - 150)], 8)


def draw_drawers(sheet: Sheet, *, seed: int) -> None:
    """A wall of card drawers with brass frames; one is pulled out and its cards stand up."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.80))
    columns, rows = 8, 7
    wide, tall = sheet.width / columns, sheet.height / rows
    for row in range(rows):
        for column in range(columns):
            left, top = column * wide + 7, row * tall + 7
            face = sheet.area(left, top, left + wide - 14, top + tall - 14)
            sheet.shape(face, grey(rng.uniform(0.34, 0.5)))
            hatched(sheet, [face], (60, 130), INK, 10, (LEVEL, RISING)[(row + column) % 3 == 0])
            sheet.line([*face, face[0]], 3)
            tag = sheet.area(left + 62, top + 36, left + wide - 76, top + 96)
            sheet.shape(tag, PAPER)
            sheet.line([*tag, tag[0]], 4)
            for line in range(2):
                sheet.line(
                    [(left + 78, top + 56 + line * 18), (left + 78 + rng.uniform(40, 82), top + 56 + line * 18)],
                    4,
                    grey(0.7),
                )
            sheet.disc(left + wide / 2 - 7, top + 132, 15, INK)
            sheet.disc(left + wide / 2 - 10, top + 129, 7, grey(0.2))
    open_drawer(sheet, rng, 3 * wide - 30, 3 * tall - 30, wide + 60, tall * 1.9)


def open_drawer(sheet: Sheet, rng: random.Random, left: float, top: float, wide: float, tall: float) -> None:
    sheet.box(left + 30, top + 40, left + wide + 40, top + tall + 46, INK)
    sheet.box(left, top, left + wide, top + tall, grey(0.95))
    for number in range(17):
        y = top + 24 + number * (tall - 150) / 17
        inset = 26 - number
        card = sheet.area(left + inset, y - 34, left + wide - inset, y + 130)
        red = number == 11
        sheet.shape(card, RED if red else mix(PAPER, INK, rng.uniform(0.0, 0.10)))
        sheet.line([*card, card[0]], 2.5)
        tab = left + inset + 14 + (number * 53) % (wide - 140)
        sheet.box(tab, y - 26, tab + 70, y - 16, PAPER if red else grey(0.6))
    front = sheet.area(left - 16, top + tall - 110, left + wide + 16, top + tall + 40)
    sheet.shape(front, grey(0.42))
    hatched(sheet, [front], (50, 130), INK, 10)
    sheet.line([*front, front[0]], 5)
    sheet.box(left + wide / 2 - 80, top + tall - 84, left + wide / 2 + 80, top + tall - 34, PAPER)
    sheet.disc(left + wide / 2, top + tall + 2, 18, INK)


def draw_loaves(sheet: Sheet, *, seed: int) -> None:
    """Flat loaves from a clay oven, row upon row, stamped in the middle; one is missing."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.88))
    hatched(sheet, [sheet.area(0, 0, 2000, 1333)], (60, 120), INK, 11, RISING)
    number = 0
    for row in range(5):
        for column in range(7):
            x, y = 60 + column * 314 + (row % 2) * 157 - 60, 130 + row * 272
            number += 1
            if number == 19:
                sheet.ring(x, y, 112, 5, RED)
                sheet.ring(x, y, 94, 2, RED)
                continue
            loaf(sheet, rng, x, y, 136)


def loaf(sheet: Sheet, rng: random.Random, x: float, y: float, size: float) -> None:
    crust: Colour = mix(grey(0.16), RED, rng.uniform(0.10, 0.32))
    rim = curve([(x + math.cos(t) * size * rng.uniform(0.95, 1.05), y + math.sin(t) * size * rng.uniform(0.93, 1.03))
                 for t in (2 * math.pi * i / 14 for i in range(15))], 5)  # fmt: skip
    sheet.shape([(px + 12, py + 16) for px, py in rim], INK)
    sheet.shape(rim, mix(crust, INK, 0.22))
    hatched(sheet, [rim], (40, 150), INK, 9, FALLING)
    sheet.disc(x, y, size * 0.64, mix(crust, PAPER, 0.42))
    turn = rng.uniform(0, 60)
    for ring, count in ((0.16, 6), (0.34, 12), (0.52, 18)):
        for i in range(count):
            px, py = arc(x, y, size * ring, turn + 360 * i / count, turn + 360 * i / count, 1)[0]
            sheet.disc(px, py, 5.5, grey(0.9))
    sheet.disc(x, y, 6, grey(0.9))


def draw_stamps(sheet: Sheet, *, seed: int) -> None:
    """A customs sheet: ruled lines, ink stamps laid over one another, one lead seal on a red cord."""
    rng = random.Random(seed)
    for rule in range(120, 1333, 74):
        sheet.line([(0, rule), (2000, rule)], 2, grey(0.22))
    for left in (240, 1240, 1640):
        sheet.line([(left, 0), (left, 1333)], 2, grey(0.22))
    for number in range(11):
        x, y = 260 + (number * 618) % 1500 + rng.uniform(-60, 60), 220 + (number * 391) % 900 + rng.uniform(-60, 60)
        colour = RED if number in (3, 7) else grey(rng.uniform(0.45, 0.95))
        (round_stamp if number % 3 else square_stamp)(sheet, rng, x, y, rng.uniform(150, 230), colour)
    cord = curve(
        [(-20, 240), (380, 420), (640, 300), (980, 560), (1240, 690), (1420, 640), (1560, 820), (2020, 900)], 20
    )
    sheet.line(cord, 22, INK)
    sheet.line(cord, 15, RED)
    sheet.disc(1258, 704, 128, INK)
    sheet.disc(1250, 694, 124, grey(0.42))
    hatched(sheet, [arc(1250, 694, 124, 0, 360, 60)], (20, 170), INK, 9, FALLING)
    sheet.ring(1250, 694, 92, 6, grey(0.1))
    for i in range(5):
        a, b = arc(1250, 694, 64, -90 + i * 144, -90 + (i + 1) * 144, 1)
        sheet.line([a, b], 6, grey(0.1))


def round_stamp(sheet: Sheet, rng: random.Random, x: float, y: float, size: float, colour: Colour) -> None:
    sheet.ring(x, y, size, 9, colour)
    sheet.ring(x, y, size * 0.66, 5, colour)
    turn = rng.uniform(0, 360)
    for i in range(30):
        if i % 10 == 9:
            continue
        inner = arc(x, y, size * 0.74, turn + i * 12, turn + i * 12, 1)[0]
        outer = arc(x, y, size * rng.uniform(0.84, 0.92), turn + i * 12, turn + i * 12, 1)[0]
        sheet.line([inner, outer], 9, colour)
    for i in (-1, 0, 1):
        half = size * (0.5 if i == 0 else 0.34)
        lean = math.tan(math.radians(turn % 30 - 15))
        sheet.line(
            [(x - half, y + i * 44 - half * lean), (x + half, y + i * 44 + half * lean)], 12 if i == 0 else 6, colour
        )


def square_stamp(sheet: Sheet, rng: random.Random, x: float, y: float, size: float, colour: Colour) -> None:
    lean = rng.uniform(-0.25, 0.25)

    def at(across: float, down: float) -> tuple[float, float]:
        return x + size * (across - down * lean), y + size * 0.62 * down + size * across * lean

    for reach, width in ((1.0, 9), (0.9, 3)):
        sheet.line(
            [at(-reach, -reach), at(reach, -reach), at(reach, reach), at(-reach, reach), at(-reach, -reach)],
            width,
            colour,
        )
    for line in (-0.5, 0.0, 0.5):
        sheet.line([at(-0.7, line), at(rng.uniform(0.1, 0.7), line)], 14 if line == 0 else 7, colour)


def draw_groove(sheet: Sheet, *, seed: int) -> None:
    """Wax cylinders in a row, turned finely all round, one of them lying open in vermilion."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, rose(0.10))
    hatched(sheet, [sheet.area(0, 0, 2000, 1333)], (20, 90), grey(0.5), 12, STEEP)
    sheet.box(0, 1080, 2000, 1333, grey(0.86))
    for number in range(6):
        x, tall = 130 + number * 320, 560 + rng.uniform(-40, 40)
        shade = RED if number == 3 else grey((0.62, 0.9, 0.72, 0, 0.5, 0.84)[number])
        body = sheet.area(x - 120, 1120 - tall, x + 120, 1120)
        sheet.oval(x + 30, 1124, 150, 44, INK)
        sheet.oval(x, 1120, 120, 38, shade)
        sheet.shape(body, shade)
        for y in range(round(1120 - tall) + 12, 1116, 7):
            sheet.line(
                [(px, y + 36 * math.sqrt(max(0, 1 - ((px - x) / 120) ** 2))) for px in range(x - 119, x + 120, 14)],
                1.6,
                mix(shade, PAPER, 0.28),
            )
        hatched(sheet, [sheet.area(x + 30, 1120 - tall, x + 120, 1150)], (170, 170), INK, 8, UPRIGHT)
        sheet.oval(x, 1120 - tall, 120, 38, mix(shade, PAPER, 0.35))
        sheet.oval(x, 1120 - tall, 92, 27, INK)
    wave = [(x, 300 + math.sin(x / 23) * 90 * math.sin(x / 310) * math.sin(x / 97)) for x in range(0, 2004, 4)]
    sheet.line(wave, 5, INK)


def draw_branches(sheet: Sheet, *, seed: int) -> None:
    """Mandarins among leaves, close to."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.08))
    hatched(sheet, [sheet.area(0, 0, 2000, 1333)], (30, 100), grey(0.55), 12, RISING)
    for number in range(5):
        start = (-40 + number * 120, 1380 - number * 330)
        path = curve(
            [start, (start[0] + 520, start[1] - 170), (start[0] + 1120, start[1] - 230), (2080, start[1] - 480)], 26
        )
        sheet.line(path, 15 - number, grey(0.85))
        for at in range(4, len(path) - 2, 3):
            leaf(sheet, rng, *path[at], rng.uniform(0, 360), rng.uniform(110, 180))
    for number in range(17):
        x, y = 60 + (number * 1236) % 1880, 90 + (number * 0.7549 % 1) * 1150
        mandarin(sheet, rng, x, y, rng.uniform(78, 104))


def leaf(sheet: Sheet, rng: random.Random, x: float, y: float, turn: float, size: float) -> None:
    ux, uy = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    tip = (x + ux * size, y + uy * size)
    left = [
        (x + ux * size * t - uy * size * w, y + uy * size * t + ux * size * w)
        for t, w in ((0.25, 0.17), (0.55, 0.2), (0.8, 0.1))
    ]
    right = [
        (x + ux * size * t + uy * size * w, y + uy * size * t - ux * size * w)
        for t, w in ((0.8, 0.1), (0.55, 0.2), (0.25, 0.17))
    ]
    shade = rng.choice((0.45, 0.62, 0.78, 0.9))
    whole = curve([(x, y), *left, tip, *right, (x, y)], 5)
    sheet.shape(whole, grey(shade))
    hatched(sheet, [[(x, y), *left, tip]], (140, 140), INK, 8, FALLING)
    sheet.line([(x, y), tip], 3, grey(0.12))


def mandarin(sheet: Sheet, rng: random.Random, x: float, y: float, size: float) -> None:
    sheet.oval(x + 8, y + 10, size * 1.06, size * 0.95, INK)
    sheet.oval(x, y, size * 1.05, size * 0.93, RED)
    sheet.oval(x - size * 0.26, y - size * 0.3, size * 0.42, size * 0.3, mix(RED, PAPER, 0.3))
    hatched(sheet, [arc(x, y, size * 0.93, -30, 150, 24)], (60, 190), mix(RED, INK, 0.85), 8, FALLING)
    for i in range(5):
        a = arc(x + size * 0.1, y - size * 0.5, size * 0.16, i * 72, i * 72, 1)[0]
        sheet.line([(x + size * 0.1, y - size * 0.5), a], 6)
    for _ in range(16):
        sheet.disc(x + rng.uniform(-0.6, 0.6) * size, y + rng.uniform(-0.5, 0.6) * size, 2.6, mix(RED, INK, 0.4))


def draw_storks(sheet: Sheet, *, seed: int) -> None:
    """A nest on a pole above flat meadows, two storks, one with its beak up."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, PAPER)
    sheet.disc(520, 470, 250, rose(0.75))
    hatched(sheet, [sheet.area(0, 0, 2000, 1010)], (130, 60, 30), grey(0.42), 12)
    woods = curve([(x, 1000 - rng.uniform(10, 80)) for x in range(-100, 2300, 70)], 5)
    sheet.shape([*woods, (2300, 1340), (-100, 1340)], grey(0.62))
    hatched(sheet, [[*woods, (2300, 1120), (-100, 1120)]], (160, 60), INK, 9, UPRIGHT)
    sheet.box(0, 1070, 2000, 1333, grey(0.14))
    for row in range(1082, 1333, 17):
        for left in range(-20 + (row % 2) * 16, 2000, 34):
            sheet.line([(left, row + 14), (left + rng.uniform(-7, 9), row - rng.uniform(6, 16))], 3, grey(0.55))
    stream = curve([(2050, 1140), (1700, 1150), (1500, 1196), (1730, 1240), (1500, 1360)], 12)
    sheet.line(stream, 34, PAPER)
    sheet.line(stream, 4, grey(0.6))
    sheet.box(1148, 640, 1176, 1190, INK)
    for _ in range(170):
        x, y = 1162 + rng.gauss(0, 130), 620 + rng.gauss(0, 22)
        lean = rng.uniform(-0.4, 0.4)
        sheet.line([(x - 70, y - 70 * lean), (x + 70, y + 70 * lean)], 5, grey(rng.choice((0.5, 0.75, 0.95, 1.0))))
    stork(sheet, 1040, 590, -1, up=True)
    stork(sheet, 1290, 590, 1, up=False)


def stork(sheet: Sheet, x: float, y: float, side: int, up: bool) -> None:
    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + side * dx, y + dy

    for leg in (-14, 20):
        sheet.line([at(leg, -90), at(leg + 6, 4)], 9, RED)
    body = curve(
        [at(-120, -118), at(-40, -190), at(60, -200), at(92, -150), at(30, -92), at(-60, -90), at(-120, -118)], 8
    )
    sheet.shape(body, (255, 252, 246))
    sheet.line(body, 5)
    wing = curve([at(-150, -104), at(-60, -140), at(10, -150), at(-20, -106), at(-90, -84), at(-150, -104)], 8)
    sheet.shape(wing, INK)
    if up:
        neck, head, beak = (
            [at(70, -180), at(112, -260), at(84, -340)],
            at(84, -352),
            [at(74, -372), at(98, -366), at(70, -500)],
        )
    else:
        neck, head, beak = (
            [at(70, -180), at(120, -250), at(104, -320)],
            at(108, -330),
            [at(124, -348), at(130, -318), at(250, -296)],
        )
    sheet.line(curve(neck, 10), 36, INK)
    sheet.line(curve(neck, 10), 28, (255, 252, 246))
    sheet.disc(*head, 32, INK)
    sheet.disc(*head, 28, (255, 252, 246))
    sheet.shape(beak, RED)
    sheet.disc(head[0] + side * 6, head[1] - 6, 6, INK)
