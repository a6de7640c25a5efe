"""The demo's recordings."""

from __future__ import annotations

import hashlib

from django.core.files import File

from tamizdat.demo.shapes import DemoNewsroom
from tamizdat.newsroom.models import Attachment

BITS_A_SECOND = 24_000
"""At which recording.py writes them."""


def shelve(demo: DemoNewsroom) -> dict[str, int]:
    """The key of each recording by its file name. One that is there is known by the hash of its bytes."""
    found: dict[str, int] = {}
    for story in demo.stories:
        for kind, value in story.body:
            if kind == "audio" and value["file"] not in found:
                found[value["file"]] = _shelve(demo, value["file"], value["title"])
    return found


def _shelve(demo: DemoNewsroom, name: str, title: str) -> int:
    path = demo.folder / "audio" / name
    known = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()  # as the library itself keeps it
    there = Attachment.objects.filter(file_hash=known).values_list("pk", flat=True).first()
    if there:
        return there
    with path.open("rb") as file:
        attachment = Attachment(
            title=title or path.stem,
            file=File(file, name=name),
            seconds=round(path.stat().st_size * 8 / BITS_A_SECOND),
        )
        attachment.save()
    return int(attachment.pk)
