"""Everything about one person: to give it to them, and to erase it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tamizdat.letters.errors import LettersError
from tamizdat.letters.store import consents, lists, notices, readers, shown, singles, suppressed
from tamizdat.letters.store.consents import Consent
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.singles import Queued

_MOMENTS = frozenset(["created", "confirmed", "paused_until", "last_bounce", "since", "at", "queued", "made"])
"""What `person` gives in seconds since 1970."""


def erase(store: Store, key: bytes, reader: int, now: int, how: str = "desk") -> bool:
    """Delete a person: address, choices, consents, notices and the answers of servers. False when they are not there.

    What stays is a keyed hash, so that no import brings the address back, a consent that says when it was erased, and in each
    send a line with a number that names nobody. Backups made before still hold the person.
    """
    with store.writing() as db:
        db.serialise()
        one = readers.by_id(db, reader)
        if one is None:
            return False
        who = readers.known(key, one.address)
        suppressed.add(db, [(who.address_hash, suppressed.ERASED, now)])
        db.execute(
            "UPDATE letters_delivery SET domain = '', answer = '' WHERE reader = ? AND send IN (SELECT id FROM letters_send)",
            [reader],
        )
        db.execute(
            "UPDATE letters_delivery SET state = 'cancelled' WHERE reader = ? AND send IN (SELECT id FROM letters_send) "
            "AND state IN ('waiting', 'taken', 'deferred')",
            [reader],
        )
        readers.delete(db, [reader])
        erased = Consent(reader=reader, list=0, action=consents.ERASED, at=now, language=one.language, how=how)
        consents.add(db, [erased])
    return True


def mail_data(store: Store, reader: int, now: int) -> None:
    """Queue a mail to the reader with all that is stored about them; once a day at most."""
    with store.writing() as db:
        if one := readers.by_id(db, reader):
            singles.queue_once_a_day(db, Queued(reader=reader, kind=notices.DATA, language=one.language), now)


def as_text(person: Mapping[str, Any]) -> str:
    """What `person` gave, as text to read: JSON with dates."""
    return json.dumps(_with_dates(person), ensure_ascii=False, indent=2)


def _with_dates(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _with_dates(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_dates(one) for one in value]
    if name in _MOMENTS and value is not None:
        return datetime.fromtimestamp(value, UTC).isoformat()
    return value


def person(store: Store, reader: int) -> dict[str, Any]:
    """All that is stored about a reader, as JSON's types. Raises LettersError when they are not there."""
    with store.reading() as db:
        one = readers.by_id(db, reader)
        if one is None:
            raise LettersError("There is no such reader (any more).")
        names = {each.id: each.slug for each in lists.all_of(db)}
        history = consents.of_readers(db, [reader]).get(reader, [])
        sentences = shown.by_digest(db, (each.shown for each in history))
        deliveries = db.execute(
            "SELECT s.title, d.state, d.attempts, d.answer, s.made FROM letters_send s "
            "JOIN letters_delivery d ON d.send = s.id AND d.reader = ? ORDER BY s.id",
            [reader],
        )
        return {
            "address": one.address,
            "language": one.language,
            "without_html": one.wants_text,
            "discreet": one.discreet,
            "state": one.state,
            "created": one.created,
            "confirmed": one.confirmed,
            "paused_until": one.paused_until,
            "soft_bounces": one.soft_bounces,
            "last_bounce": one.last_bounce,
            "lists": [
                {"list": names.get(each.list, str(each.list)), "state": each.state, "since": each.since}
                for each in readers.subscriptions_of(db, [reader])
            ],
            "consents": [
                {
                    "action": each.action,
                    "list": names.get(each.list, ""),
                    "at": each.at,
                    "language": each.language,
                    "how": each.how,
                    "shown": sentences.get(each.shown, ("", ""))[1],
                }
                for each in history
            ],
            "letters": [
                {"title": title, "queued": made, "state": state, "attempts": attempts, "answer": answer}
                for title, state, attempts, answer, made in deliveries
            ],
            "notices": [
                {"kind": kind, "state": state, "made": made}
                for kind, state, made in db.execute(
                    "SELECT kind, state, made FROM letters_single WHERE reader = ? ORDER BY id", [reader]
                )
            ],
        }
