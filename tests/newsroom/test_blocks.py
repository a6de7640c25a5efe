"""What a block of a body takes from an editor."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tamizdat.newsroom.blocks.body import EmbedBlock


@pytest.mark.parametrize("given", ["https://youtu.be/a", "Https://youtu.be/a", " HTTPS://youtu.be/a "])
def test_an_embed_is_secure_however_its_scheme_is_written(given: str) -> None:
    block = EmbedBlock()
    assert block.clean(block.to_python({"url": given, "title": "A video"}))["url"] == "https://youtu.be/a"


def test_an_embed_that_is_not_secure_is_refused() -> None:
    block = EmbedBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"url": "http://youtu.be/a", "title": "A video"}))
