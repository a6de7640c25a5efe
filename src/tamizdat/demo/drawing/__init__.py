"""Draws the demo's pictures with Pillow alone: no photographs, no fonts, no network, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..errors import DemoError
from . import charts, covers, maps, market, people, rail, ranges, relief, roads, things, town, water, woven
from .paper import SQUARE, TALL, WIDE, Sheet

KINDS: dict[str, Callable[..., None]] = {
    "awnings": market.draw_awnings,
    "branches": things.draw_branches,
    "carpet": woven.draw_carpet,
    "closing": market.draw_closing,
    "contour": relief.draw_contour,
    "crates": market.draw_crates,
    "cups": covers.draw_cups,
    "drawers": things.draw_drawers,
    "gauge": rail.draw_gauge,
    "groove": things.draw_groove,
    "hours": charts.draw_hours,
    "loaves": things.draw_loaves,
    "locator": maps.draw_locator,
    "lorry": roads.draw_lorry,
    "passroad": roads.draw_passroad,
    "portrait": people.draw_portrait,
    "prices": charts.draw_prices,
    "queue": town.draw_queue,
    "radio": things.draw_radio,
    "ranges": ranges.draw_ranges,
    "reservoir": water.draw_reservoir,
    "roofs": market.draw_roofs,
    "scales": market.draw_scales,
    "sluice": water.draw_sluice,
    "stage": town.draw_stage,
    "stamps": things.draw_stamps,
    "storks": things.draw_storks,
    "train": rail.draw_train,
    "votes": charts.draw_votes,
    "waves": covers.draw_waves,
    "weather": relief.draw_weather,
    "windows": town.draw_windows,
}
SIZES = {"portrait": TALL, "cups": SQUARE, "waves": SQUARE}


def draw(spec: Mapping[str, Any], out: Path, width: int | None = None) -> None:
    """Draws spec["kind"] with spec["params"] as a JPEG at `out`: 1800 × 1200, a portrait 1440 × 1800, a cover 1800 × 1800,
    or `width` wide."""
    kind, params = spec["kind"], spec.get("params", {})
    if kind not in KINDS:
        raise DemoError("pictures.toml", f"'{kind}' is no kind of drawing; use one of {', '.join(sorted(KINDS))}")
    sheet = Sheet(SIZES.get(kind, WIDE))
    KINDS[kind](sheet, **params)
    sheet.save(out, width)
