"""How many readers each list has: numbers, never an address."""

from __future__ import annotations

from dataclasses import dataclass, field

from tamizdat.letters.store.database import Store


@dataclass(kw_only=True)
class Figures:
    """Of a list. `active` gets letters, `pending` has not confirmed, `left` has left, `bounced` cannot be reached (complaints
    are counted among those that left). `by_language` counts the active ones."""

    active: int = 0
    pending: int = 0
    left: int = 0
    bounced: int = 0
    by_language: dict[str, int] = field(default_factory=dict)


def by_list(store: Store) -> dict[int, Figures]:
    """By the list's number; a list that nobody ever joined is not in it."""
    with store.reading() as db:
        rows = db.execute(
            "SELECT s.list, s.state, r.state, r.language, count(*) FROM letters_subscription s "
            "JOIN letters_reader r ON r.id = s.reader GROUP BY s.list, s.state, r.state, r.language ORDER BY 1, 4"
        )
    found: dict[int, Figures] = {}
    for list, subscription, reader, language, number in rows:
        figures = found.setdefault(list, Figures())
        if reader == "bounced":
            figures.bounced += number
        elif subscription == "pending":
            figures.pending += number
        elif subscription == "active" and reader == "active":
            figures.active += number
            figures.by_language[language] = figures.by_language.get(language, 0) + number
        else:
            figures.left += number
    return found
