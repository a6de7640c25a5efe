"""Pictures that look alike: a 64-bit difference hash, of which copies of one picture in other sizes, crops by a little, and other
formats differ in a few bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

NEAR = 10
"""Bits in which two hashes may differ for the pictures to count as near copies."""
SAME = 3
"""Bits up to which an upload is taken for a picture that was killed."""
_WIDTH, _HEIGHT = 9, 8


def of_sizes(sizes: Iterable[Mapping[str, Any]], folder: Path) -> str:
    """Of a picture by the smallest of the sizes that were made of it; '' when none is there."""
    uncut = [one for one in sizes if one["kind"] == "wide" and one["format"] == "webp"]
    for one in sorted(uncut, key=lambda size: size["width"]):
        if (path := folder / one["file"]).exists():
            return of_file(path)
    return ""


def of_file(path: Path) -> str:
    """Of a file that we made ourselves: whether each point is brighter than the one at its right."""
    with Image.open(path) as picture:
        points = picture.convert("L").resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(_HEIGHT):
        for column in range(_WIDTH - 1):
            at = row * _WIDTH + column
            bits = bits << 1 | (points[at] > points[at + 1])
    return f"{bits:016x}"


def differ(one: str, other: str) -> int:
    """In how many bits."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_flat(mark: str) -> bool:
    """Whether it is the hash of a picture of one colour, to which every other such picture is near."""
    return mark in ("", "0" * 16)
