"""Locator maps, drawn at bake from the newsroom's own coordinates: a graticule and its places. No map of others."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamizdat.edition.shapes import Degree, Dot, Map

SMALL, LARGE = (540, 400), (1200, 520)
"""Of a locator and of an overview, width and height."""
EDGE = 40
"""Paper around the places, in the map's own units, for their names."""
LETTER, LINE = 9, 19
"""About how wide a letter and how high a line of a name is."""
LEAST, MOST = 5.0, 28.0
"""Degrees from the middle to the edge: a village is not drawn as large as a country, and half the world is no locator."""
NEAREST = 5
"""So many places are drawn around one that names no neighbours."""
REACH = (24, 36, 50, 66, 84, 104, 126)
"""How far from its dot a name may stand, at the end of a line that leads to it."""
DIRECTIONS = 16
STEPS = (1, 2, 5, 10, 15, 30)
"""Degrees between the lines of a graticule."""

_Point = tuple[float, float]
_Box = tuple[float, float, float, float]


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
    return _Sheet(SMALL, [here, *near]).drawn([here, *others], here) if near else None


def overview(spots: Sequence[Spot]) -> Map | None:
    """The newsroom's places, but for those far from the others."""
    if len(spots) < 3:
        return None
    middle = min(spots, key=lambda spot: (sum(_apart(spot, other) for other in spots), spot.pk))
    shown = [spot for spot in spots if _apart(middle, spot) <= MOST]
    return _Sheet(LARGE, shown).drawn(shown, None) if len(shown) > 2 else None


def _apart(one: Spot, other: Spot) -> float:
    """Degrees of a great circle."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(
        math.radians(one.longitude - other.longitude)
    )
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def _around(degrees: float) -> float:
    """A longitude, or a difference of two, from -180 to 180."""
    return (degrees + 180) % 360 - 180


@dataclass(frozen=True, kw_only=True)
class _Name:
    """Where a name can stand: its anchor, its place, the room that it takes, and, away from its dot, the ends of a line to it."""

    anchor: str
    left: float
    base: float
    box: _Box
    leader: tuple[_Point, _Point] | None = None


def _at_dot(point: _Point, wide: float, off: float) -> Iterable[_Name]:
    """On each side of a dot, `off` from its middle."""
    x, y = point
    yield _Name(anchor="start", left=x + off, base=y + 5, box=(x + off, y - 9, x + off + wide, y + 9))
    yield _Name(anchor="end", left=x - off, base=y + 5, box=(x - off - wide, y - 9, x - off, y + 9))
    yield _Name(
        anchor="middle", left=x, base=y - off - 2, box=(x - wide / 2, y - off - LINE, x + wide / 2, y - off + 2)
    )
    yield _Name(anchor="middle", left=x, base=y + off + 13, box=(x - wide / 2, y + off, x + wide / 2, y + off + LINE))


def _at_lines(point: _Point, wide: float) -> Iterable[_Name]:
    """Around a dot, ever farther from it."""
    for reach in REACH:
        for number in range(DIRECTIONS):
            turn = 2 * math.pi * number / DIRECTIONS
            x, y = point[0] + reach * math.cos(turn), point[1] + reach * math.sin(turn)
            if abs(math.cos(turn)) < 0.2:
                anchor, left, top = "middle", x - wide / 2, y if math.sin(turn) > 0 else y - LINE
            else:
                is_after = math.cos(turn) > 0
                anchor, left, top = "start" if is_after else "end", x if is_after else x - wide, y - LINE / 2
            yield _Name(
                anchor=anchor,
                left=left + {"start": 3, "middle": wide / 2, "end": wide - 3}[anchor],
                base=top + 14,
                box=(left, top, left + wide, top + LINE),
                leader=(point, (x, y)),
            )


def _dot(spot: Spot, point: _Point, name: _Name, here: Spot | None, near: frozenset[int]) -> Dot:
    return Dot(
        name=spot.name,
        url=spot.url,
        x=round(point[0]),
        y=round(point[1]),
        anchor=name.anchor,
        left=round(name.left),
        base=round(name.base),
        rank="here" if spot is here else "near" if spot.pk in near else "far",
    )


class _Sheet:
    """A map about the middle of some spots, in an equidistant conic projection: distances along meridians are true."""

    def __init__(self, size: tuple[int, int], spots: Sequence[Spot]) -> None:
        self.width, self.height = size
        first = spots[0].longitude
        turns = [_around(spot.longitude - first) for spot in spots]  # so that the date line cuts nothing
        self.longitude = first + (min(turns) + max(turns)) / 2
        latitudes = [spot.latitude for spot in spots]
        self.latitude = (min(latitudes) + max(latitudes)) / 2
        # On the equator a cone would be a cylinder, whose point is nowhere.
        middle = self.latitude if abs(self.latitude) > 8 else math.copysign(8, self.latitude or 1)
        self._turn = math.sin(math.radians(middle))
        self._radius = 1 / math.tan(math.radians(middle))
        places = [self._flat(spot.latitude, spot.longitude) for spot in spots]
        wide, high, least = max(abs(x) for x, _ in places), max(abs(y) for _, y in places), math.radians(LEAST)
        self._scale = min((self.width / 2 - 2 * EDGE) / max(wide, least), (self.height / 2 - EDGE) / max(high, least))

    def drawn(self, spots: Iterable[Spot], here: Spot | None) -> Map:
        """With those of `spots` that are inside, and threads from `here` to its neighbours."""
        inside = [
            (spot, point)
            for spot in spots
            if abs(_around(spot.longitude - self.longitude)) < 90
            and self._holds(point := self.put(spot.latitude, spot.longitude))
        ]
        near = here.neighbours if here else frozenset()
        # The place itself gets its name first, then its neighbours, then whoever has room.
        inside.sort(key=lambda one: (one[0] is not here, one[0].pk not in near, one[1], one[0].pk))
        named = list(self._named(inside, here))
        dots = tuple(_dot(spot, point, name, here, near) for spot, point, name in named)
        threads = ""
        if here is not None:
            start = self.put(here.latitude, here.longitude)
            threads = "".join(_path([start, point]) for spot, point, _ in named if spot.pk in near)
        lines, degrees = self._graticule()
        return Map(
            width=self.width,
            height=self.height,
            lines=lines,
            degrees=degrees,
            threads=threads,
            leaders="".join(_path(name.leader) for _, _, name in named if name.leader),
            dots=dots,
        )

    def put(self, latitude: float, longitude: float) -> _Point:
        x, y = self._flat(latitude, longitude)
        return self.width / 2 + x * self._scale, self.height / 2 - y * self._scale

    def _flat(self, latitude: float, longitude: float) -> _Point:
        turn = self._turn * math.radians(_around(longitude - self.longitude))
        radius = self._radius + math.radians(self.latitude - latitude)
        return radius * math.sin(turn), self._radius - radius * math.cos(turn)

    def _holds(self, point: _Point) -> bool:
        return 0 < point[0] < self.width and 0 < point[1] < self.height

    def _named(self, inside: Sequence[tuple[Spot, _Point]], here: Spot | None) -> Iterable[tuple[Spot, _Point, _Name]]:
        """Each place with its name, where that covers neither another nor a dot: beside its dot, else at the end of a line.
        A place whose name has no room at all is left out, for it would be a dot without a meaning."""
        taken = [(x - 6, y - 6, x + 6, y + 6) for _, (x, y) in inside]
        for spot, point in inside:
            is_here = spot is here
            wide = len(spot.name) * LETTER * (1.25 if is_here else 1)
            places = itertools.chain(_at_dot(point, wide, 40 if is_here else 10), _at_lines(point, wide))
            if name := next((name for name in places if self._is_free(name, taken)), None):
                taken.append(name.box)
                yield spot, point, name

    def _is_free(self, name: _Name, taken: Sequence[_Box]) -> bool:
        along = _between(*name.leader) if name.leader else []
        return (
            self._fits(name.box)
            and not any(_meet(name.box, box) for box in taken)
            and not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in along for box in taken)
        )

    def _fits(self, box: _Box) -> bool:
        return box[0] >= 6 and box[1] >= 6 and box[2] <= self.width - 6 and box[3] <= self.height - 26

    def _graticule(self) -> tuple[str, tuple[Degree, ...]]:
        """Meridians and parallels, and what they say where they leave by the foot and by the left side."""
        north = math.degrees(math.hypot(self.width, self.height) / 2 / self._scale)
        widest = min(85.0, abs(self.latitude) + north)
        east = min(89.0, north / math.cos(math.radians(widest)))
        step = next((size for size in STEPS if 2 * north / size <= 9), STEPS[-1])
        lines, degrees = "", []
        for longitude in _multiples(step, self.longitude - east, self.longitude + east):
            points = [self.put(self.latitude + north * part / 6, longitude) for part in range(-6, 7)]
            foot = _crossing(points, 1, self.height)
            if any(map(self._holds, points)):
                lines += _path(points)
                if foot is not None and 40 < foot < self.width - 30:
                    degrees.append(Degree(degrees=round(abs(_around(longitude))), x=round(foot), y=self.height - 8))
        for latitude in _multiples(step, max(-85.0, self.latitude - north), min(85.0, self.latitude + north)):
            points = [self.put(latitude, self.longitude + east * part / 12) for part in range(-12, 13)]
            side = _crossing(points, 0, 0)
            if any(map(self._holds, points)):
                lines += _path(points)
                if side is not None and 20 < side < self.height - 30:
                    degrees.append(Degree(degrees=abs(latitude), x=6, y=round(side) - 5))
        return lines, tuple(degrees)


def _multiples(step: int, low: float, high: float) -> range:
    """Those of `step` from `low` to `high`."""
    return range(math.ceil(low / step) * step, math.floor(high) + 1, step)


def _crossing(points: Sequence[_Point], axis: int, edge: float) -> float | None:
    """Where a line first crosses x = edge (axis 0) or y = edge (axis 1): its other coordinate."""
    for one, other in itertools.pairwise(points):
        if (one[axis] - edge) * (other[axis] - edge) <= 0 and one[axis] != other[axis]:
            share = (edge - one[axis]) / (other[axis] - one[axis])
            return one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
    return None


def _between(start: _Point, end: _Point) -> list[_Point]:
    """Points of a line, but for its first part, which its own dot covers."""
    steps = max(2, round(math.dist(start, end) / 4))
    return [
        (start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(1, steps)
        if math.dist(start, end) * step / steps > 9
    ]


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _path(points: Sequence[_Point]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
