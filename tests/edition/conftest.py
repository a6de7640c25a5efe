"""A newsroom to bake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom


@pytest.fixture
def room(db, settings, tmp_path) -> SmallNewsroom:
    from tests.edition.newsroom import SmallNewsroom  # models can be imported only once Django is set up

    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    return SmallNewsroom(tmp_path)
