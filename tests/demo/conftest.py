"""The demo newsroom, filled and baked once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.conftest import SERVER_URL

if TYPE_CHECKING:
    from tamizdat.bake.baker import Baker

DRAWN_BEFORE_THE_BREAK = 5


class BrokenOffError(Exception):
    """What stands for a power cut."""


@pytest.fixture(scope="package")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[int, int]]]:
    """The newsroom after a run that broke off and one that went through; what the second told of its progress.

    On a database server, where nothing is baked, the pictures are small: their sizes are no business of the database.
    """
    from django.db import transaction

    from tamizdat.demo.drawing import draw
    from tamizdat.demo.fill import fill
    from tamizdat.demo.filling import pictures
    from tamizdat.newsroom.actions import newsroom
    from tamizdat.newsroom.models import Picture

    drawn: list[Path] = []

    def draw_and_break(spec: Any, out: Path, width: int | None = None) -> None:
        draw(spec, out, width)
        if SERVER_URL:
            with Image.open(out) as picture:
                small = picture.resize((picture.width // 5, picture.height // 5))
            small.save(out)
        drawn.append(out)
        if len(drawn) == DRAWN_BEFORE_THE_BREAK:
            raise BrokenOffError

    told: list[tuple[int, int]] = []
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(pictures, "draw", draw_and_break)
        newsroom.set_up()
        with pytest.raises(BrokenOffError):
            fill()
        assert Picture.objects.exists()
        fill(lambda done, total: told.append((done, total)))
        yield told
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def baked(filled: list[tuple[int, int]], django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Baker:
    """The filled demo's edition, in a folder of its own."""
    if SERVER_URL:
        pytest.skip("the edition is made of the same rows whatever holds them: baked once, on SQLite")
    from django.conf import settings
    from django.utils import timezone

    from tamizdat.bake import full
    from tamizdat.bake.baker import Baker
    from tamizdat.config.wiring import edition

    room = replace(settings.NEWSROOM, folder=tmp_path_factory.mktemp("demo"), canonical="https://example.org")
    for name in ("media", "renditions"):
        (room.folder / name).symlink_to(settings.NEWSROOM.folder / name)
    baker = Baker(public=room.public, state=room.state, policy=edition(room))
    with django_db_blocker.unblock():
        baker.tree.open()
        full.mark_all(baker)
        baker.bake_due(timezone.now())  # in this process: another would not see the open transaction
    return baker
