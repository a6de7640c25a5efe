"""Carpets: knots on a grid, the four quarters mirror one another, and one knot is wrong, as it should be."""

from __future__ import annotations

import random

from .paper import INK, PAPER, RED, Colour, Sheet, grey, mix

KNOT = 20


def draw_carpet(sheet: Sheet, *, seed: int) -> None:
    rng = random.Random(seed)
    across, down = sheet.width // KNOT, sheet.height // KNOT + 1
    colours: list[Colour] = [PAPER, INK, RED, grey(0.32), mix(PAPER, RED, 0.32)]
    motif = [[rng.choice((0, 1, 1, 2, 3)) for _ in range(12)] for _ in range(12)]
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.9))
    wrong = (across * 5 // 8, down * 3 // 8)
    for row in range(down):
        for column in range(across):
            x, y = min(column, across - 1 - column), min(row, down - 1 - row)
            colour = colours[knot(x, y, across // 2, down // 2, motif)]
            if (column, row) == wrong:
                colour = RED if colour != RED else PAPER
            tuft(sheet, column * KNOT, row * KNOT, colour)


def knot(x: int, y: int, half: int, deep: int, motif: list[list[int]]) -> int:
    """Which colour stands at (x, y) of the upper left quarter: borders from the outside in, then the field."""
    edge = min(x, y)
    if edge < 2:
        return 1
    if edge < 3:
        return 0
    if edge < 8:
        along = (y if edge == x else x) % 10
        band = edge - 3
        return 2 if abs(along - 5) + abs(band - 2) <= 2 else 0 if abs(along - 5) + abs(band - 2) == 3 else 1
    if edge < 9:
        return 0
    if edge < 10:
        return 2
    away = (half - x) + int((deep - y) * 1.25)
    if away < 7:
        return (1, 0, 2, 2, 0, 1, 1)[away]
    if away < 20:
        return motif[away % 12][abs((half - x) - (deep - y)) % 12]
    if away < 23:
        return (0, 2, 0)[away - 20]
    small = abs(x % 12 - 6) + abs(y % 12 - 6)
    return (2, 0, 1, 3, 3, 1, 1, 1, 4)[min(small, 8)] if small < 5 or away % 3 else 1


def tuft(sheet: Sheet, x: float, y: float, colour: Colour) -> None:
    """One knot: two leaning stitches with a shadow between them."""
    half, lean = KNOT / 2, 4
    sheet.shape(
        [(x + 1, y + lean), (x + half - 0.5, y), (x + half - 0.5, y + KNOT - lean), (x + 1, y + KNOT - 1)], colour
    )
    right = [
        (x + half + 0.5, y),
        (x + KNOT - 1, y + lean),
        (x + KNOT - 1, y + KNOT - 1),
        (x + half + 0.5, y + KNOT - lean),
    ]
    sheet.shape(right, mix(colour, INK, 0.10))
