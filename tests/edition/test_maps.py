"""Locator maps: what is shown, where it stands, and that names stay apart."""

from __future__ import annotations

import pytest

from tamizdat.edition.maps import LARGE, SMALL, Spot, locate, overview


def spot(pk: int, latitude: float, longitude: float, *neighbours: int, name: str = "") -> Spot:
    return Spot(
        pk=pk,
        name=name or f"Place {pk}",
        url=f"/en/regions/{pk}/",
        latitude=latitude,
        longitude=longitude,
        neighbours=frozenset(neighbours),
    )


HERE = spot(1, 42, 44, 2, 3)
NORTH, EAST, FAR, APART = spot(2, 46, 44, 1), spot(3, 42, 50, 1), spot(4, 44, 40), spot(5, 39, -98)


def test_a_place_stands_among_its_neighbours_in_their_directions() -> None:
    drawn = locate(HERE, [NORTH, EAST, FAR, APART])
    assert drawn
    dots = {dot.url: dot for dot in drawn.dots}
    here, north, east = (dots[f"/en/regions/{pk}/"] for pk in (1, 2, 3))
    assert (here.rank, north.rank, east.rank) == ("here", "near", "near")
    assert north.y < here.y
    assert abs(north.x - here.x) < 25
    assert east.x > here.x
    assert abs(east.y - here.y) < 25
    assert dots["/en/regions/4/"].rank == "far"
    assert "/en/regions/5/" not in dots
    assert drawn.threads.count("M") == 2
    assert {degree.degrees for degree in drawn.degrees} >= {40, 45}


def test_a_place_without_neighbours_stands_among_the_nearest() -> None:
    alone = spot(9, 42, 44)
    drawn = locate(alone, [NORTH, EAST, APART])
    assert drawn
    assert not drawn.threads
    assert len(drawn.dots) == 3


def test_no_map_where_nothing_is_near() -> None:
    assert locate(APART, [HERE, NORTH]) is None
    assert overview([HERE, APART]) is None


def test_the_date_line_cuts_nothing() -> None:
    drawn = locate(spot(1, 65, 179, 2), [spot(2, 65, -176, 1)])
    assert drawn
    west, east = sorted(drawn.dots, key=lambda dot: dot.x)
    assert (west.rank, east.rank) == ("here", "near")
    assert east.x - west.x < SMALL[0]


@pytest.mark.parametrize("latitude", [-80, -35, 0, 5, 60, 88])
def test_everything_stays_on_the_sheet_anywhere_on_earth(latitude: float) -> None:
    drawn = locate(spot(1, latitude, 10, 2), [spot(2, latitude + 1, 14, 1)])
    assert drawn
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.height for dot in drawn.dots)
    assert drawn.lines
    assert "nan" not in drawn.lines


def test_a_name_without_room_beside_its_dot_stands_at_the_end_of_a_line() -> None:
    close = [spot(n, 42 + n / 4, 44 + n / 4, name="A rather long name") for n in range(4)]
    drawn = overview([*close, spot(8, 30, 30), spot(9, 50, 60)])
    assert drawn
    assert drawn.leaders.startswith("M")
    assert len(drawn.dots) == 6
    assert all(dot.name for dot in drawn.dots)
    beside = overview([spot(8, 30, 30), spot(9, 50, 60), spot(10, 42, 44)])
    assert beside
    assert not beside.leaders


def test_names_cover_neither_each_other_nor_a_dot() -> None:
    crowd = [spot(n, 40 + n % 5, 40 + n // 5, name="A rather long name") for n in range(25)]
    drawn = overview(crowd)
    assert drawn
    assert (drawn.width, drawn.height) == LARGE
    boxes = []
    for dot in drawn.dots:
        if dot.name:
            wide = 9 * len(dot.name)
            left = {"start": dot.left, "end": dot.left - wide, "middle": dot.left - wide / 2}[dot.anchor]
            boxes.append((left, dot.base - 14, left + wide, dot.base + 4))
    assert len(boxes) == len(drawn.dots) > 12
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1
