"""A covered market, from the street, from above, and at arm's length."""

from __future__ import annotations

import math
import random

from .ground import arc
from .hatching import FALLING, RISING, UPRIGHT, hatched
from .paper import INK, PAPER, RED, Colour, Point, Sheet, grey, mix, rose

CLOTHS: list[tuple[Colour, Colour]] = [
    (RED, PAPER),
    (INK, PAPER),
    (grey(0.35), PAPER),
    (rose(0.45), RED),
    (grey(0.7), grey(0.2)),
]


def draw_awnings(sheet: Sheet, *, seed: int, rain: bool = False) -> None:
    """Two rows of striped awnings with scalloped edges, stalls in the shade below them."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.10))
    hatched(sheet, [sheet.area(0, 0, sheet.width, 420)], (140, 60), grey(0.55), 11)
    for row, (top, tall, wide) in enumerate(((300, 190, 340), (660, 280, 520))):
        shade = sheet.area(0, top + tall - 20, sheet.width, top + tall + 300)
        sheet.shape(shade, grey(0.72 + 0.2 * row))
        hatched(sheet, [shade], (90, 200), INK, 10, UPRIGHT)
        x = -rng.uniform(60, wide * 0.5)
        while x < sheet.width:
            width = wide * rng.uniform(0.8, 1.15)
            goods(sheet, rng, x + 30, top + tall + (150 if row else 110), width - 60, 26 + 14 * row)
            awning(sheet, x, top + rng.uniform(-24, 24), width - 14, tall, rng.choice(CLOTHS), 7)
            x += width
    sheet.box(0, 1230, sheet.width, sheet.height, grey(0.22))
    hatched(sheet, [sheet.area(0, 1230, sheet.width, sheet.height)], (60, 160), INK, 10)
    if rain:
        downpour(sheet, rng)


def downpour(sheet: Sheet, rng: random.Random) -> None:
    """Slanting rain over everything: dark strokes, and light ones among them."""
    for number in range(900):
        x, y, fall = rng.uniform(-60, 2060), rng.uniform(-80, 1333), rng.uniform(50, 120)
        sheet.line([(x, y), (x - fall * 0.22, y + fall)], 2.5, grey(0.15 if number % 3 else 0.95))
    for _ in range(60):
        x, y = rng.uniform(0, 2000), rng.uniform(1240, 1326)
        sheet.line(arc(x, y, rng.uniform(10, 26), 190, 350, 10), 3, PAPER)


def awning(
    sheet: Sheet, x: float, y: float, width: float, tall: float, cloth: tuple[Colour, Colour], stripes: int
) -> None:
    """A sloping cloth in stripes; the front hem hangs in half rounds."""
    inset = width * 0.09
    for number in range(stripes):
        a, b = number / stripes, (number + 1) / stripes
        colour = cloth[number % 2]
        upper = [(x + inset + (width - 2 * inset) * share, y) for share in (a, b)]
        lower = [(x + width * share, y + tall * 0.78) for share in (b, a)]
        sheet.shape([*upper, *lower], colour)
        left, right = x + width * a, x + width * b
        sheet.shape([(left, y + tall * 0.78), *reversed(arc((left + right) / 2, y + tall * 0.86, (right - left) / 2, 0, 180, 14)),
                     (right, y + tall * 0.78)], mix(colour, INK, 0.16))  # fmt: skip
    cover = [(x + inset, y), (x + width - inset, y), (x + width, y + tall * 0.78), (x, y + tall * 0.78)]
    hatched(sheet, [cover], (10, 70), INK, 11)
    sheet.line([*cover, cover[0]], 3)


def goods(sheet: Sheet, rng: random.Random, x: float, y: float, width: float, size: float) -> None:
    """Heaped fruit on a board."""
    colour = rng.choice((RED, rose(0.5), grey(0.3), grey(0.12)))
    for row in range(3):
        count = int(width // (size * 1.5)) - row * 2
        for number in range(max(0, count)):
            at = x + size * 1.5 * (number + row + 0.7)
            sheet.disc(at, y - row * size * 1.1, size * 0.78, INK)
            sheet.disc(at - 2, y - row * size * 1.1 - 2, size * 0.68, colour)
    sheet.box(x, y + size * 0.6, x + width, y + size * 2.6, grey(0.5))
    hatched(sheet, [sheet.area(x, y + size * 0.6, x + width, y + size * 2.6)], (90, 190), INK, 9)


def draw_roofs(sheet: Sheet, *, seed: int) -> None:
    """The same market from above: a patchwork of cloths with lanes between them and people as dots."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.16))
    hatched(sheet, [sheet.area(0, 0, sheet.width, sheet.height)], (70, 70), grey(0.6), 12, RISING)
    y = -40.0
    while y < sheet.height:
        tall = rng.uniform(120, 190)
        x = -rng.uniform(0, 140)
        while x < sheet.width:
            wide = rng.uniform(130, 270)
            if rng.random() > 0.08:
                roof(sheet, rng, x, y, wide - 10, tall - 10)
            x += wide
        y += tall + rng.choice((0, 0, 46))
        for _ in range(9):
            at = rng.uniform(0, sheet.width)
            sheet.disc(at, y - 22, 10, INK)
            sheet.disc(at, y - 22, 5, RED if rng.random() < 0.3 else PAPER)


def roof(sheet: Sheet, rng: random.Random, x: float, y: float, wide: float, tall: float) -> None:
    one, other = rng.choice(CLOTHS)
    lean = rng.uniform(-10, 10)

    def at(across: float, down: float) -> Point:
        return x + wide * across + lean * down, y + tall * down + lean * across

    shadow = [(px + 14, py + 16) for px, py in (at(0, 0), at(1, 0), at(1, 1), at(0, 1))]
    sheet.shape(shadow, grey(0.8))
    stripes = rng.choice((1, 5, 7, 9))
    for number in range(stripes):
        a, b = number / stripes, (number + 1) / stripes
        sheet.shape([at(a, 0), at(b, 0), at(b, 1), at(a, 1)], (one, other)[number % 2])
    hatched(sheet, [[at(0, 0.5), at(1, 0.5), at(1, 1), at(0, 1)]], (60, 90), INK, 9)
    sheet.line([at(0, 0.5), at(1, 0.5)], 2)


def draw_crates(sheet: Sheet, *, seed: int, fruit: str = "pomegranate") -> None:
    """Crates seen straight from above, each with its own rows of round fruit."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.88))
    columns, rows, gap = (4, 3, 26) if fruit == "pomegranate" else (3, 2, 30)
    wide, tall = (sheet.width - gap) / columns, (sheet.height - gap) / rows
    for row in range(rows):
        for column in range(columns):
            left, top = gap + column * wide, gap + row * tall
            right, bottom = left + wide - gap, top + tall - gap
            sheet.box(left, top, right, bottom, grey(0.22))
            hatched(sheet, [sheet.area(left, top, right, bottom)], (130, 130), INK, 10, UPRIGHT)
            sheet.box(left + 16, top + 16, right - 16, bottom - 16, grey(0.94))
            fill(sheet, rng, (left + 22, top + 22, right - 22, bottom - 22), fruit, (row * columns + column))
            for y in (top, bottom - 16):
                sheet.box(left, y, right, y + 16, grey(0.14))
                sheet.line([(left, y), (right, y), (right, y + 16), (left, y + 16), (left, y)], 2)


def fill(sheet: Sheet, rng: random.Random, inner: tuple[float, float, float, float], fruit: str, number: int) -> None:
    left, top, right, bottom = inner
    size = 44 if fruit == "pomegranate" else 88
    colour = (
        (RED, rose(0.45), RED, grey(0.25), RED, rose(0.75), grey(0.1))[number % 7] if fruit == "pomegranate" else PAPER
    )
    across, down = int((right - left) // (size * 1.9)), int((bottom - top) // (size * 1.75))
    step, drop = (right - left) / across, (bottom - top) / down
    for y in range(down):
        for x in range(across):
            at = (left + step * (x + 0.5) + rng.uniform(-3, 3), top + drop * (y + 0.5) + rng.uniform(-3, 3))
            (pomegranate if fruit == "pomegranate" else melon)(sheet, rng, *at, min(step, drop) / 2 - 2, colour)


def pomegranate(sheet: Sheet, rng: random.Random, x: float, y: float, size: float, colour: Colour) -> None:
    sheet.disc(x, y, size, INK)
    sheet.disc(x, y, size - 3, colour)
    hatched(sheet, [arc(x, y, size - 3, -40, 140, 20)], (120, 150), mix(colour, INK, 0.75), 8, FALLING)
    turn = rng.uniform(0, 360)
    crown = [arc(x, y, size * (0.42 if i % 2 else 0.17), turn + i * 36, turn + i * 36, 1)[0] for i in range(10)]
    sheet.shape(crown, INK)


def melon(sheet: Sheet, rng: random.Random, x: float, y: float, size: float, colour: Colour) -> None:
    """Ribbed; one in nine is cut open."""
    sheet.oval(x, y, size * 1.08, size * 0.9, INK)
    cut = rng.random() < 0.11
    sheet.oval(x, y, size * 1.08 - 4, size * 0.9 - 4, RED if cut else mix(colour, INK, rng.choice((0.05, 0.14, 0.28))))
    if cut:
        sheet.oval(x, y, size * 0.62, size * 0.5, rose(0.35))
        for _ in range(12):
            turn = rng.uniform(0, 2 * math.pi)
            sheet.oval(x + math.cos(turn) * size * 0.42, y + math.sin(turn) * size * 0.32, 5, 8, INK)
        return
    for rib in (-0.75, -0.45, -0.15, 0.15, 0.45, 0.75):
        path = [(x + size * 1.04 * math.sin(turn), y + size * 0.86 * rib * math.cos(turn))
                for turn in (math.pi * (i / 14 - 0.5) for i in range(15))]  # fmt: skip
        sheet.line(path, 3, grey(0.78))


def draw_scales(sheet: Sheet, *, seed: int) -> None:
    """A pan balance, a little uneven: fruit on one side, weights on the other."""
    sheet.box(0, 0, sheet.width, sheet.height, rose(0.16))
    hatched(sheet, [sheet.area(0, 0, sheet.width, sheet.height)], (30, 110), rose(0.9), 12, RISING)
    sheet.box(0, 1110, sheet.width, sheet.height, grey(0.85))
    hatched(sheet, [sheet.area(0, 1110, sheet.width, sheet.height)], (160, 60), INK, 10)
    sheet.shape([(960, 260), (1040, 260), (1070, 1110), (930, 1110)], INK)
    sheet.shape([(760, 1140), (820, 1070), (1180, 1070), (1240, 1140)], INK)
    left, right = (430, 400), (1570, 320)
    sheet.line([left, (1000, 300), right], 30)
    sheet.disc(1000, 302, 58, INK)
    sheet.disc(1000, 302, 34, RED)
    sheet.shape([(990, 300), (1010, 300), (1022, 120), (1000, 96), (986, 118)], INK)
    for (x, y), weights in ((left, False), (right, True)):
        pan = y + 470
        for side in (-260, 260):
            sheet.line([(x, y), (x + side, pan)], 5)
        if weights:
            for number, (wide, tall) in enumerate(((110, 170), (84, 120), (58, 84))):
                at = x - 130 + number * 120
                sheet.box(at - wide / 2, pan - tall, at + wide / 2, pan, INK)
                sheet.box(at - wide / 5, pan - tall - 26, at + wide / 5, pan - tall, INK)
                sheet.box(at - wide / 2 + 10, pan - tall + 12, at - wide / 2 + 18, pan - 14, grey(0.4))
        else:
            rng = random.Random(seed)
            for row, count in enumerate((4, 3, 2)):
                for number in range(count):
                    middle = x + (number - (count - 1) / 2) * 104
                    pomegranate(sheet, rng, middle, pan - 48 - row * 84, 54, RED)
        sheet.shape([(x - 280, pan), *reversed(arc(x, pan - 150, 318, 28, 152, 30)), (x + 280, pan)], INK)
        sheet.line(arc(x, pan - 150, 290, 60, 120, 20), 5, grey(0.45))


def draw_closing(sheet: Sheet, *, seed: int) -> None:
    """Evening: cloths rolled up on their poles, a string of lamps, a cat."""
    rng = random.Random(seed)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.92))
    hatched(sheet, [sheet.area(0, 0, sheet.width, 900)], (20, 60, 20), grey(0.55), 12)
    for x in range(120, 2000, 420):
        sheet.box(x, 520, x + 16, 1180, INK)
        sheet.box(x - 10, 1180, x + 26, 1200, INK)
        one, other = rng.choice(CLOTHS[:4])
        for number in range(9):
            sheet.box(x + 24 + number * 40, 540, x + 64 + number * 40, 596, (one, other)[number % 2])
        hatched(sheet, [sheet.area(x + 24, 540, x + 384, 596)], (0, 60, 190), INK, 8)
        sheet.disc(x + 384, 568, 28, grey(0.7))
        for tie in (110, 290):
            sheet.box(x + 24 + tie, 534, x + 34 + tie, 640, PAPER)
    sheet.box(0, 1160, sheet.width, sheet.height, grey(0.97))
    hatched(sheet, [sheet.area(0, 1160, sheet.width, sheet.height)], (120, 30), grey(0.45), 13)
    wire = [(x, 300 + 90 * math.sin(math.pi * ((x + 300) % 700) / 700)) for x in range(-20, 2040, 20)]
    sheet.line(wire, 4, grey(0.35))
    for x, y in wire[4::9]:
        glow(sheet, x, y + 46)
    cat(sheet, 1310, 1216)


def glow(sheet: Sheet, x: float, y: float) -> None:
    for size, share in ((96, 0.12), (66, 0.26), (42, 0.5)):
        sheet.disc(x, y, size, mix(grey(0.92), RED, share))
    sheet.box(x - 4, y - 46, x + 4, y - 20, INK)
    sheet.disc(x, y, 23, rose(0.12))


def cat(sheet: Sheet, x: float, y: float) -> None:
    sheet.oval(x, y - 62, 64, 72, PAPER)
    sheet.disc(x + 36, y - 146, 42, PAPER)
    sheet.shape([(x + 4, y - 166), (x + 10, y - 214), (x + 34, y - 182)], PAPER)
    sheet.shape([(x + 42, y - 184), (x + 66, y - 212), (x + 72, y - 160)], PAPER)
    sheet.line(arc(x - 72, y - 24, 42, 10, 230, 20), 16, PAPER)
    sheet.line([(x + 22, y - 50), (x + 22, y - 4)], 5, grey(0.5))
