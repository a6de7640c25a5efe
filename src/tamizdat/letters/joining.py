"""Signing up: what a form or a mail asks for becomes a reader who is yet to confirm, and a mail that asks them to.

Anybody can send a form with anybody's address. So a mailbox gets at most one confirmation a day until its owner answers,
a flood deletes the oldest of those who never confirmed, and nothing tells the sender whether an address is known.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from tamizdat.letters.errors import BadAddress
from tamizdat.letters.store import consents, lists, notices, readers, shown, singles, suppressed, values
from tamizdat.letters.store.consents import Consent
from tamizdat.letters.store.database import Connection, Store
from tamizdat.letters.store.readers import Known
from tamizdat.letters.store.singles import Queued

DAY = 86_400
PENDING_KEPT = 7 * DAY
"""Seconds after which a reader who never confirmed is deleted."""
MOST_PENDING = 200_000
"""Readers that wait for a confirmation: a flood of forged sign-ups pushes out the oldest of them and fills no disk."""
MOST_ASKED_A_DAY = 200_000
"""Mails that sign-ups ask for in a day (UTC); beyond that, sign-ups are kept and none is mailed."""
LOOK_EVERY = 1_000
"""The first sign-up of a day and each so many more look at what is kept: to count 200,000 readers for each transaction
halves what a flood of sign-ups gets through. Between two looks there may be so many more."""
_LONGEST_LANGUAGE = 35
_COUNTED = "sign_ups"
"""The value that counts those of a day: "day sign-ups mails"."""
_HOUR = 3_600

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Join:
    """A wish to subscribe. `how` is form or mail; `shown` the digest that the form sent along."""

    address: str
    language: str
    lists: Sequence[int]
    how: str
    shown: str = ""
    now: int


@dataclass(frozen=True, kw_only=True)
class Joined:
    """For logs and tests alone: whoever asked is told the same in every case. `mailed` is the kind of notice queued, or ''."""

    reader: int | None
    mailed: str = ""


def join(
    store: Store, key: bytes, *, address: str, language: str, lists: Sequence[int], how: str, shown: str, now: int
) -> Joined:
    """Put a reader on lists, to be confirmed by mail. Raises BadAddress; whether the address is known shows nowhere."""
    addressed = Join(address=address, language=language, lists=lists, how=how, shown=shown, now=now)
    readers.known(key, address)
    return join_many(store, key, [addressed])[0]


def join_many(store: Store, key: bytes, joins: Sequence[Join]) -> list[Joined]:
    """Many in one transaction. An address that no mail can be sent to gives `Joined(reader=None)`."""
    known: list[Known | None] = []
    for one in joins:
        try:
            known.append(readers.known(key, one.address))
        except BadAddress:
            known.append(None)
    if not any(known):
        return [Joined(reader=None)] * len(joins)
    now = max(one.now for one in joins)
    with store.writing() as db:
        db.serialise()
        batch = _Batch(db, [one for one in known if one], {one.shown for one in joins}, now)
        result = [
            Joined(reader=None) if who is None else batch.add(who, one) for who, one in zip(known, joins, strict=True)
        ]
        batch.write()
        if batch.is_time_to_look:
            _keep_bounds(db, now)
    return result


class _Batch:
    """Joins of one transaction: what is there is read once, and what is new is written at the end."""

    def __init__(self, db: Connection, known: Sequence[Known], digests: Collection[str], now: int) -> None:
        self._db, self._now = db, now
        self._open = lists.open_ids(db)
        self._readers = readers.by_keys(db, {one.key for one in known})
        self._subscribed = {
            (one.reader, one.list): one.state
            for one in readers.subscriptions_of(db, [one.id for one in self._readers.values()])
        }
        self._suppressed = suppressed.reasons(db, {one.address_hash for one in known})
        self._recent = singles.recent(db, {one.mailbox_hash for one in known}, now)
        self._shown = shown.by_digest(db, digests)
        self._today = now // DAY
        self._joined, self._asked_for = _counted(db, self._today)
        self.is_time_to_look = -(-self._joined // LOOK_EVERY) != -(-(self._joined + len(known)) // LOOK_EVERY)
        self._joined += len(known)
        self._new: dict[str, int] = {}
        self._inserts: list[tuple[int, Known, str, str, int, int | None, int | None]] = []
        self._pending: list[tuple[int, int, str, int]] = []
        self._consents: list[Consent] = []
        self._queue: list[Queued] = []
        self._asked: list[tuple[int, str, int]] = []

    def add(self, who: Known, wish: Join) -> Joined:
        wanted = [id for id in dict.fromkeys(wish.lists) if id in self._open]
        if not wanted or not 0 < len(wish.language) <= _LONGEST_LANGUAGE:
            return Joined(reader=None)
        # Who called a letter spam gets no mail because a form was sent; a mail from that address itself is another matter.
        if self._suppressed.get(who.address_hash) == suppressed.COMPLAINED and wish.how == "form":
            return Joined(reader=None)
        there = self._readers.get(who.key)
        reader = there.id if there else self._new.get(who.key)
        if reader is None:
            reader = self._new[who.key] = readers.new_id()
            self._inserts.append((reader, who, wish.language, readers.PENDING, wish.now, None, None))
        is_active = there is not None and there.state == readers.ACTIVE
        asked_for = [id for id in wanted if not (is_active and self._subscribed.get((reader, id)) == "active")]
        for id in asked_for:
            if self._subscribed.get((reader, id)) != "pending":
                self._subscribed[reader, id] = "pending"
                self._pending.append((id, reader, "pending", wish.now))
                self._consents.append(
                    Consent(
                        reader=reader,
                        list=id,
                        action=consents.ASKED,
                        at=wish.now,
                        language=wish.language,
                        how=wish.how,
                        shown=wish.shown if wish.shown in self._shown else "",
                    )
                )
        kind = notices.CONFIRM if asked_for else notices.ALREADY
        language = there.language if there and is_active else wish.language
        return Joined(reader=reader, mailed=kind if self._mail(who, reader, kind, language, wanted[0]) else "")

    def write(self) -> None:
        readers.insert(self._db, self._inserts)
        readers.subscribe(self._db, self._pending)
        consents.add(self._db, self._consents)
        self._db.many("UPDATE letters_reader SET asked = ?, language = ? WHERE id = ?", self._asked)
        singles.queue(self._db, self._queue, self._now)
        values.write(self._db, {_COUNTED: f"{self._today} {self._joined} {self._asked_for}"})

    def _mail(self, who: Known, reader: int, kind: str, language: str, list: int) -> bool:
        if (who.mailbox_hash, kind) in self._recent:
            return False
        if self._asked_for >= MOST_ASKED_A_DAY:
            _say(
                self._now,
                f"{MOST_ASKED_A_DAY} confirmations were asked for in a day: no more are mailed until it is over.",
            )
            return False
        self._asked_for += 1
        self._recent.add((who.mailbox_hash, kind))
        self._queue.append(Queued(reader=reader, kind=kind, language=language, list=list))
        if kind == notices.CONFIRM:
            self._asked.append((self._now, language, reader))
        return True


def _counted(db: Connection, today: int) -> tuple[int, int]:
    """Sign-ups of the day, and the mails that they asked for."""
    row = db.one("SELECT value FROM letters_value WHERE name = ?", [_COUNTED])
    day, joined, asked_for = map(int, row[0].split()) if row else (today, 0, 0)
    return (joined, asked_for) if day == today else (0, 0)


def tidy(store: Store, now: int) -> None:
    """Delete what must not be kept for longer, also where nobody signs up any more."""
    with store.writing() as db:
        db.serialise()
        _keep_bounds(db, now)


def _keep_bounds(db: Connection, now: int) -> None:
    """Delete who never confirmed and, when there are too many, the oldest of those who may still."""
    singles.tidy(db, now)
    _delete_pending(db, "created < ?", [now - PENDING_KEPT])
    db.execute("DELETE FROM letters_subscription WHERE state = 'pending' AND since < ?", [now - PENDING_KEPT])
    row = db.one("SELECT count(*) FROM letters_reader WHERE state = 'pending'")
    over = (row[0] if row else 0) - MOST_PENDING
    if over > 0:
        _say(now, f"More than {MOST_PENDING} readers wait for a confirmation: the oldest are deleted. This is a flood.")
        _delete_pending(
            db,
            "id IN (SELECT id FROM letters_reader WHERE state = 'pending' ORDER BY created LIMIT ?)",
            [over],
        )


def _delete_pending(db: Connection, condition: str, values: list[Any]) -> None:
    gone = db.execute(f"SELECT id FROM letters_reader WHERE state = 'pending' AND {condition}", values)
    readers.delete(db, [id for (id,) in gone])


_said: dict[str, int] = {}


def _say(now: int, message: str) -> None:
    """Log it, once an hour: a flood must not fill the disk with messages about it."""
    if not 0 <= now - _said.get(message, 0) < _HOUR:
        _said[message] = now
        log.error(message)
