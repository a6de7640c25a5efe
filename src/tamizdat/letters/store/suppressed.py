"""Addresses that must not be mailed, as keyed hashes: an erased person cannot be read from them.

No reader whose address is suppressed is active: whoever suppresses an address changes its reader in the same transaction.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from tamizdat.letters.addresses import key as address_key
from tamizdat.letters.links import derived
from tamizdat.letters.store.database import Connection, Store

BOUNCED, COMPLAINED, ERASED, LEFT = "bounced", "complained", "erased", "left"


def hashed(key: bytes, text: str) -> str:
    """Of an address key or a mailbox, with the newsroom's key."""
    return hmac.digest(derived(key, b"suppressed"), text.encode(), "sha256")[:16].hex()


def add(db: Connection, rows: Iterable[tuple[str, str, int]]) -> None:
    """(address_hash, reason, time) of each. A complaint stays one, whatever comes after it."""
    db.many(
        "INSERT INTO letters_suppressed (key, reason, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
        "reason = excluded.reason, at = excluded.at WHERE letters_suppressed.reason <> 'complained'",
        rows,
    )


def lift(db: Connection, hashes: Iterable[str]) -> None:
    """Their owners asked for letters again, and confirmed it."""
    db.many("DELETE FROM letters_suppressed WHERE key = ?", [(one,) for one in hashes])


def reasons(db: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """{address_hash: reason} of those that are suppressed."""
    rows = db.run_in("SELECT key, reason FROM letters_suppressed WHERE key IN ({})", hashes)
    return dict(rows)


def reason(store: Store, key: bytes, address: str) -> str:
    """Why this address must not be mailed, or ''."""
    one = hashed(key, address_key(address))
    with store.reading() as db:
        return reasons(db, [one]).get(one, "")


def count(store: Store) -> dict[str, int]:
    """By reason."""
    with store.reading() as db:
        return dict(db.execute("SELECT reason, count(*) FROM letters_suppressed GROUP BY reason ORDER BY reason"))
