"""Locator maps, drawn at bake from the newsroom's own coordinates: a graticule and its places. No map of others."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamizdat.edition.shapes import Degree, Dot, Map

WIDTH, HEIGHT = 720, 480
EDGE = 46
"""Paper around the places, in the map's own units, for their names."""
LETTER, LINE = 8.6, 18
"""About how wide a letter and how high a line of a name is."""
LEAST, MOST = 5.0, 28.0
"""Degrees from the middle to the edge: a village is not drawn as large as a country, and half the world is no locator."""
NEAREST = 5
"""So many places are drawn around one that names no neighbours."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place of the newsroom; `latitude` and `longitude` in degrees."""

    pk: int
    name: str
    url: str
    latitude: float
    longitude: float
    neighbours: frozenset[int] = frozenset()


def locate(here: Spot, others: Sequence[Spot]) -> Map | None:
    """`here` among those of `others` that are around it; None where none is near enough for a map to help."""
    near = [spot for spot in others if spot.pk in here.neighbours] or sorted(
        others, key=lambda spot: (_apart(here, spot), spot.pk)
    )[:NEAREST]
    near = [spot for spot in near if _apart(here, spot) <= MOST]
    return _drawn([here, *near], [here, *others], here) if near else None


def overview(spots: Sequence[Spot]) -> Map | None:
    """Every place of the newsroom, but for those far from the others."""
    if len(spots) < 3:
        return None
    middle = sorted(spots, key=lambda spot: (sum(_apart(spot, other) for other in spots), spot.pk))[0]
    shown = [spot for spot in spots if _apart(middle, spot) <= 2 * MOST]
    return _drawn(shown, shown, None) if len(shown) > 2 else None


def _apart(one: Spot, other: Spot) -> float:
    """Degrees of a great circle."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(one.longitude - other.longitude)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


class _Projection:
    """Equidistant conic about the middle of the spots: distances along meridians are true, and nothing is near a pole."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        first = spots[0].longitude
        turns = [(spot.longitude - first + 180) % 360 - 180 for spot in spots]  # so that the date line cuts nothing
        self.longitude = first + (min(turns) + max(turns)) / 2
        latitudes = [spot.latitude for spot in spots]
        self.latitude = (min(latitudes) + max(latitudes)) / 2
        middle = self.latitude if abs(self.latitude) > 8 else math.copysign(8, self.latitude or 1)
        self._turn = math.sin(math.radians(middle))
        self._radius = 1 / math.tan(math.radians(middle))
        places = [self._flat(spot.latitude, spot.longitude) for spot in spots]
        wide = max(abs(x) for x, _ in places)
        high = max(abs(y) for _, y in places)
        least = math.radians(LEAST)
        self._scale = min((WIDTH / 2 - 2 * EDGE) / max(wide, least), (HEIGHT / 2 - EDGE) / max(high, least))

    def _flat(self, latitude: float, longitude: float) -> tuple[float, float]:
        turn = self._turn * math.radians((longitude - self.longitude + 180) % 360 - 180)
        radius = self._radius + math.radians(self.latitude - latitude)
        return radius * math.sin(turn), self._radius - radius * math.cos(turn)

    def __call__(self, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = self._flat(latitude, longitude)
        return WIDTH / 2 + x * self._scale, HEIGHT / 2 - y * self._scale

    def half(self) -> tuple[float, float]:
        """Degrees from the middle to the corners, generously: east, then north."""
        north = math.degrees(math.hypot(WIDTH, HEIGHT) / 2 / self._scale)
        widest = min(85.0, abs(self.latitude) + north)
        return min(180.0, north / math.cos(math.radians(widest))), north


def _drawn(framed: Sequence[Spot], every: Iterable[Spot], here: Spot | None) -> Map:
    put = _Projection(framed)
    inside = []
    for spot in every:
        x, y = put(spot.latitude, spot.longitude)
        if 0 < x < WIDTH and 0 < y < HEIGHT and _turned(put, spot) < 90:
            inside.append((spot, x, y))
    near = here.neighbours if here else frozenset()
    # The place itself gets its name first, then its neighbours, then whoever has room.
    inside.sort(key=lambda one: (one[0] is not here, one[0].pk not in near, one[2], one[0].pk))
    lines, degrees = _graticule(put)
    threads = []
    if here is not None:
        x, y = put(here.latitude, here.longitude)
        threads = [f"M{x:.0f} {y:.0f}L{a:.0f} {b:.0f}" for spot, a, b in inside if spot.pk in near]
    return Map(
        width=WIDTH,
        height=HEIGHT,
        lines=lines,
        degrees=degrees,
        threads="".join(threads),
        dots=tuple(_named(inside, here, near)),
    )


def _turned(put: _Projection, spot: Spot) -> float:
    return abs((spot.longitude - put.longitude + 180) % 360 - 180)


def _named(inside: Sequence[tuple[Spot, float, float]], here: Spot | None, near: frozenset[int]) -> Iterable[Dot]:
    """Each name on the first side of its dot where it covers neither another nor a dot; else the dot stands alone."""
    taken = [(x - 6, y - 6, x + 6, y + 6) for _, x, y in inside]
    for spot, x, y in inside:
        is_here = spot is here
        wide = len(spot.name) * LETTER * (1.25 if is_here else 1)
        off = 16 if is_here else 10
        sides = (
            ("start", x + off, y + 5, (x + off, y - 9, x + off + wide, y + 9)),
            ("end", x - off, y + 5, (x - off - wide, y - 9, x - off, y + 9)),
            ("middle", x, y - off - 2, (x - wide / 2, y - off - LINE, x + wide / 2, y - off + 2)),
            ("middle", x, y + off + 13, (x - wide / 2, y + off, x + wide / 2, y + off + LINE)),
        )
        free = [side for side in sides if _fits(side[3]) and not any(_meet(side[3], box) for box in taken)]
        anchor, left, base, box = free[0] if free else ("", x, y, (x, y, x, y))
        taken.append(box)
        yield Dot(
            name=spot.name if anchor else "",
            url=spot.url,
            x=round(x),
            y=round(y),
            anchor=anchor,
            left=round(left),
            base=round(base),
            rank="here" if is_here else "near" if spot.pk in near else "far",
        )


_Box = tuple[float, float, float, float]


def _fits(box: _Box) -> bool:
    return box[0] >= 6 and box[1] >= 6 and box[2] <= WIDTH - 6 and box[3] <= HEIGHT - 26


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _graticule(put: _Projection) -> tuple[str, tuple[Degree, ...]]:
    """Meridians and parallels every so many degrees, and what they say where they leave by the foot and the left side."""
    east, north = put.half()
    step = next((size for size in (1, 2, 5, 10, 15, 30) if 2 * north / size <= 9), 30)
    first = math.ceil((put.longitude - east) / step) * step
    meridians = [first + step * number for number in range(math.ceil(2 * east / step) + 1)]
    low = math.ceil(max(-85.0, put.latitude - north) / step) * step
    parallels = [low + step * number for number in range(math.ceil(2 * north / step) + 1)]
    parallels = [degree for degree in parallels if abs(degree) < 90]
    paths: list[str] = []
    degrees: list[Degree] = []
    for longitude in meridians:
        turn = (longitude + 180) % 360 - 180
        points = [put(put.latitude + north * part / 6, longitude) for part in range(-6, 7)]
        if abs(turn - put.longitude) < 90 and _cross(points):
            paths.append(_path(points))
            if (foot := _at(points, 1, HEIGHT)) is not None and 40 < foot < WIDTH - 30:
                degrees.append(Degree(degrees=abs(turn), side="W" if turn < 0 else "E", x=round(foot), y=HEIGHT - 8))
    for latitude in parallels:
        points = [put(latitude, put.longitude + min(east, 89) * part / 9) for part in range(-9, 10)]
        if _cross(points):
            paths.append(_path(points))
            if (side := _at(points, 0, 0)) is not None and 20 < side < HEIGHT - 30:
                degrees.append(Degree(degrees=abs(latitude), side="S" if latitude < 0 else "N", x=6, y=round(side) - 5))
    return "".join(paths), tuple(degrees)


def _cross(points: Sequence[tuple[float, float]]) -> bool:
    """Whether a line comes into the map."""
    return any(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)


def _at(points: Sequence[tuple[float, float]], axis: int, edge: float) -> float | None:
    """Where a line first crosses x = edge (axis 0) or y = edge (axis 1): its other coordinate."""
    for one, other in itertools.pairwise(points):
        if (one[axis] - edge) * (other[axis] - edge) <= 0 and one[axis] != other[axis]:
            share = (edge - one[axis]) / (other[axis] - one[axis])
            return one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
    return None


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
