from __future__ import annotations

from pathlib import Path
from typing import get_args

from tamizdat.newsroom.imaging import facts, limits, recipe

PAGE = (Path(__file__).parents[3] / "docs" / "pictures.md").read_text()


def test_the_page_says_the_limits_that_hold() -> None:
    for promise in (
        f"over {limits.MAX_BYTES // limits.MEGABYTE} MB",
        f"over {limits.MAX_PIXELS // 1_000_000} megapixels",
        f"over {limits.MAX_HEIGHT_PER_WIDTH} times as high as wide",
        f"over {limits.MAX_WIDTH_PER_HEIGHT} times as wide as high",
        f"over {limits.MAX_MEMORY // limits.MEGABYTE} MB of memory",
        f"over {limits.MAX_CPU_SECONDS['inspect']} s (inspect)",
        f"or {limits.MAX_CPU_SECONDS['render']} s (render)",
        f"a caption to {limits.MAX_LETTERS['caption']}\nletters",
        f"a creator to {limits.MAX_LETTERS['creator']}",
        ", ".join(map(str, recipe.WIDTHS)),
        f"{recipe.SHARE[0]} × {recipe.SHARE[1]}",
    ):
        assert promise in PAGE


def test_the_widest_strip_fits_webp() -> None:
    assert max(recipe.WIDTHS) * limits.MAX_HEIGHT_PER_WIDTH <= 16_383


def test_every_reason_is_on_the_page() -> None:
    room = Path(facts.__file__).parent
    used = {reason for path in room.glob("*.py") for reason in _reasons(path.read_text())}
    assert used
    assert {reason for reason in used if f"`{reason}`" not in PAGE} == set()
    assert {kind for kind in get_args(facts.Format) if kind not in PAGE.lower()} == set()


def _reasons(source: str) -> set[str]:
    pieces = source.split("PictureRefused(")[1:]
    return {piece.split('"')[1] for piece in pieces if piece.lstrip().startswith('"')}
