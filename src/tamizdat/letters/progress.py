"""What a person is told about sends: figures that add up, why one was paused, and what keeps the server from taking mail."""

from __future__ import annotations

from collections.abc import Mapping

from tamizdat.letters.store import sends, values
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.sends import Status

KINDS = ("handed_over", "waiting", "deferred", "bounced", "given_up", "uncertain", "cancelled")
"""In the order in which they are shown. Each delivery is in exactly one."""
_TROUBLE = "sender.trouble"


def figures(status: Status) -> Mapping[str, int]:
    """By kind; they add up to `status.all`."""
    return {kind: getattr(status, kind) for kind in KINDS}


def why_paused(store: Store, send: int) -> str:
    """Why the sender paused it; '' when a person did, or when it is not paused."""
    return sends.why_paused(store, send)


def set_trouble(store: Store, why: str) -> None:
    values.put(store, {_TROUBLE: why})


def trouble(store: Store) -> str:
    """Why nothing is handed over at the moment, or ''."""
    return values.get(store, _TROUBLE)
