"""An older copy of the database was brought back: what it takes for unsent may have been sent since it was made."""

from __future__ import annotations

from tamizdat.letters.store import sends, values
from tamizdat.letters.store.database import Store

_NAME = "brought_back"
_WHY = "The newsroom was brought back from an older copy: the rest may have been sent since then."


def hold(store: Store, now: int) -> int:
    """Pause every send that waits or is being sent, and note the moment; how many those are."""
    with store.writing() as db:
        rows = db.execute("UPDATE letters_send SET state = 'paused' WHERE state IN ('waiting', 'sending') RETURNING id")
        values.write(db, {_NAME: str(now), **{sends.reason(id): _WHY for (id,) in rows}})
    return len(rows)


def moment(store: Store) -> int:
    """When that was last done; 0: never. What was due before it is not sent without somebody's word."""
    return int(values.get(store, _NAME) or 0)
