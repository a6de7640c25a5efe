"""Colours as "#rrggbb": how well one reads on another, and the nearest that reads well enough (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

STEPS = 50


def contrast(one: str, other: str) -> float:
    """From 1 (none) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, paper: str, ratio: float) -> str:
    """`colour`, or the first on its way to black or white that has `ratio` on `paper`; black or white where none has."""
    end = "#000000" if _luminance(paper) > 0.18 else "#ffffff"
    for step in range(STEPS + 1):
        mixed = _mixed(colour, end, step / STEPS)
        if contrast(mixed, paper) >= ratio:
            return mixed
    return end


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + bytes(round(one + (two - one) * share) for one, two in pairs).hex()


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
