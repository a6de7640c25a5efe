"""What the room hands to its callers: plain facts and file names, never a Pillow object and never a model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Format = Literal["jpeg", "png", "webp", "avif", "heic", "gif", "tiff"]
RenditionFormat = Literal["avif", "webp", "jpeg"]


@dataclass(frozen=True, kw_only=True)
class PictureFacts:
    """What a picture file says of itself. Texts are cleaned, bounded and '' where the file is silent.

    width and height are those a reader sees: the orientation mark is applied. created_at is aware only where the
    file names its offset; else it is the camera's own clock, and the caller chooses the zone. digital_source_type
    is an address in the IPTC vocabulary or ''. average_colour is "#rrggbb"; of a picture that can be seen through it is
    "#rrggbbaa", the colour of what is drawn and the mean opacity. replacement is what must be kept instead of the file, of
    which all else is told: a drawing's pixels, a JPEG with the end mark that it lacked; b'' for all others.
    """

    width: int
    height: int
    format: Format
    caption: str
    headline: str
    creator: str
    credit_line: str
    copyright_notice: str
    usage_terms: str
    alt_text: str
    digital_source_type: str
    created_at: datetime | None
    average_colour: str
    replacement: bytes = b""

    @property
    def extension(self) -> str:
        """What the name of a file of this format ends with."""
        return ".jpg" if self.format == "jpeg" else f".{self.format}"


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """One public size of a picture. `file` is a name without a folder: '<hash16>-<width>.<avif|webp|jpg>'."""

    kind: Literal["wide", "share"]
    format: RenditionFormat
    width: int
    height: int
    file: str
    bytes: int
