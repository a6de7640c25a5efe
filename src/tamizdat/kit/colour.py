"""Contrast of colours, and the nearest colour that has enough of it (WCAG 2.2, 1.4.3). Colours are written "#rrggbb"."""

from __future__ import annotations

STEPS = 50
"""Between a colour and black or white."""


def contrast(colour: str, background: str) -> float:
    """The contrast ratio, from 1 (none) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(colour), _luminance(background)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, background: str, ratio: float) -> str:
    """`colour`, made darker or lighter in steps until its contrast ratio on `background` is at least `ratio`.

    Black or white where no step has that ratio.
    """
    end = "#000000" if _luminance(background) > 0.18 else "#ffffff"
    for step in range(STEPS + 1):
        mixed = _mixed(colour, end, step / STEPS)
        if contrast(mixed, background) >= ratio:
            return mixed
    return end


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _mixed(colour: str, other: str, share: float) -> str:
    """`share` is that of `other`, from 0 to 1."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + bytes(round(start + (end - start) * share) for start, end in pairs).hex()


def _luminance(colour: str) -> float:
    """The relative luminance, from 0 (black) to 1 (white)."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
