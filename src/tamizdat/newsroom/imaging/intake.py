"""Reads an upload: is it a picture we take, and what does it say of itself?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tamizdat.newsroom.imaging import cell
from tamizdat.newsroom.imaging.facts import PictureFacts


def inspect(data: bytes | Path) -> PictureFacts:
    """Facts of an uploaded picture; raises PictureRefused. The file is decoded whole, in a child process."""
    said, replacement = cell.run("inspect", data)
    created_at = said.pop("created_at")
    return PictureFacts(
        created_at=datetime.fromisoformat(created_at) if created_at else None, replacement=replacement, **said
    )
