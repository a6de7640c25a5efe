"""What a kill takes out of the edition stands in its record, file by file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.utils import timezone

from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.actions.removals.records import RemovalJournal
from tamizdat.newsroom.models import Removal
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
