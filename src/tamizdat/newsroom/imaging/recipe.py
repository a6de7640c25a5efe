"""Which sizes readers get, and how each is encoded. Runs in the decoding process only.

The bytes depend on the original, the focal point and this file alone. Change anything that changes bytes, and RECIPE
must go up: names carry it, so that no cache ever holds two pictures under one name.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tamizdat.newsroom.imaging import pixels
from tamizdat.newsroom.imaging.facts import RenditionFormat

RECIPE = 3
WIDTHS = (200, 400, 640, 800, 1200, 1800)
SHARE = (1200, 630)

_EXTENSIONS: dict[RenditionFormat, str] = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
_OPTIONS: dict[RenditionFormat, dict[str, Any]] = {
    # As like the original as the JPEG. One thread and no tiling: the same bytes on a machine with any number of processors.
    "avif": {"quality": 60, "speed": 8, "max_threads": 1, "autotiling": False, "subsampling": "4:2:0", "codec": "aom"},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 78, "optimize": True, "progressive": True, "subsampling": "4:2:0"},
}


@dataclass(frozen=True, kw_only=True)
class _Plan:
    kind: str
    format: RenditionFormat
    width: int
    height: int
    file: str


def render(data: BytesIO, *, folder: str, focal: tuple[float, float]) -> tuple[list[dict[str, Any]], list[bytes]]:
    """One entry a rendition, in a fixed order, with 'made': the length of its bytes in the list, 0 if it is on disk."""
    picture = pixels.open_checked(data)
    size = pixels.upright_size(picture)
    plans = _plans(size, hashlib.sha256(data.getvalue()).hexdigest(), focal)
    missing = [plan for plan in plans if not _is_there(Path(folder) / plan.file)]
    made = _encoded(picture, size, missing, focal) if missing else {}
    entries = [{**vars(plan), "made": len(made.get(plan.file, b""))} for plan in plans]
    return entries, [made[plan.file] for plan in missing]


def _is_there(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _plans(size: tuple[int, int], digest: str, focal: tuple[float, float]) -> list[_Plan]:
    width, height = size
    widths = [step for step in WIDTHS if step <= width] or [width]
    name = _name(digest, "wide")
    plans = [
        _Plan(
            kind="wide",
            format=kind,
            width=step,
            height=max(1, round(height * step / width)),
            file=f"{name}-{step}.{end}",
        )
        for step in widths
        for kind, end in _EXTENSIONS.items()
    ]
    left, top, right, bottom = share_box(size, focal)
    scale = min(1.0, SHARE[0] / (right - left))
    card = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    name = _name(digest, f"share {focal[0]:.3f} {focal[1]:.3f}")
    return [*plans, _Plan(kind="share", format="jpeg", width=card[0], height=card[1], file=f"{name}-{card[0]}.jpg")]


def _name(digest: str, what: str) -> str:
    return hashlib.sha256(f"{RECIPE} {what} {digest}".encode()).hexdigest()[:16]


def share_box(size: tuple[int, int], focal: tuple[float, float]) -> tuple[float, float, float, float]:
    """The largest box of a sharing card's shape, its middle as near the focal point as the edges allow."""
    width, height = size
    box_width = min(width, height * SHARE[0] / SHARE[1])
    box_height = min(height, width * SHARE[1] / SHARE[0])
    left = min(max(focal[0] * width - box_width / 2, 0), width - box_width)
    top = min(max(focal[1] * height - box_height / 2, 0), height - box_height)
    return left, top, left + box_width, top + box_height


def _encoded(
    picture: Image.Image, size: tuple[int, int], missing: list[_Plan], focal: tuple[float, float]
) -> dict[str, bytes]:
    # Decode no more than the most demanding size needs: a wide panorama's card needs its height, a photo its width.
    left, _, right, _ = share_box(size, focal)
    scale = max(min(1, WIDTHS[-1] / size[0]), min(1, SHARE[0] / (right - left)))
    colours = pixels.decoded(picture, (int(size[0] * scale), int(size[1] * scale)))
    made: dict[str, bytes] = {}
    scaled: dict[tuple[str, int], Image.Image] = {}
    for plan in missing:
        key = (plan.kind, plan.width)
        if key not in scaled:
            box = share_box(colours.size, focal) if plan.kind == "share" else None
            scaled[key] = colours.resize((plan.width, plan.height), Image.Resampling.LANCZOS, box=box)
        made[plan.file] = _bytes_of(scaled[key], plan.format)
    return made


def _bytes_of(picture: Image.Image, kind: RenditionFormat) -> bytes:
    """A fresh picture object: nothing of the original's metadata can ride along in its info."""
    shown = pixels.on_paper(picture) if kind == "jpeg" else picture
    bare = Image.frombytes(shown.mode, shown.size, shown.tobytes())
    out = BytesIO()
    bare.save(out, kind.upper(), **_OPTIONS[kind])
    return out.getvalue()
