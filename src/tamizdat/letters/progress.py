"""What a person is told about sends: figures that add up, and what keeps the server from taking mail."""

from __future__ import annotations

from collections.abc import Mapping

from tamizdat.letters.store import values
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.sends import KINDS, Status

_TROUBLE = "sender.trouble"


def figures(status: Status) -> Mapping[str, int]:
    """By kind; they add up to `status.all`."""
    return {kind: getattr(status, kind) for kind in KINDS}


def set_trouble(store: Store, why: str) -> None:
    values.put(store, {_TROUBLE: why})


def trouble(store: Store) -> str:
    """Why nothing is handed over at the moment, or ''."""
    return values.get(store, _TROUBLE)
