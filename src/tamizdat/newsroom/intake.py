"""Pictures are taken in here: read, refused or kept, their sizes for readers made.

A picture's row calls this before it is written, so that no way of uploading can leave it out; a form calls it earlier,
to be able to say what is wrong.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils import timezone
from wagtail.images.models import AbstractImage

from tamizdat.newsroom import imaging, perceptual

TEXTS = ("caption", "alt_text", "creator", "credit_line", "copyright_notice", "usage_terms", "digital_source_type")

_PICTURE_NAME = re.compile(r"\.(avif|gif|hei[cf]|jf?if|jpe?g?|mpo|png|svg|tiff?|webp)$", re.IGNORECASE)
"""The end of a file's name that a picture's format decides; any other is a part of its name."""


def as_kept(file: File[Any], facts: imaging.PictureFacts) -> File[Any]:
    """An upload as the library keeps it: named by its content, whatever it was called, and whole."""
    stem = _PICTURE_NAME.sub("", Path(unicodedata.normalize("NFC", file.name or "")).name)
    name = f"{stem or 'picture'}{facts.extension}"
    if facts.replacement:
        return ContentFile(facts.replacement, name)
    file.name = name
    return file


def take_in(picture: AbstractImage, facts: imaging.PictureFacts | None = None) -> None:
    """Make the sizes of `picture` and fill what is empty from what its file says. The caller saves the row.

    Raises imaging.PictureRefused, and then neither the picture nor a file has changed. `facts` saves reading the file
    again when it was read just before.
    """
    if facts is None:
        with _original(picture) as path:
            facts = imaging.inspect(path)
        if not getattr(picture.file, "_committed", True):
            picture.file = as_kept(picture.file.file, facts)
    with _original(picture) as path:
        sizes = imaging.make_renditions(path, settings.NEWSROOM.renditions, focal=_focal(picture, facts))
    mark = perceptual.of_sizes([asdict(size) for size in sizes], settings.NEWSROOM.renditions)
    if mark != picture.perceptual_hash and was_killed(mark):
        raise imaging.PictureRefused(
            "killed", "This picture was killed: it cannot be used again. See the records of removals for the reason."
        )
    picture.perceptual_hash = mark
    for name in TEXTS:
        longest = picture._meta.get_field(name).max_length
        if not getattr(picture, name):
            setattr(picture, name, getattr(facts, name)[:longest])
    if picture.taken_at is None and facts.created_at:
        picture.taken_at = facts.created_at if facts.created_at.tzinfo else timezone.make_aware(facts.created_at)
    picture.average_colour = facts.average_colour
    picture.sizes = [asdict(size) for size in sizes]
    picture.taken_in = _state(picture)


def was_killed(mark: str) -> bool:
    """Whether a picture that looks the same was killed."""
    if perceptual.is_flat(mark):
        return False
    killed = apps.get_model("newsroom", "KilledPicture").objects.exclude(perceptual_hash="")
    return any(
        perceptual.differ(mark, other) <= perceptual.SAME for other in killed.values_list("perceptual_hash", flat=True)
    )


def is_taken_in(picture: AbstractImage) -> bool:
    """Whether the sizes are those of this file and this focal point. Sizes brought to a new row are believed."""
    return bool(picture.sizes) and picture.taken_in in (None, _state(picture))


def remember(picture: AbstractImage) -> None:
    """The row was just read: its sizes are right for the file and focal point that it has."""
    picture.taken_in = _state(picture)


def _state(picture: AbstractImage) -> tuple[object, ...]:
    names = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    focal = [picture.__dict__.get(name) for name in names]
    file = picture.__dict__.get("file")
    fresh = file and not getattr(file, "_committed", True) and id(file.file)
    return (str(file), fresh, *focal)


def _focal(picture: AbstractImage, facts: imaging.PictureFacts) -> tuple[float, float]:
    if picture.focal_point_x is None or picture.focal_point_y is None:
        return (0.5, 0.5)
    return (
        min(max(picture.focal_point_x / facts.width, 0.0), 1.0),
        min(max(picture.focal_point_y / facts.height, 0.0), 1.0),
    )


@contextmanager
def _original(picture: AbstractImage) -> Iterator[Path]:
    """The picture's file as a path, wherever it is kept: an upload, the media folder or another storage."""
    if getattr(picture.file, "_committed", True) and hasattr(picture.file.storage, "location"):
        yield Path(picture.file.path)
        return
    upload = picture.file.open("rb")  # left open: whoever stores the picture reads it again
    with tempfile.NamedTemporaryFile(prefix="tamizdat-picture-") as copy:
        upload.seek(0)
        shutil.copyfileobj(upload, copy)
        copy.flush()
        upload.seek(0)
        yield Path(copy.name)
