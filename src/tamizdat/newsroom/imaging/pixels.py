"""From a file to upright sRGB pixels. Runs in the decoding process only."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import cast

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, TiffImagePlugin, UnidentifiedImageError

from tamizdat.newsroom.imaging import cut_out, limits
from tamizdat.newsroom.imaging.errors import PictureRefused
from tamizdat.newsroom.imaging.exif import DAMAGE
from tamizdat.newsroom.imaging.facts import Format

FORMATS: dict[str, Format] = {
    "JPEG": "jpeg",
    "MPO": "jpeg",  # phones put several pictures into one JPEG; readers and we take the first
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "HEIF": "heic",
    "GIF": "gif",
    "TIFF": "tiff",
}
"""Pillow's names of formats, and ours."""
_OPENERS = tuple(name for name in FORMATS if name != "MPO")  # which the opener for JPEG finds out
PAPER = (255, 255, 255)  # behind transparency, in files that have none

_ORIENTATION = 0x0112
_SIDEWAYS = {5, 6, 7, 8}
_UPRIGHT_WHEN_LOADED = ("TIFF", "HEIF")
"""Formats whose decoder turns the pixels itself."""
_MAY_HOLD_SEVERAL = ("TIFF", "MPO", "HEIF")
"""Formats in which several pictures are no film: the first, or the one that is marked as the main one, counts."""
_PROFILE_KINDS = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}
_NEW_SUBFILE_TYPE, _DNG_VERSION = 254, 50706
_NOT_A_PICTURE = (
    "The file is none of the pictures taken here (JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF, SVG): export it as JPEG."
)
_BROKEN = (
    "The picture is damaged or was cut short on the way: open it in an editor, or fetch it once more from the sender."
)

ImageFile.LOAD_TRUNCATED_IMAGES = False
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
# Size is judged by open_checked, with a sentence of its own; Pillow's own alarm is the second line.
Image.MAX_IMAGE_PIXELS = limits.MAX_PIXELS


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except UnidentifiedImageError as error:
        raise PictureRefused("format", _NOT_A_PICTURE) from error
    except Image.DecompressionBombError as error:
        raise PictureRefused("too-large", _too_large("far too many")) from error
    except (*DAMAGE, struct.error, RuntimeError) as error:
        raise PictureRefused("broken", _BROKEN) from error


def open_checked(data: BytesIO) -> Image.Image:
    """The picture, opened and mostly not decoded yet; raises PictureRefused for what its header already gives away."""
    with warnings.catch_warnings(), _refusing():
        warnings.simplefilter("ignore")
        picture = Image.open(data, formats=_OPENERS)
        animated = picture.format not in _MAY_HOLD_SEVERAL and getattr(picture, "is_animated", False)
    if picture.width * picture.height > limits.MAX_PIXELS:  # before its turn is asked for, which decodes a PNG
        raise PictureRefused("too-large", _too_large(f"{picture.width * picture.height / 1e6:.0f}"))
    width, height = upright_size(picture)
    if height > width * limits.MAX_HEIGHT_PER_WIDTH or width > height * limits.MAX_WIDTH_PER_HEIGHT:
        raise PictureRefused(
            "too-tall", f"The picture is a strip of {width} × {height} pixels: crop it to a usual shape."
        )
    if animated:
        raise PictureRefused(
            "animated", "The picture moves: upload it as a video, or save the frame that tells the story as a still."
        )
    if _is_camera_raw(picture, data):
        raise PictureRefused("format", "This is a camera's raw file: develop it and export it as JPEG.")
    with _refusing():
        return cut_out.with_exact_transparency(picture, data)


def format_of(picture: Image.Image) -> Format:
    return FORMATS[str(picture.format)]


def upright_size(picture: Image.Image) -> tuple[int, int]:
    width, height = picture.size
    return (height, width) if _is_sideways(picture) else (width, height)


def decoded(picture: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """Upright sRGB pixels, at least `wanted` large where the picture is (upright width, height); RGBA where something can
    be seen through the picture, else RGB.

    Shrinks while decoding (JPEG) or right after, before anything copies the whole: that keeps a 100-megapixel
    picture within the memory of one or two copies.
    """
    turned = 1 if picture.format in _UPRIGHT_WHEN_LOADED else _orientation(picture)
    width, height = wanted[::-1] if turned in _SIDEWAYS else wanted
    profile = picture.info.get("icc_profile")
    with _refusing():
        if hasattr(picture, "draft"):
            picture.draft(None, (max(1, width), max(1, height)))
        picture.load()
        factor = max(1, min(picture.width // max(1, width), picture.height // max(1, height)))
        small = _plain_mode(picture)
        if factor > 1:
            small = small.reduce(factor)
        colours = _in_srgb(small, profile)
    return _turned(colours, turned)


def on_paper(picture: Image.Image) -> Image.Image:
    """What `decoded` gave, without transparency."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _too_large(pixels: str) -> str:
    most = limits.MAX_PIXELS // 1_000_000
    return f"The picture has {pixels} megapixels, the most is {most}: export it smaller (4,000 pixels wide is plenty)."


def _is_sideways(picture: Image.Image) -> bool:
    """Whether width and height will change places."""
    if picture.format == "HEIF":
        return False
    sideways = _orientation(picture) in _SIDEWAYS
    if isinstance(picture, TiffImagePlugin.TiffImageFile):  # its header's size is turned where its own tag says so
        return sideways and picture.tag_v2.get(_ORIENTATION) not in _SIDEWAYS
    return sideways


def _orientation(picture: Image.Image) -> int:
    try:
        turned = picture.getexif().get(_ORIENTATION, 1)
    except DAMAGE:
        return 1
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _turned(picture: Image.Image, orientation: int) -> Image.Image:
    turns = Image.Transpose
    methods = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_270,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_90,
    }
    return picture.transpose(methods[orientation]) if orientation in methods else picture


def _is_camera_raw(picture: Image.Image, data: BytesIO) -> bool:
    """Raw files are TIFFs whose first page is a thumbnail: taken as they are, they would make a stamp of a photo."""
    if not isinstance(picture, TiffImagePlugin.TiffImageFile):
        return False
    tags = picture.tag_v2
    reduced = isinstance(kind := tags.get(_NEW_SUBFILE_TYPE), int) and kind & 1
    return bool(reduced) or _DNG_VERSION in tags or data.getvalue()[8:10] == b"CR"


def _plain_mode(picture: Image.Image) -> Image.Image:
    """One of L, LA, RGB, RGBA, CMYK, LAB: what reduce() and the colour engine take."""
    mode = picture.mode
    see_through = picture.has_transparency_data
    if mode in ("L", "LA", "RGB", "RGBA", "CMYK", "LAB") and "transparency" not in picture.info:
        return picture
    if mode.startswith("I;16"):
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if mode in ("I", "F"):
        low, high = cast("tuple[float, float]", picture.getextrema())
        scale = 255 / ((high - low) or 1)
        return picture.point(lambda value: value * scale + (-low * scale)).convert("L")
    if mode in ("1", "L", "La"):
        return picture.convert("LA" if see_through else "L")
    return picture.convert("RGBA" if see_through else "RGB")


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    alpha = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
    colours = picture.convert({"LA": "L", "RGBA": "RGB"}[picture.mode]) if alpha else picture
    colours = _by_profile(colours, profile) or colours.convert("RGB")
    if alpha and alpha.getextrema() != (255, 255):
        colours.putalpha(alpha)
    return colours


def _by_profile(colours: Image.Image, profile: object) -> Image.Image | None:
    """None where the profile is absent, damaged or made for another kind of picture: the numbers are then sRGB's."""
    if colours.mode == "LAB" and not profile:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    if not isinstance(profile, bytes) or not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if _PROFILE_KINDS.get(colours.mode) != source.profile.xcolor_space.strip():
            return None
        return ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
