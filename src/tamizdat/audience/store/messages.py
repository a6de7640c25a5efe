"""Messages from the contact form, stored until someone at the desk deletes them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tamizdat.audience.errors import AudienceError
from tamizdat.audience.store.database import reading, writing

MOST_KEPT = 5_000
"""Messages in the store, so that a flood of them cannot fill the disk."""
_FIELDS = "id, received, language, name, address, text, is_read"


class Full(AudienceError):
    """MOST_KEPT messages wait already."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """`received` is known to the hour. `name` and `address` (of mail) are what the writer gave, or ''."""

    id: int
    received: datetime
    language: str
    name: str
    address: str
    text: str
    is_read: bool


def put(path: Path, *, language: str, name: str, address: str, text: str, now: datetime) -> None:
    """Keep a message: once this returns it is on the disk. Raises AudienceError, Full among them."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    with writing(path) as db:
        if db.execute("SELECT count(*) FROM message").fetchone()[0] >= MOST_KEPT:
            raise Full(f"{path} holds {MOST_KEPT} messages. Delete some at the desk: no more are taken in.")
        db.execute(
            "INSERT INTO message (received, language, name, address, text) VALUES (?, ?, ?, ?, ?)",
            (hour.isoformat(timespec="minutes"), language, name, address, text),
        )


def newest(path: Path, first: int, most: int) -> list[Message]:
    """`most` messages from number `first` on, the newest being number 0. Raises AudienceError."""
    with reading(path) as db:
        if db is None:
            return []
        return [
            _message(row)
            for row in db.execute(f"SELECT {_FIELDS} FROM message ORDER BY id DESC LIMIT ? OFFSET ?", (most, first))
        ]


def one(path: Path, id: int) -> Message | None:
    """None when it is not there, or no longer. Raises AudienceError."""
    with reading(path) as db:
        row = db and db.execute(f"SELECT {_FIELDS} FROM message WHERE id = ?", (id,)).fetchone()
        return _message(row) if row else None


def count(path: Path) -> tuple[int, int]:
    """(all, unread). Raises AudienceError."""
    with reading(path) as db:
        if db is None:
            return 0, 0
        everything, unread = db.execute("SELECT count(*), count(*) FILTER (WHERE is_read = 0) FROM message").fetchone()
        return everything, unread


def mark(path: Path, ids: Collection[int], *, is_read: bool) -> None:
    """Set whether messages have been read. Raises AudienceError."""
    with writing(path) as db:
        db.executemany("UPDATE message SET is_read = ? WHERE id = ?", [(int(is_read), one) for one in ids])


def delete(path: Path, ids: Collection[int]) -> None:
    """Delete for good: the bytes in the file are overwritten. Raises AudienceError."""
    with writing(path) as db:
        db.executemany("DELETE FROM message WHERE id = ?", [(one,) for one in ids])


def _message(row: tuple[int, str, str, str, str, str, int]) -> Message:
    number, received, language, name, address, text, is_read = row
    return Message(
        id=number,
        received=datetime.fromisoformat(received),
        language=language,
        name=name,
        address=address,
        text=text,
        is_read=bool(is_read),
    )
