"""Colours that read on paper."""

from __future__ import annotations

import pytest

from tamizdat.kit.colour import contrast, readable


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_a_colour_that_reads_already_is_left_alone() -> None:
    assert readable("#7a1f0a", "#faf7f0", 7) == "#7a1f0a"


@pytest.mark.parametrize("colour", ["#ffd500", "#00c2a8", "#1a237e", "#888888", "#ffffff", "#000000"])
@pytest.mark.parametrize("paper", ["#faf7f0", "#171512"])
@pytest.mark.parametrize("ratio", [3, 7])
def test_any_colour_is_made_to_read(colour: str, paper: str, ratio: float) -> None:
    assert contrast(readable(colour, paper, ratio), paper) >= ratio
