"""Made-up ground: smooth random heights for maps, jagged lines for ridges. The same seed always gives the same country."""

from __future__ import annotations

import itertools
import math
import random

from PIL import Image, ImageMath

from .paper import Point

SMOOTH = Image.Resampling.BICUBIC


def heights(size: tuple[int, int], rng: random.Random, cells: int, octaves: int = 4, rough: float = 0.5) -> Image.Image:
    """A height field (mode F, about 0..1, an eighth of `size`), features `cells` across; octaves add finer, weaker ones."""
    coarse = (size[0] // 8, size[1] // 8)
    total = Image.new("F", coarse, 0)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        across = cells * 2**octave
        down = max(2, across * size[1] // size[0])
        layer = Image.frombytes("L", (across, down), rng.randbytes(across * down)).convert("F")
        total = added(total, layer.resize(coarse, SMOOTH), weight / 255)
        weights += weight
        weight *= rough
    return total.point(lambda v: v * (1 / weights) + 0)


def added(one: Image.Image, other: Image.Image, weight: float) -> Image.Image:
    """one + other × weight, for height fields."""
    return ImageMath.lambda_eval(lambda fields: fields["one"] + fields["other"] * weight, one=one, other=other)


def ridge(rng: random.Random, width: float, base: float, height: float, count: int, rough: float = 0.11) -> list[Point]:
    """A skyline from left to right with about `count` peaks, y growing downwards.

    Every 16th point is a peak or, halfway between two, a saddle; the points between are displaced to look weathered.
    """
    step = (width + 400) / (2 * count)
    knots: list[Point] = []
    for i in range(2 * count + 1):
        lift = rng.uniform(0.5, 1.0) if i % 2 else rng.uniform(0.05, 0.34)
        knots.append((-200 + step * (i + rng.uniform(-0.22, 0.22)), base - height * lift))
    line: list[Point] = []
    for start, end in itertools.pairwise(knots):
        line += weathered(start, end, rng, rough)
    return [*line, knots[-1]]


def weathered(start: Point, end: Point, rng: random.Random, rough: float) -> list[Point]:
    """Eight points from start towards end (end left out), midpoints displaced up or down."""
    points = [start, end]
    spread = rough * abs(end[0] - start[0])
    for _ in range(3):
        finer = [points[0]]
        for a, b in itertools.pairwise(points):
            finer += [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + rng.uniform(-spread, spread)), b]
        points = finer
        spread *= 0.55
    return points[:-1]


def arc(x: float, y: float, radius: float, start: float, end: float, count: int = 40) -> list[Point]:
    """Points along a circle, angles in degrees, 0 to the right and 90 downwards."""
    turns = (math.radians(start + (end - start) * i / count) for i in range(count + 1))
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def curve(points: list[Point], count: int = 16) -> list[Point]:
    """A smooth line through all the given points (Catmull–Rom)."""
    ends = [points[0], *points, points[-1]]
    out: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for i in range(count):
            t = i / count
            out.append((bend(a[0], b[0], c[0], d[0], t), bend(a[1], b[1], c[1], d[1], t)))
    return [*out, points[-1]]


def bend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
