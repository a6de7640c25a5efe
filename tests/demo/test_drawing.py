"""The drawing program: every picture can be drawn, the same each time, in the sizes promised."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from PIL import Image

from tamizdat.demo.drawing import KINDS, draw
from tamizdat.demo.drawing.paper import Sheet
from tamizdat.demo.errors import DemoError
from tamizdat.demo.reading import load


def test_every_picture_names_a_kind_and_what_it_takes() -> None:
    pictures = load().pictures
    assert len(pictures) >= 30
    for picture in pictures:
        inspect.signature(KINDS[picture.kind]).bind(Sheet((8, 8)), **picture.params)
    assert {picture.kind for picture in pictures} == set(KINDS), "a kind that no picture uses"


@pytest.mark.parametrize(("file", "size"), [("light-dawn.jpg", (1800, 1200)), ("portrait-severin.jpg", (1440, 1800))])
def test_a_picture_is_drawn_the_same_twice(tmp_path: Path, file: str, size: tuple[int, int]) -> None:
    picture = next(one for one in load().pictures if one.file == file)
    spec = {"kind": picture.kind, "params": picture.params}
    for name in ("one.jpg", "other.jpg"):
        draw(spec, tmp_path / name)
    assert (tmp_path / "one.jpg").read_bytes() == (tmp_path / "other.jpg").read_bytes()
    with Image.open(tmp_path / "one.jpg") as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", size)
        assert len(drawn.convert("P", palette=Image.Palette.ADAPTIVE, colors=8).getcolors() or []) == 8


def test_an_unknown_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="'hologram' is no kind of drawing"):
        draw({"kind": "hologram"}, tmp_path / "a.jpg")
