"""The desk's first page shows how often stories were read, and survives a broken store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from tamizdat.audience.store import counts
from tamizdat.newsroom.models import Article


def test_the_most_read_stories_stand_with_their_numbers(
    editor: Client, published: Callable[..., Article], store: Path
) -> None:
    bridge, road = (published(name).get_url_parts()[2] for name in ("A bridge", "A road"))
    page = editor.get("/desk/").content.decode()
    assert "Nothing has been counted yet." in page
    today = timezone.localdate()
    long_ago = today - timedelta(days=7)
    counts.add(
        store,
        {
            (today, counts.READ, bridge): 1,
            (today, counts.READ, road): 31,
            (long_ago, counts.READ, bridge): 500,
            (today, counts.REPUBLISH, road): 2,
            (today, counts.READ, "/en/nowhere/"): 9,
        },
    )
    page = editor.get("/desk/").content.decode().partition("Read in the last seven days")[2]
    assert page.index("A road") < page.index("31 reads") < page.index("A bridge") < page.index("1 read<")
    assert "2 times copied to be republished" in page
    assert "32 reads of all stories" in page


def test_a_broken_store_is_told_in_words(editor: Client, store: Path) -> None:
    store.write_bytes(b"no database" * 1000)
    assert "audience.sqlite3" in editor.get("/desk/").content.decode()
