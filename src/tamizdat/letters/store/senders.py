"""The senders that are at work, so that others notice when one has died."""

from __future__ import annotations

from tamizdat.letters.store.database import Store


def seen(store: Store, name: str, process: int, now: int) -> None:
    """This sender is alive."""
    with store.writing(durable=False) as db:
        db.execute(
            "INSERT INTO letters_sender (name, process, seen) VALUES (?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET process = excluded.process, seen = excluded.seen",
            [name, process, now],
        )


def every(store: Store) -> list[tuple[str, int, int]]:
    """(name, process, last seen) of each."""
    with store.reading() as db:
        rows = db.execute("SELECT name, process, seen FROM letters_sender ORDER BY name")
    return [(name, process, seen) for name, process, seen in rows]
