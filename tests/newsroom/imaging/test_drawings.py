"""Drawings become pixels: nothing of them runs, nothing is fetched, and nothing is left out unseen."""

from __future__ import annotations

import re
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tamizdat.newsroom.imaging import PictureRefused, drawings, inspect
from tests.newsroom.imaging.conftest import encoded

SQUARE = '<rect width="10" height="10" fill="#c81e3c"/>'


def svg(inner: str = SQUARE, before: str = "", box: str = "0 0 40 20") -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {space} viewBox="{box}">{inner}</svg>'.encode()


def pixels(data: bytes) -> Image.Image:
    facts = inspect(data)
    assert facts.format == "png"
    return Image.open(BytesIO(facts.replacement))


@pytest.mark.parametrize("before", ["", "\ufeff", '<?xml version="1.0"?>\n<!-- made with a program -->\n'])
def test_a_drawing_is_as_wide_as_readers_are_shown_and_transparent(before: str) -> None:
    picture = pixels(svg(before=before))
    assert picture.size == (1800, 900)
    assert picture.getpixel((200, 200)) == (200, 30, 60, 255)
    assert picture.getpixel((1000, 500))[3] == 0
    assert re.fullmatch("#c[0-9a-f]1[0-9a-f]3[0-9a-f]20", inspect(svg()).average_colour), (
        "of the square, an eighth of the whole"
    )


def test_a_tall_drawing_is_not_endless() -> None:
    assert pixels(svg('<rect width="10" height="60"/>', box="0 0 10 60")).size == (600, 3600)


def test_scripts_and_what_else_is_no_drawing_do_nothing() -> None:
    hostile = "<script>alert(1)</script><foreignObject><p>x</p></foreignObject><animate attributeName='x'/>"
    assert pixels(svg(SQUARE + hostile)).tobytes() == pixels(svg()).tobytes()


def test_entities_of_a_drawing_program_are_read_and_those_of_an_attacker_are_not() -> None:
    named = '<!DOCTYPE svg [<!ENTITY s "http://www.w3.org/2000/svg">]><svg xmlns="&s;" viewBox="0 0 9 9"><path d="M0 0h9v9"/>'
    assert pixels(f"{named}</svg>".encode()).width == 1800
    bomb = "".join(f'<!ENTITY {name} "{f"&{inner};" * 20}">' for inner, name in zip("abcdef", "bcdefg", strict=True))
    for hostile in (
        f'<!DOCTYPE svg [<!ENTITY a "{"a" * 99}">{bomb}]>'.encode() + svg("<text>&g;</text>"),
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + svg("<text>&x;</text>"),
    ):
        with pytest.raises(PictureRefused):
            inspect(hostile)


def test_no_file_of_this_machine_gets_into_a_drawing(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(encoded(Image.new("RGB", (9, 9), "red"), "PNG"))
    for href in (f"{tmp_path}/secret.png", f"file://{tmp_path}/secret.png", "secret.png", "https://e.org/x.png"):
        for name in ("href", "xlink:href"):
            with pytest.raises(PictureRefused, match="not in it"):
                inspect(svg(f'<image {name}="{href}" width="9" height="9"/>'))
    within = b64encode(encoded(Image.new("RGB", (9, 9), "red"), "PNG")).decode()
    shown = pixels(svg(f'<image href="data:image/png;base64,{within}" width="40" height="20"/>'))
    assert shown.getpixel((900, 400)) == (255, 0, 0, 255)


@pytest.mark.parametrize("data", [svg(""), b"<svg", b"<svg></svg>", svg("<g>" * 100)])
def test_what_shows_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused, match=r"\(SVG\)"):
        inspect(data)


def test_text_without_a_typeface_is_not_left_out_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    text = svg(SQUARE + '<text x="12" y="15">Ab</text>')
    monkeypatch.setattr(drawings, "TYPEFACES", {"skip_system_fonts": True})
    with pytest.raises(PictureRefused, match="typeface"):
        drawings.drawn(text)
