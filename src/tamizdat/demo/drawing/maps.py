"""Locator maps from coordinates written down by hand, a few dozen points a country: enough to know it by its shape."""

from __future__ import annotations

import itertools
import math
import random

from .ground import curve
from .hatching import FALLING, hatched
from .paper import INK, PAPER, RED, Point, Sheet, grey, mix
from .relief import frame

BELARUS = [
    (23.6, 51.5), (24.4, 51.9), (25.3, 51.95), (26.4, 51.85), (27.2, 51.75), (27.8, 51.5), (28.8, 51.55), (29.3, 51.4),
    (30.2, 51.5), (30.6, 51.3), (30.95, 52.05), (31.8, 52.1), (31.5, 52.8), (32.3, 53.1), (32.7, 53.4), (31.8, 53.8),
    (31.75, 54.5), (30.8, 54.8), (30.95, 55.6), (30.2, 55.85), (29.4, 55.75), (28.2, 56.15), (27.6, 55.8), (26.6, 55.7),
    (26.55, 55.3), (25.7, 54.9), (25.8, 54.3), (25.4, 54.25), (24.8, 53.95), (23.5, 53.95), (23.9, 53.1), (23.5, 52.6),
    (23.2, 52.3), (23.65, 52.05),
]  # fmt: skip
BORDERS = [
    [(28.2, 56.15), (27.9, 56.8), (27.7, 57.4)], [(26.6, 55.7), (25.2, 56.15), (23.0, 56.35), (21.0, 56.1)],
    [(23.5, 53.95), (22.8, 54.36), (22.7, 55.0), (21.3, 55.25)], [(22.8, 54.36), (19.6, 54.45)],
    [(23.6, 51.5), (23.9, 50.8), (24.1, 50.4), (23.0, 49.7)], [(31.8, 52.1), (33.2, 52.35), (34.1, 51.7), (35.4, 51.0)],
]  # fmt: skip
RIVERS = [
    [(30.9, 55.3), (29.0, 55.45), (28.0, 55.1), (26.6, 55.7), (25.6, 56.4)],
    [(33.0, 55.2), (31.4, 54.75), (30.4, 54.5), (30.3, 53.8), (30.1, 53.0), (30.7, 52.2), (30.6, 51.2), (30.6, 50.4)],
    [(24.9, 52.05), (26.0, 52.1), (27.8, 52.05), (29.3, 52.1), (30.5, 51.35)],
    [(27.2, 53.5), (26.2, 53.7), (25.2, 53.6), (23.9, 53.7), (23.9, 54.6), (23.3, 55.05)],
]  # fmt: skip
PLACES = {"belarus": ((18.8, 50.2, 36.8, 57.4), BELARUS, BORDERS, RIVERS, (27.56, 53.9))}


def draw_locator(sheet: Sheet, *, place: str) -> None:
    """One country lifted from its neighbours, its rivers, and a red mark at the city."""
    bounds, outline, borders, rivers, city = PLACES[place]

    def put(lon: float, lat: float) -> Point:
        west, south, east, north = bounds
        squeeze = math.cos(math.radians((south + north) / 2))
        scale = min(sheet.width / ((east - west) * squeeze), sheet.height / (north - south))
        x = sheet.width / 2 + (lon - (west + east) / 2) * squeeze * scale
        return x, sheet.height / 2 - (lat - (south + north) / 2) * scale

    country = rugged([put(*point) for point in outline])
    sheet.box(0, 0, sheet.width, sheet.height, grey(0.13))
    hatched(sheet, [sheet.area(0, 0, sheet.width, sheet.height)], (40, 56, 40), grey(0.5), 10, FALLING)
    for lon in range(10, 46, 2):
        sheet.line([put(lon, 46), put(lon, 62)], 1.5, grey(0.42))
    for lat in range(46, 62, 2):
        sheet.line([put(8, lat), put(48, lat)], 1.5, grey(0.42))
    for border in borders:
        dashes(sheet, [put(*point) for point in border])
    sheet.shape([(x + 16, y + 20) for x, y in country], grey(0.72))
    sheet.shape(country, mix(PAPER, (255, 252, 246), 0.6))
    for river in rivers:
        sheet.line(curve([put(*point) for point in river], 8), 5, grey(0.48))
    sheet.line([*country, country[0]], 7)
    x, y = put(*city)
    sheet.ring(x, y, 62, 5, RED)
    sheet.ring(x, y, 98, 3, RED)
    sheet.disc(x, y, 28, RED)
    frame(sheet)


def rugged(outline: list[Point]) -> list[Point]:
    """A closed outline with small bends between its points, as borders that follow brooks have."""
    rng = random.Random(len(outline))
    points = [*outline, outline[0]]
    for spread in (0.11, 0.10):
        finer = [points[0]]
        for (x, y), (ahead, above) in itertools.pairwise(points):
            off = rng.uniform(-spread, spread)
            finer += [((x + ahead) / 2 + (above - y) * off, (y + above) / 2 - (ahead - x) * off), (ahead, above)]
        points = finer
    return points


def dashes(sheet: Sheet, path: list[Point]) -> None:
    for (x, y), (ahead, above) in itertools.pairwise(path):
        count = max(1, round(math.dist((x, y), (ahead, above)) / 30))
        for i in range(count):
            start, end = i / count, (i + 0.6) / count
            sheet.line(
                [(x + (ahead - x) * s, y + (above - y) * s) for s in (start, end)],
                4, INK,
            )  # fmt: skip
