"""What each reader agreed to, when, how, and which sentence was shown. Never a network address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tamizdat.letters.store.database import Connection, Store

ASKED, CONFIRMED, CHANGED, PAUSED, LEFT, IMPORTED = "asked", "confirmed", "changed", "paused", "left", "imported"
COMPLAINED, BOUNCED, ERASED = "complained", "bounced", "erased"

_FIELDS = "reader, list, action, at, language, how, shown"


@dataclass(frozen=True, kw_only=True)
class Consent:
    """`list` is 0 where it concerns none; `how` is form, mail, import, desk or webhook; `shown` a digest or ''."""

    reader: int
    list: int
    action: str
    at: int
    language: str
    how: str
    shown: str = ""


def add(db: Connection, consents: Iterable[Consent]) -> None:
    db.many(
        "INSERT INTO letters_consent (reader, list, action, at, language, how, shown) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(one.reader, one.list, one.action, one.at, one.language, one.how, one.shown) for one in consents],
    )


def of_reader(store: Store, reader: int) -> list[Consent]:
    """From the oldest on."""
    with store.reading() as db:
        return of_readers(db, [reader]).get(reader, [])


def of_readers(db: Connection, readers: Iterable[int]) -> dict[int, list[Consent]]:
    """{reader: consents, from the oldest on}."""
    found: dict[int, list[Consent]] = {}
    rows = db.run_in(f"SELECT {_FIELDS} FROM letters_consent WHERE reader IN ({{}}) ORDER BY at, id", readers)
    for reader, list, action, at, language, how, shown in rows:
        consent = Consent(reader=reader, list=list, action=action, at=at, language=language, how=how, shown=shown)
        found.setdefault(reader, []).append(consent)
    return found
