"""The letters database as the desk reads it. Numbers are for everyone who writes letters, addresses are not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from tamizdat.letters import LettersError
from tamizdat.letters.links import load_key
from tamizdat.letters.store import figures
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.figures import Figures


def store() -> Store:
    return _opened(settings.NEWSROOM.letters)


@cache
def _opened(address: str) -> Store:
    return Store(address)


def key() -> bytes:
    """With which links are signed and addresses hashed."""
    return _key(settings.NEWSROOM.keys)


@cache
def _key(folder: Path) -> bytes:
    folder.mkdir(mode=0o700, exist_ok=True)
    return load_key(folder)


def by_list() -> dict[int, Figures]:
    """Readers of each list; none where the database cannot be used, which other pages say."""
    try:
        return figures.by_list(store())
    except LettersError:
        return {}
