"""Mailchimp's export of an audience: a file each for subscribed, unsubscribed, cleaned and non-subscribed contacts.

The name of the first columns is the account's to choose; those in capitals are always there. OPTIN_IP and CONFIRM_IP are
not read. Times are in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence

from tamizdat.letters.moving.entries import Entry, UnusableLine, seconds
from tamizdat.letters.moving.table import Line
from tamizdat.letters.store import readers


def recognises(columns: Sequence[str]) -> bool:
    return "optin_time" in columns and {"leid", "euid"} <= set(columns)


def entry(line: Line, columns: Sequence[str], file_name: str) -> Entry:
    """Cleaned addresses are those that bounced. Raises UnusableLine."""
    cells = line.cells
    if file_name.lower().startswith(("nonsubscribed", "non-subscribed", "transactional")):
        raise UnusableLine("a contact that never subscribed")
    if "clean_time" in columns:
        state, ended = readers.BOUNCED, seconds(cells["clean_time"])
    elif "unsub_time" in columns:
        state, ended = readers.LEFT, seconds(cells["unsub_time"])
    else:
        state, ended = readers.ACTIVE, None
    return Entry(
        line=line.number,
        address=cells.get("email address") or next((cell for cell in cells.values() if "@" in cell), ""),
        state=state,
        language=cells.get("language", ""),
        created=seconds(cells["optin_time"]),
        confirmed=seconds(cells.get("confirm_time", "")),
        ended=ended,
    )
