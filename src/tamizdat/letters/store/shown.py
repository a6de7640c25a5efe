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
        return by_digest(db, [digest]).get(digest, ("", ""))[1]


def by_digest(db: Connection, digests: Iterable[str]) -> dict[str, tuple[str, str]]:
    """{digest: (language, text)} of those that are of sentences of ours: a form may send anything."""
    rows = db.run_in(
        "SELECT digest, language, text FROM letters_shown WHERE digest IN ({})", {one for one in digests if one}
    )
    return {digest: (language, text) for digest, language, text in rows}
