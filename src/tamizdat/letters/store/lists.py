"""The lists that a reader can subscribe to, as the desk has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamizdat.letters.store.database import Connection, Store


@dataclass(frozen=True, kw_only=True)
class MailingList:
    """`id` is that of the desk's LetterList. `texts`: {language: {"name": …, "description": …}}."""

    id: int
    slug: str
    is_open: bool
    texts: Mapping[str, Mapping[str, str]]

    def name(self, language: str) -> str:
        """In this language, or in another that it has, or its slug."""
        for texts in (self.texts.get(language, {}), *self.texts.values()):
            if name := texts.get("name", ""):
                return name
        return self.slug


def replace(store: Store, lists: Iterable[MailingList]) -> None:
    """These and no others are there from now on. Subscriptions to one that goes are kept, and nothing is sent to them."""
    with store.writing() as db:
        db.execute("DELETE FROM letters_list")
        db.many(
            "INSERT INTO letters_list (id, slug, is_open, texts) VALUES (?, ?, ?, ?)",
            [
                (one.id, one.slug, int(one.is_open), json.dumps(one.texts, ensure_ascii=False, sort_keys=True))
                for one in lists
            ],
        )


def every(store: Store) -> list[MailingList]:
    with store.reading() as db:
        return all_of(db)


def all_of(db: Connection) -> list[MailingList]:
    """In the order of their numbers."""
    return [
        MailingList(id=id, slug=slug, is_open=bool(is_open), texts=json.loads(texts))
        for id, slug, is_open, texts in db.execute("SELECT id, slug, is_open, texts FROM letters_list ORDER BY id")
    ]


def open_ids(db: Connection) -> set[int]:
    return {id for (id,) in db.execute("SELECT id FROM letters_list WHERE is_open = 1")}
