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


def silent(store: Store, before: int) -> list[tuple[str, int]]:
    """(name, process) of those that were last seen before this moment."""
    with store.reading() as db:
        return [
            (name, process)
            for name, process in db.execute(
                "SELECT name, process FROM letters_sender WHERE seen < ? ORDER BY name", [before]
            )
        ]


def every(store: Store) -> list[tuple[str, int, int]]:
    """(name, process, last seen) of each."""
    with store.reading() as db:
        rows = db.execute("SELECT name, process, seen FROM letters_sender ORDER BY name")
    return [(name, process, seen) for name, process, seen in rows]
