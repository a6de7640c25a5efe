"""Deliveries: one letter to one reader. Each ends in one state, and no reader gets a letter twice.

A sender takes some (`taken`), marks each just before the end of its data is sent (`sending`), and settles it with the
server's answer. Of what a killed sender leaves, only what is `sending` is uncertain: at most one a connection.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tamizdat.letters.store import sends, singles
from tamizdat.letters.store.database import Connection, Store, marks

TAKEN = "taken"
HANDED_OVER, DEFERRED, BOUNCED, GIVEN_UP, UNCERTAIN = "handed_over", "deferred", "bounced", "given_up", "uncertain"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What a message needs. `content` is the number of one of sends.contents, `list` that of the send's list."""

    send: int
    reader: int
    content: int
    list: int
    address: str
    domain: str
    discreet: bool
    attempts: int


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one: `state` is handed_over, deferred (tried again from `due` on), bounced, given_up, uncertain, waiting
    when it was not tried, or taken when it was refused and its sender has not decided yet. `answer` is the server's."""

    send: int
    reader: int
    state: str
    answer: str = ""
    due: int = 0
    attempts: int


def take(store: Store, sender: str, most: int, now: int, without: Collection[str] = ()) -> list[Delivery]:
    """Up to `most` that are due, of the oldest sends first; they are this sender's until it settles them.

    None to the domains of `without`: they have had their share for now. Who has left, or is paused, since the letter was
    queued is not mailed: that delivery is cancelled.
    """
    taken: list[Delivery] = []
    not_there = f"AND domain NOT IN ({marks(list(without))})" if without else ""
    with store.writing(durable=False) as db:
        for send in sends.at_work(db):
            for state in ("waiting", "deferred"):
                if len(taken) >= most:
                    return taken
                rows = db.execute(
                    "WITH due AS MATERIALIZED (SELECT reader FROM letters_delivery WHERE send = ? AND state = ? AND due <= ? "
                    f"{not_there} ORDER BY due LIMIT ? {db.skip_locked}) "
                    "UPDATE letters_delivery SET state = 'taken', taken_by = ? "
                    "WHERE send = ? AND reader IN (SELECT reader FROM due) RETURNING reader",
                    [send, state, now, *without, most - len(taken), sender, send],
                )
                readers = [reader for (reader,) in rows]
                found = [
                    Delivery(
                        send=send,
                        reader=reader,
                        content=content,
                        list=list,
                        address=address,
                        domain=domain,
                        discreet=bool(discreet),
                        attempts=attempts,
                    )
                    for reader, content, list, address, domain, discreet, attempts in db.run_in(
                        "SELECT d.reader, d.content, s.list, r.address, r.domain, r.discreet, d.attempts "
                        "FROM letters_delivery d JOIN letters_send s ON s.id = d.send "
                        "JOIN letters_subscription u ON u.list = s.list AND u.reader = d.reader AND u.state = 'active' "
                        "JOIN letters_reader r ON r.id = d.reader AND r.state = 'active' "
                        "AND (r.paused_until IS NULL OR r.paused_until <= ?) WHERE d.send = ? AND d.reader IN ({})",
                        readers,
                        [now, send],
                    )
                ]
                unwanted = set(readers) - {one.reader for one in found}
                db.many(
                    "UPDATE letters_delivery SET state = 'cancelled', taken_by = '' WHERE send = ? AND reader = ?",
                    [(send, reader) for reader in unwanted],
                )
                taken += found
                if found:
                    sends.begin(db, send, now)
    return taken


def advance(
    store: Store, sender: str, results: Collection[Result], pairs: Iterable[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Settle some, and mark these (send, reader) as in flight, in one transaction. Those that may be sent."""
    with store.writing(durable=False) as db:
        _settle(db, sender, results)
        return _mark_in_flight(db, sender, pairs)


def mark_in_flight(store: Store, sender: str, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Just before the data of these (send, reader) is sent: a sender that dies from here on leaves them uncertain.

    Those that may be sent: one that was cancelled, whose send is paused, or that another sender took over because this one was
    silent for long, is not among them and must not be sent.
    """
    return advance(store, sender, (), pairs)


def settle(store: Store, sender: str, results: Collection[Result]) -> None:
    """What another sender has taken over meanwhile is left to it; what waits of a cancelled send is cancelled."""
    advance(store, sender, results, ())


def _mark_in_flight(db: Connection, sender: str, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    by_send: dict[int, list[int]] = {}
    for send, reader in pairs:
        by_send.setdefault(send, []).append(reader)
    return {
        (send, reader)
        for send, readers in by_send.items()
        for (reader,) in db.run_in(
            "UPDATE letters_delivery SET state = 'sending' WHERE send = ? AND state IN ('taken', 'sending') "
            "AND taken_by = ? AND EXISTS (SELECT 1 FROM letters_send s WHERE s.id = ? AND s.state IN ('waiting', 'sending')) "
            "AND reader IN ({}) RETURNING reader",
            readers,
            [send, sender, send],
        )
    }


def _settle(db: Connection, sender: str, results: Collection[Result]) -> None:
    released = [one for one in results if one.state == sends.WAITING]
    held = [one for one in results if one.state == TAKEN]
    answered = [one for one in results if one.state not in (sends.WAITING, TAKEN)]
    # An answer also settles what others had to call uncertain because this sender was silent for long.
    db.many(
        "UPDATE letters_delivery SET state = ?, answer = ?, due = ?, attempts = ?, taken_by = '' "
        "WHERE send = ? AND reader = ? AND (taken_by = ? OR (taken_by = '' AND state = 'uncertain'))",
        [(one.state, one.answer, one.due, one.attempts, one.send, one.reader, sender) for one in answered],
    )
    db.many(
        "UPDATE letters_delivery SET state = 'taken' WHERE send = ? AND reader = ? AND taken_by = ? AND state = 'sending'",
        [(one.send, one.reader, sender) for one in held],
    )
    # What was not tried waits again only while it is still this sender's: another may have sent it meanwhile.
    db.many(
        "UPDATE letters_delivery SET state = 'waiting', due = ?, taken_by = '' "
        "WHERE send = ? AND reader = ? AND taken_by = ? AND state IN ('taken', 'sending')",
        [(one.due, one.send, one.reader, sender) for one in released],
    )
    waiting = [(one.send, one.reader) for one in results if one.state in (sends.WAITING, DEFERRED)]
    if waiting:
        cancelled = {
            send
            for (send,) in db.run_in(
                "SELECT id FROM letters_send WHERE state = 'cancelled' AND id IN ({})", {send for send, _ in waiting}
            )
        }
        db.many(
            "UPDATE letters_delivery SET state = 'cancelled' WHERE send = ? AND reader = ? "
            "AND state IN ('waiting', 'deferred')",
            [(send, reader) for send, reader in waiting if send in cancelled],
        )


def recover(store: Store, dead_sender: str) -> int:
    """What a sender that died had taken waits again; what it was sending is uncertain, and their number is returned.

    Of a send that was cancelled meanwhile nothing waits again.
    """
    with store.writing() as db:
        uncertain = db.change(
            "UPDATE letters_delivery SET state = 'uncertain', taken_by = '' "
            "WHERE send IN (SELECT id FROM letters_send WHERE state <> 'done') AND state = 'sending' AND taken_by = ?",
            [dead_sender],
        )
        db.execute(
            "UPDATE letters_delivery SET state = 'waiting', taken_by = '' WHERE send IN "
            "(SELECT id FROM letters_send WHERE state NOT IN ('done', 'cancelled')) AND state = 'taken' AND taken_by = ?",
            [dead_sender],
        )
        singles.recover(db, dead_sender)
        db.execute("DELETE FROM letters_sender WHERE name = ?", [dead_sender])
    return uncertain


def bounce(store: Store, send: int, reader: int, answer: str) -> bool:
    """A letter that was handed over came back. False when there is no such delivery."""
    with store.writing() as db:
        return (
            db.change(
                "UPDATE letters_delivery SET state = 'bounced', answer = ? WHERE send = ? AND reader = ? "
                "AND state IN ('handed_over', 'uncertain', 'bounced')",
                [answer, send, reader],
            )
            > 0
        )


def uncertain(store: Store, send: int, most: int) -> list[tuple[int, str]]:
    """(reader, address) of those that may or may not have arrived."""
    with store.reading() as db:
        rows = db.execute(
            "SELECT d.reader, r.address FROM letters_delivery d JOIN letters_reader r ON r.id = d.reader "
            "WHERE d.send = ? AND d.state = 'uncertain' ORDER BY d.reader LIMIT ?",
            [send, most],
        )
    return [(reader, address) for reader, address in rows]
