"""Values that the desk's side hands over by name, such as site_name.en and links_at."""

from __future__ import annotations

from collections.abc import Mapping

from tamizdat.letters.store.database import Connection, Store


def put(store: Store, values: Mapping[str, str]) -> None:
    with store.writing() as db:
        write(db, values)


def write(db: Connection, values: Mapping[str, str]) -> None:
    db.many(
        "INSERT INTO letters_value (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        sorted(values.items()),
    )


def get(store: Store, name: str, default: str = "") -> str:
    with store.reading() as db:
        row = db.one("SELECT value FROM letters_value WHERE name = ?", [name])
    return row[0] if row else default


def all_of(store: Store) -> dict[str, str]:
    """Every value by its name."""
    with store.reading() as db:
        return dict(db.execute("SELECT name, value FROM letters_value"))
