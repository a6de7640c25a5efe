"""Pictures and other files as the public sees them: addresses by content, words in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from tamizdat.bake.products import File
from tamizdat.edition.shapes import Picture, Source
from tamizdat.edition.uses import Uses
from tamizdat.edition.values import Kind, Values
from tamizdat.kit.keys import Key
from tamizdat.kit.media_types import media_type
from tamizdat.kit.paths import public_name
from tamizdat.newsroom.models import Attachment
from tamizdat.newsroom.models import Picture as PictureRow
from tamizdat.newsroom.models.pictures import CHART, DOCUMENT
from tamizdat.newsroom.public import may_be_shown

FOLDER = "_/pictures"
FILES = "_/files"
TAKEN_ALONG = 400
"""Width of a picture within a story as one file, unless it is smaller."""
SOURCES = (("avif", "image/avif"), ("webp", "image/webp"))


@dataclass(frozen=True, kw_only=True)
class Image:
    """A row of a picture that has public `sizes`, and whose rights have not ended; `texts` are captions and alt texts by
    language."""

    pk: int
    width: int
    height: int
    caption: str
    alt_text: str
    texts: Mapping[str, Mapping[str, str]]
    creator: str
    credit_line: str
    copyright_notice: str
    digital_source_type: str
    average_colour: str
    sizes: Sequence[Mapping[str, Any]]
    may_be_republished: bool
    is_decorative: bool
    focal_point_x: int | None
    focal_point_y: int | None

    def shape(self, language: str, *, caption: str = "", alt_text: str = "", credit_line: str = "") -> Picture:
        """As templates see it. Words given go before the picture's own, which are in `language` where it has them. A credit
        line that is given says all that is to be said of the creator, too."""
        words = (self.texts or {}).get(language, {})
        described = "" if self.is_decorative else words.get("alt_text") or self.alt_text
        wide = [size for size in self.sizes if size["kind"] == "wide"]
        jpegs = sorted((size for size in wide if size["format"] == "jpeg"), key=lambda size: size["width"])
        largest = jpegs[-1]
        webps = sorted((size for size in wide if size["format"] == "webp"), key=lambda size: size["width"]) or jpegs
        light = next((size for size in webps if size["width"] >= TAKEN_ALONG), webps[-1])
        middle = next((size for size in jpegs if size["width"] >= 800), largest)
        share = next((size for size in self.sizes if size["kind"] == "share"), largest)
        return Picture(
            sources=tuple(
                Source(type=type, srcset=_srcset(size for size in wide if size["format"] == name))
                for name, type in SOURCES
            ),
            src=_url(middle),
            srcset=_srcset(jpegs),
            width=largest["width"],
            height=largest["height"],
            alt_text=alt_text or described,
            caption=caption or words.get("caption") or self.caption,
            creator="" if credit_line else self.creator,
            credit_line=credit_line or self.credit_line,
            copyright_notice=self.copyright_notice,
            average_colour=self.average_colour,
            focal=self._focal(),
            share_url=_url(share),
            share_width=share["width"],
            share_height=share["height"],
            small=light["file"],
            may_be_republished=self.may_be_republished,
        )

    def _focal(self) -> str:
        if self.digital_source_type in (CHART, DOCUMENT):
            return "uncropped"
        return f"fx-{_step(self.focal_point_x, self.width)} fy-{_step(self.focal_point_y, self.height)}"

    @property
    def largest_url(self) -> str:
        """The address of its largest JPEG."""
        return _url(max((size for size in self.sizes if size["format"] == "jpeg"), key=lambda size: int(size["width"])))

    def files(self, renditions: Path) -> list[File]:
        """Its public files: links to the sizes that were made at upload."""
        return [File(path=f"{FOLDER}/{size['file']}", link=renditions / size["file"]) for size in self.sizes]


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A row of a file that stories carry; `file` is its place below the media folder, `seconds` a recording's length."""

    pk: int
    title: str
    file: str
    file_hash: str
    file_size: int | None
    seconds: int | None

    @property
    def path(self) -> str:
        """Below the tree: by content, under the name that a reader's download will have."""
        return f"{FILES}/{self.file_hash[:16]}/{public_name(Path(self.file).name)}"

    @property
    def url(self) -> str:
        return f"/{self.path}"

    @property
    def media_type(self) -> str:
        return media_type(self.file).partition(";")[0]


_IMAGE = tuple(name for name in Image.__dataclass_fields__ if name != "pk")
_FILE = tuple(name for name in AttachedFile.__dataclass_fields__ if name != "pk")


def _images(_: Values, asked: Sequence[tuple[Key, Uses]]) -> Iterator[tuple[Key, Image | None]]:
    rows = PictureRow.objects.filter(may_be_shown(timezone.now()), pk__in=[key.number for key, _ in asked]).values(
        "pk", *_IMAGE
    )
    found = {row["pk"]: Image(**row) for row in rows if row["sizes"]}
    for key, uses in asked:
        yield key, uses.row(Key.of("picture", key.number), found)


def _files(_: Values, asked: Sequence[tuple[Key, Uses]]) -> Iterator[tuple[Key, AttachedFile | None]]:
    rows = Attachment.objects.filter(pk__in=[key.number for key, _ in asked]).values("pk", *_FILE)
    found = {row["pk"]: AttachedFile(**row) for row in rows if row["file_hash"]}
    for key, uses in asked:
        yield key, uses.row(Key.of("attachment", key.number), found)


def _url(size: Mapping[str, Any]) -> str:
    return f"/{FOLDER}/{size['file']}"


def _srcset(sizes: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(f"{_url(size)} {size['width']}w" for size in sorted(sizes, key=lambda size: int(size["width"])))


def _step(point: int | None, length: int) -> int:
    """A focal point in steps of 5 %, for which there are classes."""
    return 50 if point is None or not length else min(100, max(0, round(point * 20 / length) * 5))


KINDS = (Kind(name="image", level=0, read=_images), Kind(name="file", level=0, read=_files))
