"""Mountain ranges, one behind the other, in six kinds of light."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .ground import ridge
from .hatching import STEEP, hatched
from .paper import INK, OVER, PAPER, RED, Colour, Point, Sheet, grey, mix, rose

PEAK = 8  # points from a saddle to the next peak, as ground.ridge lays them


@dataclass(frozen=True, kw_only=True)
class Light:
    """What an hour of the day does to paper and ink; tones are 0 (none) to 255 (full)."""

    sky: Colour
    sky_tones: tuple[int, ...]
    sky_ink: Colour
    sun: tuple[float, float, float] | None
    sun_colour: Colour
    far: Colour
    near: Colour
    shade_ink: Colour
    shade: int
    snow: float = 0.0


LIGHTS = {
    "dawn": Light(
        sky=rose(0.10), sky_tones=(120, 70, 40), sky_ink=rose(0.55), sun=(1240, 520, 150), sun_colour=RED,
        far=rose(0.26), near=grey(0.86), shade_ink=INK, shade=120,
    ),
    "noon": Light(
        sky=PAPER, sky_tones=(110, 60, 24), sky_ink=grey(0.3), sun=(420, 190, 58), sun_colour=RED,
        far=grey(0.06), near=grey(0.30), shade_ink=INK, shade=165, snow=0.4,
    ),
    "storm": Light(
        sky=grey(0.25), sky_tones=(235, 190, 120), sky_ink=INK, sun=None, sun_colour=RED,
        far=grey(0.42), near=grey(0.93), shade_ink=INK, shade=120,
    ),
    "snow": Light(
        sky=grey(0.16), sky_tones=(40, 90, 40), sky_ink=grey(0.4), sun=None, sun_colour=RED,
        far=grey(0.10), near=mix(PAPER, (255, 252, 246), 0.6), shade_ink=grey(0.82), shade=120, snow=1.0,
    ),
    "dusk": Light(
        sky=rose(0.72), sky_tones=(170, 110, 40), sky_ink=grey(0.9), sun=None, sun_colour=RED,
        far=mix(RED, INK, 0.42), near=INK, shade_ink=INK, shade=150,
    ),
    "night": Light(
        sky=grey(0.94), sky_tones=(), sky_ink=INK, sun=(1560, 250, 74), sun_colour=grey(0.06),
        far=grey(0.80), near=grey(1.0), shade_ink=INK, shade=140,
    ),
}  # fmt: skip


def draw_ranges(sheet: Sheet, *, seed: int, light: str, layers: int = 6) -> None:
    rng = random.Random(seed)
    kind = LIGHTS[light]
    sheet.box(0, 0, sheet.width, sheet.height, kind.sky)
    if light == "night":
        stars(sheet, rng)
    if kind.sun:
        sheet.disc(*kind.sun, kind.sun_colour)
    if any(kind.sky_tones):
        hatched(sheet, [sheet.area(0, 0, sheet.width, sheet.height * 0.62)], kind.sky_tones, kind.sky_ink, 11)
    if light == "night" and kind.sun:
        sheet.disc(kind.sun[0] + 30, kind.sun[1] - 22, kind.sun[2] * 0.92, kind.sky)
    for number in range(layers):
        depth = number / (layers - 1)
        base = sheet.height * (0.56 + 0.52 * depth**1.15)
        layer(sheet, rng, kind, base, sheet.height * (0.31 - 0.08 * depth), depth, 7 - number)
    if light == "night":
        lamps(sheet, rng)
    if light == "snow":
        flakes(sheet, rng)
    if light == "storm":
        rain(sheet, rng)


def layer(sheet: Sheet, rng: random.Random, kind: Light, base: float, height: float, depth: float, count: int) -> None:
    """One range: its body, its shaded sides hatched, its snow, and a thin line along the top."""
    line = ridge(rng, sheet.width, base, height, max(3, count))
    body = mix(kind.far, kind.near, depth**1.15)
    ink = mix(body, kind.shade_ink, 0.35 + 0.6 * depth)
    sheet.shape([*line, (sheet.width + 240, sheet.height + 10), (-240, sheet.height + 10)], body)
    for top in range(PEAK, len(line) - PEAK, 2 * PEAK):
        before, after = line[top - PEAK : top + 1], line[top : top + PEAK + 1]
        if kind.snow:
            sheet.shape(cap(before, after, rng), mix(body, (255, 252, 246), kind.snow * 0.9))
        edge = spur(after, height * rng.uniform(0.85, 1.25), rng)
        side = [*after, (after[-1][0] + 30, after[-1][1] + height * 0.5), *reversed(edge)]
        hatched(sheet, [side], (kind.shade, kind.shade, kind.shade // 2, 8), ink, 10, STEEP)
        sheet.line(edge[: len(edge) // 2], 1.0 + 1.4 * depth, ink)
    sheet.line(line, 1.4 + 2.0 * depth, mix(body, kind.shade_ink, 0.5 + 0.5 * depth))


def spur(slope: list[Point], drop: float, rng: random.Random) -> list[Point]:
    """The edge that runs down from a peak, to and fro, and never nearer to the slope beside it than halfway."""
    x, y = slope[0]
    path = [slope[0]]
    for _ in range(12):
        y += drop / 12
        beside = next((point[0] for point in slope if point[1] >= y), slope[-1][0])
        x = min(x + drop * rng.uniform(-0.055, 0.085), (slope[0][0] + beside) / 2)
        path.append((x, y))
    return path


def cap(before: list[Point], after: list[Point], rng: random.Random) -> list[Point]:
    """What keeps snow around a peak: down to a third of its height, with a ragged lower rim."""
    top = after[0]
    limit = top[1] + 0.42 * (min(before[0][1], after[-1][1]) - top[1])
    rim = [point for point in [*before, *after[1:]] if point[1] < limit]
    if len(rim) < 3:
        return [top, top, top]
    lower: list[Point] = []
    for i in range(1, 8):
        x = rim[-1][0] + (rim[0][0] - rim[-1][0]) * i / 8
        lower.append((x, limit + (34 if i % 2 else -22) * rng.uniform(0.5, 1.3)))
    return [*rim, *lower]


def stars(sheet: Sheet, rng: random.Random) -> None:
    for _ in range(260):
        x, y = rng.uniform(0, sheet.width), rng.uniform(0, sheet.height * 0.6)
        sheet.disc(x, y, rng.choice((1.2, 1.6, 2.4)), grey(rng.uniform(0.1, 0.6)))


def lamps(sheet: Sheet, rng: random.Random) -> None:
    """A few windows low in the valley, one of them red."""
    for number in range(9):
        x, y = 620 + number * 52 + rng.uniform(-18, 18), sheet.height * (0.90 + rng.uniform(-0.03, 0.04))
        sheet.box(x, y, x + 9, y + 12, RED if number == 4 else rose(0.12))


def flakes(sheet: Sheet, rng: random.Random) -> None:
    for _ in range(900):
        x, y = rng.uniform(0, sheet.width), rng.uniform(0, sheet.height)
        sheet.disc(x, y, rng.choice((1.6, 2.2, 3.4, 5.0)), (255, 253, 248))
    x, y = sheet.width * 0.34, sheet.height * 0.80
    sheet.line([(x, y), (x + 4, y - 130)], 5, INK)
    sheet.shape([(x + 4, y - 130), (x + 84, y - 112), (x + 5, y - 88)], RED)


def rain(sheet: Sheet, rng: random.Random) -> None:
    stencil, knife = sheet.mask()
    for _ in range(420):
        x, y = rng.uniform(-100, sheet.width), rng.uniform(-60, sheet.height)
        fall = rng.uniform(40, 130)
        ends = (x * OVER, y * OVER, (x + fall * 0.24) * OVER, (y + fall) * OVER)
        knife.line(ends, fill=110, width=3)
    sheet.ink_through(stencil, grey(0.12))
    crack = [(1420.0, 0.0), (1380.0, 120.0), (1424.0, 150.0), (1352.0, 320.0), (1390.0, 342.0), (1344.0, 470.0)]
    sheet.line(crack, 6, RED)
