"""The pictures of a batch go into the library, each file once: a picture is known again by the hash of its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files import File

from tamizdat.newsroom.actions import pictures
from tamizdat.newsroom.actions.imports.incoming import Incoming, PictureFile, Warned
from tamizdat.newsroom.imaging import PictureRefused, inspect
from tamizdat.newsroom.models import Picture

Keys = dict[PictureFile, int]


@dataclass(frozen=True, kw_only=True)
class Shelved:
    keys: Keys
    added: int
    warnings: tuple[Warned, ...]


def take_in(stories: Sequence[Incoming]) -> Shelved:
    """Each picture in a transaction of its own; one that is refused is a warning and leaves its story without it."""
    keys: Keys = {}
    warnings: list[Warned] = []
    added = 0
    for story in stories:
        for one in story.pictures:
            if one in keys:
                continue
            try:
                keys[one], new = _take_in(one)
                added += new
            except (PictureRefused, OSError) as error:
                why = f"picture {one.path.name}: {error}"
                warnings.append(Warned(external_id=story.external_id, why=why))
    return Shelved(keys=keys, added=added, warnings=tuple(warnings))


def _take_in(one: PictureFile) -> tuple[int, bool]:
    with one.path.open("rb") as file:
        known = hashlib.file_digest(file, "sha1").hexdigest()  # as the library itself keeps it
        there = Picture.objects.filter(file_hash=known).order_by("pk").values_list("pk", flat=True).first()
        if there:
            return there, False
        facts = inspect(one.path)  # first of all: the row looks into its file, and says less well what is wrong with it
        file.seek(0)
        picture = Picture(
            title=one.path.stem[:255],
            file=File(file, name=one.path.name),
            caption=one.caption,
            alt_text=one.alt_text,
            creator=one.creator,
            credit_line=one.credit_line,
            file_hash=known,
        )
        pictures.take_in(picture, facts)
    return picture.pk, True
