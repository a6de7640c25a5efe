"""The queue of notices: single mails to one reader. No mailbox gets the same kind twice in a day from somebody else's doing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tamizdat.letters.store.database import Connection, Store

DAY = 86_400
KEPT = 2 * DAY
"""Seconds for which one that is done is kept: for as long as it keeps others from being sent."""
WAITING, TAKEN, SENDING, SENT, FAILED, UNCERTAIN = "waiting", "taken", "sending", "sent", "failed", "uncertain"
_FIELDS = "id, reader, address, kind, language, list, attempts, made"


@dataclass(frozen=True, kw_only=True)
class Single:
    """`list` is 0 where it concerns none."""

    id: int
    reader: int
    address: str
    kind: str
    language: str
    list: int
    attempts: int
    made: int


@dataclass(frozen=True, kw_only=True)
class SingleResult:
    """What became of one: `state` is sent, failed, waiting (again, from `due` on) or uncertain. Without an answer of the server
    it counts as no attempt."""

    id: int
    state: str
    answer: str = ""
    due: int = 0


@dataclass(frozen=True, kw_only=True)
class Queued:
    """One to be queued; the rest is taken from the reader's row."""

    reader: int
    kind: str
    language: str
    list: int = 0


def queue(db: Connection, notices: Iterable[Queued], now: int) -> None:
    """The readers must be there."""
    db.many(
        "INSERT INTO letters_single (reader, address, mailbox_hash, kind, language, list, due, state, made) "
        "SELECT id, address, mailbox_hash, ?, ?, ?, ?, 'waiting', ? FROM letters_reader WHERE id = ?",
        [(one.kind, one.language, one.list, now, now, one.reader) for one in notices],
    )


def queue_once_a_day(db: Connection, notice: Queued, now: int) -> None:
    """Unless the reader's mailbox was sent one of that kind in the last day."""
    row = db.one("SELECT mailbox_hash FROM letters_reader WHERE id = ?", [notice.reader])
    if row and (row[0], notice.kind) not in recent(db, row, now):
        queue(db, [notice], now)


def recent(db: Connection, mailbox_hashes: Iterable[str], now: int) -> set[tuple[str, str]]:
    """(mailbox_hash, kind) of what was queued for these mailboxes in the last day."""
    rows = db.run_in(
        "SELECT mailbox_hash, kind FROM letters_single WHERE made > ? AND mailbox_hash IN ({})",
        mailbox_hashes,
        [now - DAY],
    )
    return {(hash, kind) for hash, kind in rows}


def answered(db: Connection, reader: int, kind: str) -> None:
    """The mailbox's owner answered: those of this kind that were queued do not keep another back any more."""
    db.execute("UPDATE letters_single SET mailbox_hash = '' WHERE reader = ? AND kind = ?", [reader, kind])


def take(store: Store, sender: str, most: int, now: int) -> list[Single]:
    """Up to `most` that are due; they are this sender's until it settles them."""
    with store.writing(durable=False) as db:
        rows = db.execute(
            "WITH due AS MATERIALIZED (SELECT id FROM letters_single WHERE state = 'waiting' AND due <= ? "
            f"ORDER BY due LIMIT ? {db.skip_locked}) "
            "UPDATE letters_single SET state = 'taken', taken_by = ? WHERE id IN (SELECT id FROM due) "
            f"RETURNING {_FIELDS}",
            [now, most, sender],
        )
    names = _FIELDS.split(", ")
    return [Single(**dict(zip(names, row, strict=True))) for row in sorted(rows)]


def mark_in_flight(store: Store, sender: str, ids: Iterable[int]) -> set[int]:
    """Just before the end of their data is sent: from here on a sender that dies leaves them uncertain. Those that may be
    sent: another sender may have taken one over."""
    with store.writing(durable=False) as db:
        rows = db.run_in(
            "UPDATE letters_single SET state = 'sending' WHERE state IN ('taken', 'sending') AND taken_by = ? "
            "AND id IN ({}) RETURNING id",
            ids,
            [sender],
        )
        return {id for (id,) in rows}


def settle(store: Store, sender: str, results: Iterable[SingleResult]) -> None:
    """What another sender has taken over meanwhile is left to it."""
    with store.writing(durable=False) as db:
        db.many(
            "UPDATE letters_single SET state = ?, answer = ?, due = ?, attempts = attempts + ?, taken_by = '' "
            "WHERE id = ? AND taken_by IN (?, '')",
            [(one.state, one.answer, one.due, int(bool(one.answer)), one.id, sender) for one in results],
        )


def recover(db: Connection, dead_sender: str) -> None:
    """What a sender that died had taken waits again; what it was sending is uncertain."""
    for before, after in ((SENDING, UNCERTAIN), (TAKEN, WAITING)):
        db.execute(
            "UPDATE letters_single SET state = ?, taken_by = '' WHERE state = ? AND taken_by = ?",
            [after, before, dead_sender],
        )


def tidy(db: Connection, now: int) -> None:
    """Delete those that are done and no longer keep others back."""
    db.execute("DELETE FROM letters_single WHERE made < ? AND state IN ('sent', 'failed', 'uncertain')", [now - KEPT])
