"""Pictures and other files as the public sees them: addresses by content, words in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tamizdat.bake.products import File
from tamizdat.edition.shapes import Picture, Source
from tamizdat.newsroom.models import Attachment
from tamizdat.newsroom.models import Picture as PictureRow

FOLDER = "_/pictures"
FILES = "_/files"
TAKEN_ALONG = 400
"""Width of a picture within a story as one file, unless it is smaller."""
SOURCES = (("avif", "image/avif"), ("webp", "image/webp"))


def read(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The rows of pictures that have public sizes."""
    rows = PictureRow.objects.filter(pk__in=set(pks)).values(
        "pk", "width", "height", "caption", "alt_text", "texts", "creator", "credit_line", "copyright_notice",
        "average_colour", "sizes", "may_be_republished", "focal_point_x", "focal_point_y",
    )  # fmt: skip
    return {row["pk"]: row for row in rows if row["sizes"]}


def shape(row: dict[str, Any], language: str, *, caption: str = "", alt_text: str = "") -> Picture:
    """A row as a shape. Words given go before the picture's own, which are in `language` where it has them."""
    words = (row["texts"] or {}).get(language, {})
    wide = [size for size in row["sizes"] if size["kind"] == "wide"]
    jpegs = sorted((size for size in wide if size["format"] == "jpeg"), key=lambda size: size["width"])
    largest = jpegs[-1]
    webps = sorted((size for size in wide if size["format"] == "webp"), key=lambda size: size["width"]) or jpegs
    light = next((size for size in webps if size["width"] >= TAKEN_ALONG), webps[-1])
    middle = next((size for size in jpegs if size["width"] >= 800), largest)
    share = next((size for size in row["sizes"] if size["kind"] == "share"), largest)
    x, y = row["focal_point_x"], row["focal_point_y"]
    return Picture(
        sources=tuple(
            Source(type=type, srcset=_srcset(size for size in wide if size["format"] == name)) for name, type in SOURCES
        ),
        src=_url(middle),
        srcset=_srcset(jpegs),
        width=largest["width"],
        height=largest["height"],
        alt_text=alt_text or words.get("alt_text") or row["alt_text"],
        caption=caption or words.get("caption") or row["caption"],
        creator=row["creator"],
        credit_line=row["credit_line"],
        copyright_notice=row["copyright_notice"],
        average_colour=row["average_colour"],
        focal=f"fx-{_step(x, row['width'])} fy-{_step(y, row['height'])}",
        share_url=_url(share),
        share_width=share["width"],
        share_height=share["height"],
        small=light["file"],
        may_be_republished=row["may_be_republished"],
    )


def largest(row: dict[str, Any]) -> str:
    """The address of a picture's largest JPEG."""
    return _url(max((size for size in row["sizes"] if size["format"] == "jpeg"), key=lambda size: int(size["width"])))


def files(row: dict[str, Any], renditions: Path) -> list[File]:
    """The public files of a picture: links to the sizes that were made at upload."""
    return [File(path=f"{FOLDER}/{size['file']}", link=renditions / size["file"]) for size in row["sizes"]]


def attachments(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = Attachment.objects.filter(pk__in=set(pks)).values("pk", "title", "file", "file_hash", "file_size", "seconds")
    return {row["pk"]: row for row in rows if row["file_hash"]}


def attachment_path(row: dict[str, Any]) -> str:
    """Below the tree: by content, under the name that a reader's download will have."""
    return f"{FILES}/{row['file_hash'][:16]}/{Path(row['file']).name}"


def _url(size: dict[str, Any]) -> str:
    return f"/{FOLDER}/{size['file']}"


def _srcset(sizes: Iterable[dict[str, Any]]) -> str:
    return ", ".join(f"{_url(size)} {size['width']}w" for size in sorted(sizes, key=lambda size: int(size["width"])))


def _step(point: int | None, length: int) -> int:
    """A focal point in steps of 5 %, for which there are classes."""
    return 50 if point is None or not length else min(100, max(0, round(point * 20 / length) * 5))
