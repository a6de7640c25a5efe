"""A newsroom's own theme/ folder: any template and stylesheet of ours can be replaced, and others can join."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


def stylesheet(room: SmallNewsroom) -> str:
    url = re.search(r'href="(/_/theme/site\.\w+\.css)"', room.read("en/index.html"))
    assert url
    return room.read(url[1])


def test_own_templates_and_stylesheets_stand_before_ours_after_the_next_start(room: SmallNewsroom) -> None:
    room.story("A bridge opened")
    room.bake()
    assert "--measure" in stylesheet(room)
    theme = room.folder / "one/theme"
    for name, text in {
        "templates/parts/footer.html": "<footer>Printed on our own press for {{ site.name }}</footer>",
        "css/15-colours.css": ":root { --paper: #fff; }",
        "css/90-print.css": "@media print { main { color: red } }",
    }.items():
        path = theme / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    room.baker = room.another("one")  # as after a new start
    room.baker.notice_fingerprints()
    room.bake()
    for page in ("en/index.html", "en/latest/index.html", "en/regions/north/index.html"):
        assert "Printed on our own press for The Test" in room.read(page)
    css = stylesheet(room)
    assert css.index("--measure") < css.index("--paper: #fff") < css.index("main{color: red}")
    assert "@page" not in css, "ours of the same name gave way"
