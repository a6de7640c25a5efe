"""What readers may do, and what is done for them: join, confirm, change, pause, leave, complain, be erased.

Whoever has a reader's signed link reads that mailbox: so confirming, and saving on the preferences page, are consent; a
form, which anybody can send, is none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tamizdat.letters.joining import Join, Joined, join, join_many, tidy
from tamizdat.letters.links import CONFIRM, LEAVE, LEAVE_ALL, PREFERENCES, Link
from tamizdat.letters.persons import erase, person
from tamizdat.letters.store import consents, notices, readers, singles, suppressed
from tamizdat.letters.store.consents import Consent
from tamizdat.letters.store.database import Connection, Store
from tamizdat.letters.store.lists import open_ids
from tamizdat.letters.store.readers import Reader
from tamizdat.letters.store.singles import Queued

__all__ = [
    "Done",
    "Join",
    "Joined",
    "bounce",
    "change",
    "complain",
    "confirm",
    "erase",
    "join",
    "join_many",
    "leave",
    "leave_all",
    "pause",
    "person",
    "tidy",
]

DAY = 86_400
SOFT_BOUNCES = 5
"""Letters in a row that came back for a passing reason, after which the address counts as dead."""
SOFT_BOUNCES_FORGOTTEN = 30 * DAY


@dataclass(frozen=True, kw_only=True)
class Done:
    """A reader's wish was carried out."""

    reader: int
    language: str
    lists: tuple[int, ...]


def confirm(store: Store, link: Link, now: int, how: str = "form") -> Done | None:
    """The reader joins the lists that the last confirmation named. None when the link's reader is not known any more; a
    second time changes nothing. What somebody asked for since then is asked anew."""
    if link.action != CONFIRM:
        return None
    with store.writing() as db:
        db.serialise()
        reader = readers.by_id(db, link.reader)
        if reader is None:
            return None
        waiting = [one for one in readers.subscriptions_of(db, [reader.id]) if one.state == "pending"]
        meant = [one.list for one in waiting if one.since <= (reader.asked or 0)]
        if meant:
            _activate(db, reader, meant, now)
            _consent(db, reader, consents.CONFIRMED, meant, now, how)
            singles.answered(db, reader.id, notices.CONFIRM)
            queue = [Queued(reader=reader.id, kind=notices.WELCOME, language=reader.language, list=meant[0])]
            if later := [one.list for one in waiting if one.list not in meant]:
                db.execute("UPDATE letters_reader SET asked = ? WHERE id = ?", [now, reader.id])
                queue.append(Queued(reader=reader.id, kind=notices.CONFIRM, language=reader.language, list=later[0]))
            singles.queue(db, queue, now)
        return Done(reader=reader.id, language=reader.language, lists=tuple(meant))


def change(
    store: Store,
    reader: int,
    *,
    language: str,
    wants_text: bool,
    discreet: bool,
    paused_until: int | None,
    lists: Collection[int],
    now: int,
    how: str,
) -> Done | None:
    """Save what a reader chose on the preferences page; `lists` are all that they want from now on. None for an unknown one."""
    with store.writing() as db:
        db.serialise()
        one = readers.by_id(db, reader)
        if one is None:
            return None
        had = {each.list: each.state for each in readers.subscriptions_of(db, [reader])}
        is_active = one.state == readers.ACTIVE
        may_join = had.keys() | open_ids(db)
        joined = [id for id in sorted(may_join & set(lists)) if not (is_active and had.get(id) == "active")]
        left = [id for id, state in had.items() if state != "left" and id not in lists]
        db.execute(
            "UPDATE letters_reader SET language = ?, wants_text = ?, discreet = ?, paused_until = ? WHERE id = ?",
            [language, int(wants_text), int(discreet), paused_until, reader],
        )
        if joined:
            _activate(db, one, joined, now)
            _consent(db, one, consents.CONFIRMED, joined, now, how)
        if left:
            _leave(db, one, left, now, how)
        if paused_until and paused_until != one.paused_until:
            _consent(db, one, consents.PAUSED, [0], now, how)
        if (language, wants_text, discreet) != (one.language, one.wants_text, one.discreet):
            _consent(db, one, consents.CHANGED, [0], now, how)
        return Done(reader=reader, language=language, lists=tuple(sorted(set(lists))))


def pause(store: Store, reader: int, until: int | None, now: int, how: str) -> Done | None:
    """No letters until then; None: letters again. Their lists stay."""
    with store.writing() as db:
        db.serialise()
        one = readers.by_id(db, reader)
        if one is None:
            return None
        db.execute("UPDATE letters_reader SET paused_until = ? WHERE id = ?", [until, reader])
        _consent(db, one, consents.PAUSED if until else consents.CHANGED, [0], now, how)
        return Done(reader=reader, language=one.language, lists=())


def leave(store: Store, link: Link, now: int, how: str) -> Done | None:
    """By a link in a letter: that list, or all of them. None when the link's reader is not known (any more).

    Leaving twice is leaving. Who leaves by mail gets an answer by mail: there may be no page that they can open.
    """
    if link.action not in (LEAVE, LEAVE_ALL, PREFERENCES):
        return None
    only = link.list if link.action == LEAVE else 0
    return _leave_lists(store, link.reader, only, now, how)


def leave_all(store: Store, reader: int, now: int, how: str) -> Done | None:
    """Every list."""
    return _leave_lists(store, reader, 0, now, how)


def _leave_lists(store: Store, reader: int, only: int, now: int, how: str) -> Done | None:
    with store.writing() as db:
        db.serialise()
        one = readers.by_id(db, reader)
        if one is None:
            return None
        left = [
            each.list
            for each in readers.subscriptions_of(db, [reader])
            if each.state != "left" and (not only or each.list == only)
        ]
        if left:
            _leave(db, one, left, now, how)
            if how == "mail":
                singles.queue(db, [Queued(reader=reader, kind=notices.GONE, language=one.language, list=left[0])], now)
        return Done(reader=reader, language=one.language, lists=tuple(left))


def complain(store: Store, reader: int, now: int, how: str = "webhook") -> bool:
    """Their mail provider says that they called a letter spam: nothing is sent to them any more."""
    with store.writing() as db:
        db.serialise()
        one = readers.by_id(db, reader)
        if one is None:
            return False
        _end(db, one, readers.COMPLAINED, suppressed.COMPLAINED, now)
        _consent(db, one, consents.COMPLAINED, [0], now, how)
        return True


def bounce(store: Store, reader: int, *, hard: bool, now: int, how: str = "mail") -> str:
    """A letter came back. A hard bounce stops all letters, and so does the SOFT_BOUNCES-th soft one; at most one a day counts.
    The reader's state after it, or ''."""
    with store.writing() as db:
        db.serialise()
        one = readers.by_id(db, reader)
        if one is None:
            return ""
        in_a_row = one.soft_bounces if one.last_bounce and now - one.last_bounce < SOFT_BOUNCES_FORGOTTEN else 0
        if not hard and (not in_a_row or now - (one.last_bounce or 0) >= DAY):
            in_a_row += 1
            db.execute(
                "UPDATE letters_reader SET soft_bounces = ?, last_bounce = ? WHERE id = ?", [in_a_row, now, reader]
            )
        if one.state not in (readers.ACTIVE, readers.PENDING) or not (hard or in_a_row >= SOFT_BOUNCES):
            return one.state
        _end(db, one, readers.BOUNCED, suppressed.BOUNCED, now)
        _consent(db, one, consents.BOUNCED, [0], now, how)
        return readers.BOUNCED


def _activate(db: Connection, reader: Reader, wanted: Sequence[int], now: int) -> None:
    """They read this mailbox and want these lists: whatever kept letters from them before is over."""
    readers.subscribe(db, [(id, reader.id, "active", now) for id in wanted])
    db.execute(
        "UPDATE letters_reader SET state = 'active', confirmed = COALESCE(confirmed, ?), soft_bounces = 0 WHERE id = ?",
        [now, reader.id],
    )
    suppressed.lift(db, [readers.hashes(db, reader.id)[0]])


def _leave(db: Connection, reader: Reader, left: Sequence[int], now: int, how: str) -> None:
    """Who leaves the last list is not brought back by an import."""
    readers.subscribe(db, [(id, reader.id, "left", now) for id in left])
    _consent(db, reader, consents.LEFT, left, now, how)
    if readers.leave_when_on_no_list(db, [reader.id]):
        suppressed.add(db, [(readers.hashes(db, reader.id)[0], suppressed.LEFT, now)])


def _end(db: Connection, reader: Reader, state: str, reason: str, now: int) -> None:
    """No letters any more, and none because of an import."""
    db.execute("UPDATE letters_reader SET state = ? WHERE id = ?", [state, reader.id])
    db.execute(
        "UPDATE letters_subscription SET state = 'left', since = ? WHERE reader = ? AND state <> 'left'",
        [now, reader.id],
    )
    suppressed.add(db, [(readers.hashes(db, reader.id)[0], reason, now)])


def _consent(db: Connection, reader: Reader, action: str, about: Sequence[int], now: int, how: str) -> None:
    consents.add(
        db,
        [
            Consent(reader=reader.id, list=list, action=action, at=now, language=reader.language, how=how)
            for list in about
        ],
    )
