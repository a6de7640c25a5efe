"""What a kill takes out of the edition stands in its record, file by file."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.actions.removals import pictures
from tamizdat.newsroom.actions.removals.records import RemovalJournal
from tamizdat.newsroom.imaging import PictureRefused
from tamizdat.newsroom.models import Picture, Removal
from tests.edition.newsroom import SmallNewsroom, contents


@pytest.fixture
def room(db, settings, tmp_path: Path) -> SmallNewsroom:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    room = SmallNewsroom(tmp_path)
    room.baker._journal = RemovalJournal()
    return room


def test_the_record_of_a_kill_names_each_file_with_its_hash(room: SmallNewsroom) -> None:
    story = room.story("The leak", regions=[room.regions[0]], authors=room.authors)
    room.story("Another story", regions=[room.regions[0]])
    room.bake_whole(room.baker)
    before = contents(room.baker)
    articles.kill(story, reason="Ordered by the court of Tbilisi, 17/26.")
    room.baker.bake_due(timezone.now())
    after = contents(room.baker)
    removal = Removal.objects.get()
    recorded = {one.path: (one.removed, one.sha256) for one in removal.files.all()}
    changed = {
        path: (path not in after, hashlib.sha256(data).hexdigest())
        for path, data in before.items()
        if after.get(path) != data and not path.endswith(".br")
    }
    assert changed, "a kill changes the edition"
    assert recorded == changed
    assert (removal.name, removal.reason) == ("The leak", "Ordered by the court of Tbilisi, 17/26.")
    assert removal.finished_at is not None
    assert removal.counts == {
        "files_removed": sum(gone for gone, _ in changed.values()),
        "files_rewritten": sum(not gone for gone, _ in changed.values()),
    }


def test_what_is_published_afterwards_is_in_no_record(room: SmallNewsroom) -> None:
    story = room.story("The leak")
    room.bake_whole(room.baker)
    articles.kill(story, reason="A source is in danger.")
    room.baker.bake_due(timezone.now())
    recorded = Removal.objects.get().files.count()
    room.story("Another story")
    room.baker.bake_due(timezone.now())
    assert Removal.objects.get().files.count() == recorded


def test_a_killed_picture_leaves_every_story_and_is_not_taken_in_again(
    room: SmallNewsroom, settings, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=tmp_path / "one")
    picture, copy, other = uploaded("a.jpg"), uploaded("small.png", size=(500, 400)), uploaded("b.jpg", turned=True)
    assert pictures.near_copies(picture) == [copy]
    first = room.story("One", lead_picture=picture)
    second = room.story(
        "Two", body=[("text", "<p>Stays.</p>"), ("picture", {"picture": copy}), ("picture", {"picture": other})]
    )
    room.bake_whole(room.baker)
    sizes = {size["file"] for one in (picture, copy) for size in one.sizes}
    kept = {size["file"] for size in other.sizes}
    served = {path.rpartition("/")[2] for path in contents(room.baker)}
    assert sizes & served
    with django_capture_on_commit_callbacks(execute=True):
        removal = pictures.kill(picture, also=[copy], reason="It shows a source.")
    room.baker.bake_due(timezone.now())
    after = contents(room.baker)
    assert not sizes & {path.rpartition("/")[2] for path in after}
    assert not [path for path, data in after.items() if any(name.encode() in data for name in sizes)]
    assert kept & {path.rpartition("/")[2] for path in after}
    for story in (first, second):
        story.refresh_from_db()
        assert not any(str(one) in json.dumps(story.latest_revision.content["body"]) for one in sizes)
    assert [block["type"] for block in second.body.raw_data] == ["text", "picture"]
    assert first.lead_picture is None
    assert set(Picture.with_bin.all()) == {other}
    assert not any((tmp_path / "one" / "renditions" / name).exists() for name in sizes)
    removal.refresh_from_db()
    assert removal.finished_at
    assert {one.path.rpartition("/")[2] for one in removal.files.filter(removed=True)} >= sizes & served
    with pytest.raises(PictureRefused):
        uploaded("again.jpg", size=(900, 720))


def uploaded(name: str, *, size: tuple[int, int] = (1000, 800), turned: bool = False) -> Picture:
    """A drawing with light and dark parts, in any size."""
    drawing = Image.new("L", (10, 8))
    drawing.putdata([(x * 37 + y * 91 + x * y * 53) % 256 for y in range(8) for x in range(10)])
    drawing = drawing.transpose(Image.Transpose.ROTATE_180) if turned else drawing
    file = io.BytesIO()
    drawing.resize(size, Image.Resampling.BICUBIC).convert("RGB").save(file, "PNG" if name.endswith("png") else "JPEG")
    picture = Picture(title=name)
    picture.file = ContentFile(file.getvalue(), name)
    picture.save()
    return picture
