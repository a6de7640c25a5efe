"""Portraits without faces: a figure made of four or five shapes, and behind it what its owner writes about."""

from __future__ import annotations

import random
from collections.abc import Callable

from .ground import arc, curve
from .hatching import FALLING, LEVEL, RISING, UPRIGHT, hatched
from .paper import INK, PAPER, RED, Colour, Point, Sheet, grey, mix, rose
from .ranges import LIGHTS, layer

SKIN: Colour = mix(PAPER, RED, 0.20)
X, HEAD = 800, 890


def draw_portrait(sheet: Sheet, *, person: str) -> None:
    PEOPLE[person](sheet)


def bust(sheet: Sheet, coat: Colour, lean: tuple[int, int], collar: Colour = PAPER) -> None:
    """Shoulders, neck and a calm oval for a face, lit from the left."""
    body: list[Point] = [(X - 600, 2040), *curve([(X - 560, 1760), (X - 430, 1480), (X - 170, 1340), (X + 170, 1340),
                         (X + 430, 1480), (X + 560, 1760)], 10), (X + 600, 2040)]  # fmt: skip
    sheet.shape(body, coat)
    hatched(sheet, [body], (30, 120), INK, 11, lean)
    sheet.line(body, 6)
    sheet.shape([(X - 200, 1330), (X, 1620), (X + 200, 1330)], collar)
    neck = [(X - 120, 1000), (X + 120, 1000), (X + 140, 1340), *arc(X, 1330, 140, 0, 180, 16), (X - 140, 1340)]
    sheet.shape(neck, mix(SKIN, INK, 0.22))
    hatched(sheet, [neck], (190, 60), INK, 9)
    sheet.oval(X, HEAD, 262, 330, SKIN)
    shade = [*curve([(X + 60, HEAD - 320), (X + 110, HEAD - 60), (X + 60, HEAD + 120), (X + 90, HEAD + 316)], 10),
             *reversed(face_side())]  # fmt: skip
    hatched(sheet, [shade], (70, 130), mix(SKIN, INK, 0.6), 10, RISING)


def face_side() -> list[Point]:
    return [(X + 262 * (px - X) / 100, HEAD + 330 * (py - HEAD) / 100) for px, py in arc(X, HEAD, 100, -76, 70, 30)]


def tamta(sheet: Sheet) -> None:
    """Short dark hair, a red scarf, ridges behind."""
    rng = random.Random(5)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.05))
    hatched(sheet, [sheet.area(0, 0, 1600, 900)], (110, 40), grey(0.45), 12)
    for number in range(5):
        layer(sheet, rng, LIGHTS["noon"], 1000 + 220 * number, 420 - 40 * number, number / 5, 5)
    bust(sheet, grey(0.86), UPRIGHT)
    hair = curve([(X - 280, HEAD + 60), (X - 310, HEAD - 160), (X - 190, HEAD - 380), (X + 60, HEAD - 410),
        (X + 270, HEAD - 260),
                  (X + 290, HEAD + 40), (X + 236, HEAD - 90), (X + 60, HEAD - 190), (X - 120, HEAD - 130),
                  (X - 236, HEAD - 30),
                  (X - 280, HEAD + 60)], 10)  # fmt: skip
    sheet.shape(hair, INK)
    scarf = curve(
        [(X - 250, 1330), (X, 1230), (X + 250, 1330), (X + 230, 1470), (X, 1400), (X - 230, 1470), (X - 250, 1330)], 10
    )
    sheet.shape(scarf, RED)
    hatched(sheet, [scarf], (20, 150), INK, 10, FALLING)
    tail = [(X + 90, 1400), (X + 240, 1440), (X + 300, 1860), (X + 150, 1880)]
    sheet.shape(tail, RED)
    hatched(sheet, [tail], (110, 40), INK, 10, FALLING)


def arpine(sheet: Sheet) -> None:
    """Hair in a knot, a checked table of squares behind: prices, by size."""
    rng = random.Random(8)
    sheet.box(0, 0, sheet.width, sheet.height, rose(0.14))
    for row in range(15):
        for column in range(12):
            x, y, size = 67 + column * 133, 67 + row * 133, rng.uniform(14, 58)
            box = sheet.area(x - size, y - size, x + size, y + size)
            sheet.shape(box, RED if rng.random() < 0.12 else rose(0.42) if rng.random() < 0.5 else grey(0.25))
    hatched(sheet, [sheet.area(0, 0, 1600, 2000)], (20, 70), INK, 12)
    sheet.disc(X + 40, HEAD - 480, 150, INK)
    sheet.line(arc(X + 40, HEAD - 480, 96, 140, 330, 20), 8, grey(0.6))
    bust(sheet, PAPER, LEVEL, collar=RED)
    hair = curve([(X - 276, HEAD + 120), (X - 320, HEAD - 120), (X - 200, HEAD - 370), (X + 30, HEAD - 420),
        (X + 250, HEAD - 320),
                  (X + 316, HEAD - 60), (X + 276, HEAD + 120), (X + 226, HEAD - 110), (X - 20, HEAD - 270),
                  (X - 220, HEAD - 60),
                  (X - 276, HEAD + 120)], 10)  # fmt: skip
    sheet.shape(hair, INK)
    for side in (-1, 1):
        sheet.disc(X + side * 272, HEAD + 160, 26, RED)


def dauren(sheet: Sheet) -> None:
    """A flat cap and a short beard; the road behind runs straight out of the picture."""
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.12))
    sheet.disc(1240, 430, 190, RED)
    hatched(sheet, [sheet.area(0, 0, 1600, 760)], (130, 50), grey(0.5), 12)
    sheet.box(0, 760, 1600, 2000, grey(0.26))
    hatched(sheet, [sheet.area(0, 760, 1600, 2000)], (30, 150), INK, 13, RISING)
    sheet.shape([(780, 760), (820, 760), (1900, 2000), (-300, 2000)], grey(0.82))
    bust(sheet, grey(0.36), FALLING, collar=grey(0.92))
    beard = curve([(X - 258, HEAD + 30), (X - 236, HEAD + 230), (X - 110, HEAD + 372), (X + 110, HEAD + 372),
        (X + 236, HEAD + 230),
                   (X + 258, HEAD + 30), (X + 170, HEAD + 150), (X, HEAD + 130), (X - 170, HEAD + 150),
                   (X - 258, HEAD + 30)], 10)  # fmt: skip
    sheet.shape(beard, INK)
    cap = curve([(X - 330, HEAD - 150), (X - 320, HEAD - 330), (X - 80, HEAD - 440), (X + 220, HEAD - 400),
        (X + 330, HEAD - 250),
                 (X + 300, HEAD - 150), (X - 330, HEAD - 150)], 10)  # fmt: skip
    sheet.shape(cap, grey(0.62))
    hatched(sheet, [cap], (60, 170), INK, 10, RISING)
    sheet.line(cap, 6)
    sheet.shape(
        curve(
            [
                (X - 330, HEAD - 160),
                (X - 400, HEAD - 90),
                (X - 240, HEAD - 70),
                (X + 40, HEAD - 120),
                (X - 330, HEAD - 160),
            ],
            10,
        ),
        INK,
    )
    for side in (-1, 1):
        sheet.shape(
            [(X + side * 10, 1630), (X + side * 200, 1330), (X + side * 260, 1420), (X + side * 90, 1700)], grey(0.7)
        )


def zulfiya(sheet: Sheet) -> None:
    """Long hair and headphones in the middle of rings of sound."""
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.06))
    for number in range(22):
        sheet.ring(X, HEAD, 380 + number * 74, 26 - number * 0.8, rose(0.85 - number * 0.035))
    back = curve([(X - 330, 1500), (X - 370, HEAD), (X - 230, HEAD - 380), (X, HEAD - 440),
        (X + 230, HEAD - 380), (X + 370, HEAD),
                  (X + 330, 1500), (X - 330, 1500)], 10)  # fmt: skip
    sheet.shape(back, INK)
    bust(sheet, RED, RISING, collar=grey(0.08))
    for side in (-1, 1):
        lock = curve([(X + side * 20, HEAD - 380), (X + side * 240, HEAD - 250), (X + side * 290, HEAD + 100),
            (X + side * 330, 1560),
                      (X + side * 420, 1480), (X + side * 390, HEAD), (X + side * 260, HEAD - 370),
                      (X + side * 20, HEAD - 420)], 10)  # fmt: skip
        sheet.shape(lock, INK)
    sheet.shape(curve([(X - 250, HEAD - 110), (X - 130, HEAD - 250), (X, HEAD - 300), (X + 130, HEAD - 250),
        (X + 250, HEAD - 110),
                       (X + 240, HEAD - 300), (X, HEAD - 420), (X - 240, HEAD - 300),
                       (X - 250, HEAD - 110)], 8), INK)  # fmt: skip
    sheet.line(arc(X, HEAD - 30, 372, 186, 354, 60), 40, grey(0.55))
    for side in (-1, 1):
        cup = sheet.area(X + side * 330 - 62, HEAD - 110, X + side * 330 + 62, HEAD + 150)
        sheet.shape(cup, RED)
        hatched(sheet, [cup], (40, 140), INK, 10)
        sheet.line([*cup, cup[0]], 8)


def marta(sheet: Sheet) -> None:
    """A bob, round glasses, and rails that change places behind her."""
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.16))
    for number in range(8):
        x = 60 + number * 210
        path = curve(
            [(x, -20), (x, 500), (x + (150 if number % 2 else -150), 1000), (x + (150 if number % 2 else -150), 2040)],
            16,
        )
        for i in range(0, len(path), 2):
            sheet.line([(path[i][0] - 60, path[i][1]), (path[i][0] + 60, path[i][1])], 12, grey(0.36))
        for side in (-34, 34):
            sheet.line([(px + side, py) for px, py in path], 9, RED if number == 5 else grey(0.85))
    bob = curve([(X - 350, HEAD + 300), (X - 380, HEAD - 60), (X - 260, HEAD - 370), (X, HEAD - 430),
        (X + 260, HEAD - 370),
                 (X + 380, HEAD - 60), (X + 350, HEAD + 300), (X, HEAD + 330),
                 (X - 350, HEAD + 300)], 10)  # fmt: skip
    sheet.shape(bob, grey(0.72))
    hatched(sheet, [bob], (90, 170), INK, 9, UPRIGHT)
    bust(sheet, INK, LEVEL, collar=rose(0.9))
    fringe = curve([(X - 290, HEAD + 40), (X - 300, HEAD - 220), (X - 60, HEAD - 400), (X + 200, HEAD - 350),
        (X + 300, HEAD - 130),
                    (X + 290, HEAD + 40), (X + 210, HEAD - 150), (X - 230, HEAD - 150),
                    (X - 290, HEAD + 40)], 8)  # fmt: skip
    sheet.shape(fringe, grey(0.72))
    hatched(sheet, [fringe], (90, 170), INK, 9, UPRIGHT)
    for side in (-1, 1):
        sheet.disc(X + side * 122, HEAD + 30, 92, mix(PAPER, (255, 252, 246), 0.8))
        sheet.ring(X + side * 122, HEAD + 30, 98, 14, RED)
        sheet.line(arc(X + side * 122, HEAD + 30, 60, 200, 260, 10), 8, grey(0.3))
    sheet.line(arc(X, HEAD + 30, 30, 200, 340, 10), 12, RED)


def severin(sheet: Sheet) -> None:
    """Nobody: a window with snow, a coat over the back of a chair."""
    rng = random.Random(9)
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.78))
    hatched(sheet, [sheet.area(0, 0, 1600, 2000)], (60, 150), INK, 12, UPRIGHT)
    sheet.box(300, 190, 1300, 1190, PAPER)
    sheet.box(340, 230, 1260, 1150, grey(0.20))
    hatched(sheet, [sheet.area(340, 230, 1260, 1150)], (120, 40), grey(0.7), 11)
    roofs = [
        (340, 960),
        (470, 880),
        (600, 960),
        (600, 920),
        (760, 920),
        (760, 860),
        (880, 800),
        (1000, 860),
        (1000, 980),
        (1260, 940),
    ]
    sheet.shape([*roofs, (1260, 1150), (340, 1150)], grey(0.6))
    sheet.box(655, 990, 700, 1040, RED)
    for _ in range(330):
        sheet.disc(rng.uniform(345, 1255), rng.uniform(235, 1145), rng.choice((3, 4, 6, 8)), (255, 253, 248))
    sheet.box(786, 230, 814, 1150, PAPER)
    sheet.box(340, 640, 1260, 666, PAPER)
    sheet.box(260, 1180, 1340, 1226, mix(PAPER, INK, 0.12))
    sheet.box(0, 1720, 1600, 2000, grey(0.93))
    for x in (510, 1060):
        sheet.box(x, 1120, x + 36, 1900, INK)
    sheet.box(500, 1610, 1106, 1660, INK)
    coat = curve([(560, 1180), (690, 1110), (800, 1096), (910, 1110), (1040, 1180), (1130, 1430), (1150, 1780), (960, 1800),
                  (800, 1770),
                  (640, 1800), (450, 1780), (470, 1430), (560, 1180)], 8)  # fmt: skip
    sheet.shape(coat, grey(0.48))
    hatched(sheet, [coat], (40, 170), INK, 10, FALLING)
    sheet.line(coat, 6)
    sheet.line([(800, 1120), (790, 1780)], 5)
    sheet.shape([(690, 1110), (800, 1250), (910, 1110), (860, 1090), (740, 1090)], RED)
    for y in (1360, 1480, 1600):
        sheet.disc(826, y, 14, INK)


PEOPLE: dict[str, Callable[[Sheet], None]] = {
    "tamta": tamta, "arpine": arpine, "dauren": dauren, "zulfiya": zulfiya, "marta": marta, "severin": severin,
}  # fmt: skip
