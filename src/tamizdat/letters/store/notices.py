"""The texts of notices (confirmation, welcome, …): of each kind in each language, some of them for one list alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tamizdat.letters.store.database import Store

CONFIRM, ALREADY, WELCOME, GONE, DATA = "confirm", "already", "welcome", "left", "data"
"""Kinds: please confirm; you are subscribed already; welcome; you have left; all that is stored about you. Others may be
added."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """With placeholders. `list` is 0 for the notice of all lists that have none of their own."""

    kind: str
    language: str
    list: int = 0
    subject: str
    html: str
    text: str


def replace(store: Store, notices: Iterable[Notice]) -> None:
    """These and no others are there from now on."""
    with store.writing() as db:
        db.execute("DELETE FROM letters_notice")
        db.many(
            "INSERT INTO letters_notice (kind, language, list, subject, html, text) VALUES (?, ?, ?, ?, ?, ?)",
            [(one.kind, one.language, one.list, one.subject, one.html, one.text) for one in notices],
        )


def one(store: Store, kind: str, language: str, list: int = 0) -> Notice | None:
    """The list's own, or the one of all lists."""
    with store.reading() as db:
        row = db.one(
            "SELECT kind, language, list, subject, html, text FROM letters_notice WHERE kind = ? AND language = ? "
            "AND list IN (0, ?) ORDER BY list DESC LIMIT 1",
            [kind, language, list],
        )
    if row is None:
        return None
    kind, language, list, subject, html, text = row
    return Notice(kind=kind, language=language, list=list, subject=subject, html=html, text=text)
