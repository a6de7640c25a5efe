"""One table of media types, for pages, feeds and every server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tamizdat.kit.media_types import TYPES, media_type

INSTALL = Path(__file__).parents[2] / "docs" / "install"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.aac", "audio/aac"),
        ("a.m4a", "audio/mp4"),
        ("a.M4B", "audio/mp4"),
        ("a.m4v", "video/mp4"),
        ("a.mov", "video/quicktime"),
        ("a.wav", "audio/wav"),
        ("a.flac", "audio/flac"),
        ("a.ogg", "audio/ogg"),
        ("a.opus", "audio/ogg"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_sound_and_film_have_their_types(name: str, expected: str) -> None:
    assert media_type(name) == expected


def test_no_module_asks_the_machine() -> None:
    package = INSTALL.parents[1] / "src" / "tamizdat"
    assert not [
        path for path in package.rglob("*.py") if re.search(r"^\s*(import|from) mimetypes", path.read_text(), re.M)
    ]


def test_the_files_for_nginx_and_caddy_have_the_same_types() -> None:
    ours = {ending: kind.partition(";")[0] for ending, kind in TYPES.items()}
    block = re.search(r"^    types \{\n(.*?)^    \}", (INSTALL / "nginx.conf").read_text(), re.M | re.S)
    assert block
    lines = [line.strip(" ;").split() for line in block[1].splitlines()]
    assert {ending: kind for kind, *endings in lines for ending in endings} == ours
    caddy = (INSTALL / "Caddyfile").read_text()
    pairs = re.findall(r"@type_\w+ path (.+)\n\theader @type_\w+ Content-Type (\S+)", caddy)
    named = {ending.removeprefix("*."): kind for endings, kind in pairs for ending in endings.split()}
    assert named == {ending: kind for ending, kind in ours.items() if kind.startswith(("audio/", "video/"))}
