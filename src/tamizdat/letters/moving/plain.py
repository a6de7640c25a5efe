"""Any CSV file with a column of addresses: all of them are subscribers. Columns for language and dates are read as well."""

from __future__ import annotations

from collections.abc import Sequence

from tamizdat.letters.moving.entries import Entry, seconds
from tamizdat.letters.moving.table import Line
from tamizdat.letters.store import readers

_ADDRESS = ("email", "e-mail", "email address", "email_address", "e-mail address", "mail", "почта", "эл. почта")
_CREATED = ("created_at", "subscribed_at", "date", "created")
_CONFIRMED = ("confirmed_at", "confirmed")


def recognises(columns: Sequence[str]) -> bool:
    return any(name in columns for name in _ADDRESS)


def entry(line: Line, columns: Sequence[str], file_name: str) -> Entry:
    """Raises UnusableLine."""
    return Entry(
        line=line.number,
        address=_cell(line, _ADDRESS),
        state=readers.ACTIVE,
        language=line.cells.get("language", ""),
        created=seconds(_cell(line, _CREATED)),
        confirmed=seconds(_cell(line, _CONFIRMED)),
    )


def _cell(line: Line, names: Sequence[str]) -> str:
    return next((line.cells[name] for name in names if name in line.cells), "")
