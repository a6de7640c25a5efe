"""The proof that renditions carry nothing rests on this parser, so it must see what is there."""

from __future__ import annotations

import pytest

from tests.newsroom.imaging.bare import extras
from tests.newsroom.imaging.conftest import encoded, scene, telling_exif, xmp_packet


def test_a_telling_jpeg_shows_every_segment(telling_photo: bytes) -> None:
    assert set(extras(telling_photo)) >= {"APP1", "APP2", "APP11", "APP13", "COM"}


@pytest.mark.parametrize(("kind", "names"), [("WEBP", {"EXIF", "XMP "}), ("AVIF", {"item b'Exif'", "item b'mime'"})])
def test_exif_and_xmp_show_in_other_containers(kind: str, names: set[str]) -> None:
    data = encoded(scene(64, 64), kind, exif=telling_exif(), xmp=xmp_packet("<dc:title>x</dc:title>"))
    assert set(extras(data)) >= names


def test_bytes_after_the_end_show() -> None:
    assert extras(encoded(scene(64, 64)) + b"hidden") == ["6 bytes after the end"]
