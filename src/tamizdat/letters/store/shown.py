"""The sentences that forms showed, each once, so that a consent can name what its reader saw."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from tamizdat.letters.store.database import Connection, Store


def digest(language: str, text: str) -> str:
    """What a form sends along, and a consent keeps."""
    return hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()[:32]


def put(store: Store, sentences: Iterable[tuple[str, str]]) -> None:
    """(language, text) of each; those that were there stay for the consents that name them."""
    with store.writing() as db:
        add(db, sentences)


def add(db: Connection, sentences: Iterable[tuple[str, str]]) -> None:
    db.many(
        "INSERT INTO letters_shown (digest, language, text) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        [(digest(language, text), language, text) for language, text in sentences],
    )


def text(store: Store, digest: str) -> str:
    """'' for a digest that no sentence has."""
    with store.reading() as db:
        row = db.one("SELECT text FROM letters_shown WHERE digest = ?", [digest])
    return row[0] if row else ""


def known(db: Connection, digests: Iterable[str]) -> set[str]:
    """Those that are of sentences of ours: a form may send anything."""
    found = db.run_in("SELECT digest FROM letters_shown WHERE digest IN ({})", {one for one in digests if one})
    return {digest for (digest,) in found}
