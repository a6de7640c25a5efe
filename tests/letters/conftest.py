"""A letters database for each test: a file, or the PostgreSQL server on which the tests run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamizdat.letters.store import Store, lists

KEY = b"k" * 32


@pytest.fixture
def store(empty_database_url: str, tmp_path: Path) -> Iterator[Store]:
    """With the lists 1 and 2, which are open, and 3, which is not."""
    store = Store(empty_database_url or str(tmp_path / "letters.sqlite3"))
    lists.replace(
        store,
        [
            lists.MailingList(id=1, slug="weekly", is_open=True, texts={"en": {"name": "Weekly"}}),
            lists.MailingList(id=2, slug="daily", is_open=True, texts={"en": {"name": "Daily"}}),
            lists.MailingList(id=3, slug="old", is_open=False, texts={}),
        ],
    )
    yield store
    store.close()
