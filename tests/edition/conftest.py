"""A newsroom to bake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom


@pytest.fixture
def room(db, tmp_path) -> SmallNewsroom:
    from tests.edition.newsroom import SmallNewsroom  # models can be imported only once Django is set up

    return SmallNewsroom(tmp_path)
