"""A JPEG that lacks only its end mark is taken; one that was cut short is not."""

from __future__ import annotations

import pytest
from PIL import Image

from tamizdat.newsroom.imaging import PictureRefused, inspect
from tamizdat.newsroom.imaging.ends import with_end
from tests.newsroom.imaging.conftest import encoded

END = b"\xff\xd9"


def photo(mode: str = "RGB", **options: object) -> bytes:
    grain = Image.effect_noise((321, 203), 60).convert(mode)
    return encoded(grain, "JPEG", **options)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"quality": 30}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_only_what_is_all_there_gets_its_end_mark(mode: str, options: dict[str, object]) -> None:
    whole = photo(mode, **options)
    assert whole.endswith(END)
    bare = whole.removesuffix(END)
    assert with_end(bare) == whole
    assert with_end(bare + END[:1]) == whole
    assert with_end(whole) is None
    for lost in (8, 20, 100, 1000, len(bare) // 2):
        assert with_end(bare[:-lost]) is None


def test_it_is_taken_in_with_its_end_mark() -> None:
    whole = photo()
    facts = inspect(whole.removesuffix(END))
    assert (facts.format, facts.width, facts.replacement) == ("jpeg", 321, whole)
    assert inspect(whole).replacement == b""
    with pytest.raises(PictureRefused) as refused:
        inspect(whole[:-200])
    assert refused.value.reason == "broken"


def test_other_files_are_left_alone() -> None:
    assert with_end(b"\xff\xd8\xff nothing") is None
    assert with_end(encoded(Image.new("RGB", (9, 9)), "PNG")) is None
