"""The letters database as a part of the newsroom: its state for `tamizdat status`, its faults for `tamizdat check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tamizdat.config.newsroom import Newsroom
from tamizdat.letters.errors import LettersError
from tamizdat.letters.store import Store, faults, readers, sends


def status(newsroom: Newsroom) -> dict[str, Any] | None:
    """None while there is none. `subscribers` by their state; `sending`: letters under way; `trouble` says why it cannot be
    used, or is empty."""
    path = Path(newsroom.letters)
    if not newsroom.letters_database and not path.exists():
        return None
    store = Store(newsroom.letters)
    found: dict[str, Any] = {"kind": "postgresql" if newsroom.letters_database else "sqlite", "trouble": ""}
    found |= {"subscribers": {}, "sending": 0, "paused": 0}
    try:
        found["subscribers"] = readers.by_state(store)
        states = [one.state for one in sends.newest(store, 1_000)]
        found["sending"] = sum(state in (sends.WAITING, sends.SENDING) for state in states)
        found["paused"] = states.count(sends.PAUSED)
    except LettersError as error:
        found["trouble"] = str(error)
    finally:
        store.close()
    return found


def check(newsroom: Newsroom) -> list[tuple[str, str, str]]:
    """(where, what, what to do) of each fault."""
    if not newsroom.letters_database and not Path(newsroom.letters).exists():
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
