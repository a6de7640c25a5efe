"""Any CSV file with a column of addresses: all of them are subscribers, unless a column says who left or bounced. Columns for
language and dates are read as well."""

from __future__ import annotations

from collections.abc import Sequence

from tamizdat.letters.moving.entries import Entry, UnusableLine, seconds
from tamizdat.letters.moving.table import Line
from tamizdat.letters.store import readers

_ADDRESS = ("email", "e-mail", "email address", "email_address", "e-mail address", "mail", "почта", "эл. почта")
_CREATED = ("created_at", "subscribed_at", "date", "created")
_CONFIRMED = ("confirmed_at", "confirmed")
_STATE = ("status", "state", "subscription_status", "статус")
_STATES = {
    readers.ACTIVE: ("", "active", "subscribed", "enabled", "confirmed", "подписан"),
    readers.LEFT: ("unsubscribed", "left", "inactive", "disabled", "отписан"),
    readers.BOUNCED: ("bounced", "cleaned"),
    readers.COMPLAINED: ("complained", "spam", "blocklisted"),
}
"""Words of such a column, by the state that they mean. Nobody is mailed because of any other word."""


def recognises(columns: Sequence[str]) -> bool:
    return any(name in columns for name in _ADDRESS)


def entry(line: Line, columns: Sequence[str], file_name: str) -> Entry:
    """Raises UnusableLine."""
    return Entry(
        line=line.number,
        address=_cell(line, _ADDRESS),
        state=_state(_cell(line, _STATE)),
        language=line.cells.get("language", ""),
        created=seconds(_cell(line, _CREATED)),
        confirmed=seconds(_cell(line, _CONFIRMED)),
    )


def _state(word: str) -> str:
    found = next((state for state, words in _STATES.items() if word.strip().lower() in words), None)
    if found is None:
        raise UnusableLine(
            f"the status {word[:40]!r} is unknown: write active or unsubscribed, or leave that column out"
        )
    return found


def _cell(line: Line, names: Sequence[str]) -> str:
    return next((line.cells[name] for name in names if name in line.cells), "")
