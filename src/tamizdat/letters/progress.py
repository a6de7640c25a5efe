"""What a person is told about sends: figures that add up, why one was paused, and what keeps the server from taking mail."""

from __future__ import annotations

from collections.abc import Mapping

from tamizdat.letters.store import sends, values
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.sends import Status

KINDS = ("handed_over", "waiting", "deferred", "bounced", "given_up", "uncertain", "cancelled")
"""In the order in which they are shown. Each delivery is in exactly one."""
_TROUBLE = "sender.trouble"


def pause(store: Store, send: int, why: str) -> None:
    """Pause a send that would fail for every reader; `why` is for whoever looks at it."""
    if sends.pause(store, send):
        values.put(store, {_reason(send): why})


def resume(store: Store, send: int) -> bool:
    """False when it was not paused."""
    values.put(store, {_reason(send): ""})
    return sends.resume(store, send)


def why_paused(store: Store, send: int) -> str:
    """'' when a person paused it, or nobody did."""
    return values.get(store, _reason(send))


def set_trouble(store: Store, why: str) -> None:
    values.put(store, {_TROUBLE: why})


def trouble(store: Store) -> str:
    """Why nothing is handed over at the moment, or ''."""
    return values.get(store, _TROUBLE)


def figures(status: Status) -> Mapping[str, int]:
    """By kind; they add up to `status.all`."""
    return {kind: getattr(status, kind) for kind in KINDS}


def _reason(send: int) -> str:
    return f"paused.{send}"
