"""Ghost's export of members. Names, notes, labels and payments are not read: letters need none of them."""

from __future__ import annotations

from collections.abc import Sequence

from tamizdat.letters.moving.entries import Entry, UnusableLine, seconds, truth
from tamizdat.letters.moving.table import Line
from tamizdat.letters.store import readers


def recognises(columns: Sequence[str]) -> bool:
    return {"email", "subscribed_to_emails", "created_at"} <= set(columns)


def entry(line: Line, columns: Sequence[str], file_name: str) -> Entry:
    """Ghost confirms by the link that a member signs in with: its created_at is that moment. Raises UnusableLine."""
    cells = line.cells
    if cells.get("deleted_at"):
        raise UnusableLine("a member who was deleted")
    created = seconds(cells["created_at"])
    return Entry(
        line=line.number,
        address=cells["email"],
        state=readers.ACTIVE if truth(cells["subscribed_to_emails"]) else readers.LEFT,
        created=created,
        confirmed=created,
    )
