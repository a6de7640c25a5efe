"""The letters database as a part of the newsroom: whether there is one, its state for `tamizdat status`, its faults for
`tamizdat check`, and its sends after an older copy was brought back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from tamizdat.config.newsroom import Newsroom
from tamizdat.letters.errors import LettersError
from tamizdat.letters.store import Store, brought_back, faults, readers, sends


def is_there(newsroom: Newsroom) -> bool:
    """A newsroom without lists needs no letters database: its file is made at the first use."""
    return bool(newsroom.letters_database) or Path(newsroom.letters).exists()


def status(newsroom: Newsroom) -> dict[str, Any] | None:
    """None while there is none. `subscribers` by their state; `sending`: letters under way; `trouble` says why it cannot be
    used, or is empty."""
    if not is_there(newsroom):
        return None
    store = Store(newsroom.letters)
    found: dict[str, Any] = {"kind": "postgresql" if newsroom.letters_database else "sqlite", "trouble": ""}
    found |= {"subscribers": {}, "sending": 0, "paused": 0}
    try:
        found["subscribers"] = readers.by_state(store)
        states = sends.by_state(store)
        found["sending"] = states.get(sends.WAITING, 0) + states.get(sends.SENDING, 0)
        found["paused"] = states.get(sends.PAUSED, 0)
    except LettersError as error:
        found["trouble"] = str(error)
    finally:
        store.close()
    return found


def check(newsroom: Newsroom) -> list[tuple[str, str, str]]:
    """(where, what, what to do) of each fault."""
    if not is_there(newsroom):
        return []
    where = "the letters database" if newsroom.letters_database else Path(newsroom.letters).name
    store = Store(newsroom.letters)
    try:
        return [
            (where, one, "Restore the last good backup into a new folder, or report this") for one in faults.find(store)
        ]
    except LettersError as error:
        return [(where, str(error).rstrip("."), "Restore the last good backup into a new folder")]
    finally:
        store.close()


def hold_sends(newsroom: Newsroom) -> int:
    """Pause every send that an older copy of the database takes for unfinished; how many those are.

    What it says is still to be sent may have been sent since: somebody must look before it goes on. Raises LettersError.
    """
    if not is_there(newsroom):
        return 0
    store = Store(newsroom.letters)
    try:
        return brought_back.hold(store, int(time.time()))
    finally:
        store.close()
