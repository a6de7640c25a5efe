"""Sends: one letter to the readers of a list. Its deliveries are made in one transaction, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from tamizdat.letters.errors import LettersError
from tamizdat.letters.placeholders import missing
from tamizdat.letters.store import values
from tamizdat.letters.store.database import Connection, Row, Store

PREPARING, WAITING, SENDING, PAUSED, CANCELLED, DONE = "preparing", "waiting", "sending", "paused", "cancelled", "done"
KINDS = ("handed_over", "waiting", "deferred", "bounced", "given_up", "uncertain", "cancelled")
"""Of deliveries, in the order in which they are shown. Each delivery is in exactly one."""
_FIELDS = "id, letter, list, title, state, made, started, ended"


@dataclass(frozen=True, kw_only=True)
class Content:
    """The letter in one language, with placeholders; `html` is '' in the variant without HTML."""

    language: str
    wants_text: bool = False
    subject: str
    discreet_subject: str
    from_name: str
    discreet_from_name: str
    html: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Send:
    """`started` and `ended` are None before it has."""

    id: int
    letter: int
    list: int
    title: str
    state: str
    made: int
    started: int | None
    ended: int | None


@dataclass(frozen=True, kw_only=True)
class Status:
    """How many deliveries are in which state. `waiting` counts those that a sender has taken as well, and `uncertain` those
    that were in flight without an answer when a sender died."""

    all: int
    waiting: int
    handed_over: int
    deferred: int
    bounced: int
    given_up: int
    uncertain: int
    cancelled: int
    state: str
    started: int | None
    ended: int | None


def start(
    store: Store,
    *,
    letter: int,
    list: int,
    title: str,
    contents: Collection[Content],
    stories: Iterable[int],
    now: int,
) -> int:
    """Queue the letter for every active reader of the list who has a content; the send's number.

    A reader whose language has none is not mailed. A letter is sent once: raises LettersError when there is a send of it
    that was not cancelled.
    """
    for one in contents:
        if absent := missing(one.text) or (missing(one.html) if one.html else []):
            place = f"{{{{{absent[0]}}}}}"
            raise LettersError(f"The letter in {one.language} has no {place}: nobody could leave. Put it in.")
    with store.writing() as db:
        db.serialise()
        if db.one("SELECT 1 FROM letters_send WHERE letter = ? AND state <> 'cancelled'", [letter]):
            raise LettersError(f"Letter {letter} was sent already. Cancel that send first, or write another letter.")
        row = db.one(
            "INSERT INTO letters_send (letter, list, title, state, made) VALUES (?, ?, ?, 'waiting', ?) RETURNING id",
            [letter, list, title, now],
        )
        assert row
        send: int = row[0]
        _insert_contents(db, send, contents)
        db.many(
            "INSERT INTO letters_send_story (send, story) VALUES (?, ?)",
            [(send, story) for story in sorted(set(stories))],
        )
        # Readers who are suppressed are not active: subscribing.py sees to that.
        db.execute(
            "INSERT INTO letters_delivery (send, reader, content, domain, state, due) "
            "SELECT c.send, r.id, c.id, r.domain, 'waiting', CAST(? AS BIGINT) FROM letters_subscription s "
            "JOIN letters_reader r ON r.id = s.reader "
            "JOIN letters_content c ON c.send = ? AND c.language = r.language AND c.wants_text = r.wants_text "
            "WHERE s.list = ? AND s.state = 'active' AND r.state = 'active' "
            "AND (r.paused_until IS NULL OR r.paused_until <= ?)",
            [now, send, list, now],
        )
    return send


def _insert_contents(db: Connection, send: int, contents: Collection[Content]) -> None:
    """With a variant without HTML for each language that has none."""
    given = {(one.language, one.wants_text): one for one in contents}
    for one in contents:
        given.setdefault((one.language, True), replace(one, wants_text=True, html=""))
    db.many(
        "INSERT INTO letters_content (send, language, wants_text, subject, discreet_subject, from_name, discreet_from_name, "
        "html, text, headers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                send,
                one.language,
                int(one.wants_text),
                one.subject,
                one.discreet_subject,
                one.from_name,
                one.discreet_from_name,
                one.html,
                one.text,
                json.dumps(dict(one.headers), ensure_ascii=False),
            )
            for one in given.values()
        ],
    )


def contents(store: Store, send: int) -> dict[int, Content]:
    """By the number that deliveries name."""
    with store.reading() as db:
        rows = db.execute(
            "SELECT id, language, wants_text, subject, discreet_subject, from_name, discreet_from_name, html, text, headers "
            "FROM letters_content WHERE send = ?",
            [send],
        )
    return {row[0]: _content(row[1:]) for row in rows}


def _content(row: Row) -> Content:
    language, wants_text, subject, discreet_subject, from_name, discreet_from_name, html, text, headers = row
    return Content(
        language=language,
        wants_text=bool(wants_text),
        subject=subject,
        discreet_subject=discreet_subject,
        from_name=from_name,
        discreet_from_name=discreet_from_name,
        html=html,
        text=text,
        headers=json.loads(headers),
    )


def pause(store: Store, send: int, why: str = "") -> bool:
    """`why` is for whoever looks at it; '' when a person pauses it. False when it is not one that could be paused, such as one
    that is done."""
    with store.writing() as db:
        paused = _move(db, send, PAUSED, (WAITING, SENDING))
        if paused:
            values.write(db, {reason(send): why})
        return paused


def resume(store: Store, send: int) -> bool:
    """It goes on where it stopped. False when it was not paused."""
    with store.writing() as db:
        return _move(db, send, WAITING, (PAUSED,))


def why_paused(store: Store, send: int) -> str:
    """Why the sender paused it; '' when a person did, or when it is not paused."""
    with store.reading() as db:
        row = db.one(
            "SELECT v.value FROM letters_value v JOIN letters_send s ON s.id = ? AND s.state = 'paused' WHERE v.name = ?",
            [send, reason(send)],
        )
    return row[0] if row else ""


def reason(send: int) -> str:
    """The name of the value that says why it is paused."""
    return f"paused.{send}"


def cancel(store: Store, send: int, now: int) -> bool:
    """What waits is not sent any more. False when it is done or cancelled already."""
    with store.writing() as db:
        if not _move(db, send, CANCELLED, (WAITING, SENDING, PAUSED)):
            return False
        db.execute(
            "UPDATE letters_delivery SET state = 'cancelled' WHERE send = ? AND state IN ('waiting', 'taken', 'deferred')",
            [send],
        )
        db.execute("UPDATE letters_send SET ended = ? WHERE id = ?", [now, send])
        return True


def begin(db: Connection, send: int, now: int) -> None:
    """A sender has taken some of it."""
    db.execute(
        "UPDATE letters_send SET state = 'sending', started = COALESCE(started, ?) WHERE id = ? AND state = 'waiting'",
        [now, send],
    )


def finish(store: Store, now: int) -> list[int]:
    """Sends of which nothing waits any more are done; their numbers."""
    with store.writing() as db:
        rows = db.execute(
            "UPDATE letters_send SET state = 'done', ended = ? WHERE state IN ('waiting', 'sending') AND NOT EXISTS ("
            "SELECT 1 FROM letters_delivery d WHERE d.send = letters_send.id AND d.state IN ('waiting', 'taken', 'sending', "
            "'deferred')) RETURNING id",
            [now],
        )
    return sorted(id for (id,) in rows)


def at_work(db: Connection) -> list[int]:
    """Sends that wait or are being sent, from the oldest on."""
    return [id for (id,) in db.execute("SELECT id FROM letters_send WHERE state IN ('waiting', 'sending') ORDER BY id")]


def one(store: Store, send: int) -> Send | None:
    with store.reading() as db:
        row = db.one(f"SELECT {_FIELDS} FROM letters_send WHERE id = ?", [send])
    return _send(row) if row else None


def newest(store: Store, most: int) -> list[Send]:
    with store.reading() as db:
        return [
            _send(row) for row in db.execute(f"SELECT {_FIELDS} FROM letters_send ORDER BY id DESC LIMIT ?", [most])
        ]


def status(store: Store, send: int) -> Status:
    """Raises LettersError when there is no such send."""
    with store.reading() as db:
        row = db.one(f"SELECT {_FIELDS} FROM letters_send WHERE id = ?", [send])
        found = dict(db.execute("SELECT state, count(*) FROM letters_delivery WHERE send = ? GROUP BY state", [send]))
    if row is None:
        raise LettersError(f"There is no send {send}. See: tamizdat letters list")
    one = _send(row)
    numbers = {kind: found.get(kind, 0) for kind in KINDS}
    numbers["waiting"] += found.get("taken", 0) + found.get("sending", 0)
    return Status(
        all=sum(found.values()),
        **numbers,
        state=one.state,
        started=one.started,
        ended=one.ended,
    )


def resend_uncertain(store: Store, send: int, now: int) -> int:
    """Queue again what may or may not have arrived, because somebody asked for it; how many those are."""
    with store.writing() as db:
        number = db.change(
            "UPDATE letters_delivery SET state = 'waiting', due = ? WHERE send = ? AND state = 'uncertain'", [now, send]
        )
        if number:
            db.execute(
                "UPDATE letters_send SET state = 'waiting', ended = NULL WHERE id = ? AND state = 'done'", [send]
            )
    return number


def _move(db: Connection, send: int, state: str, before: tuple[str, ...]) -> bool:
    states = ", ".join(f"'{one}'" for one in before)
    return db.change(f"UPDATE letters_send SET state = ? WHERE id = ? AND state IN ({states})", [state, send]) > 0


def _send(row: Row) -> Send:
    id, letter, list, title, state, made, started, ended = row
    return Send(id=id, letter=letter, list=list, title=title, state=state, made=made, started=started, ended=ended)


def stories(store: Store, send: int) -> list[int]:
    """Those that it carries."""
    with store.reading() as db:
        rows = db.execute("SELECT story FROM letters_send_story WHERE send = ? ORDER BY story", [send])
    return [story for (story,) in rows]


def of_letter(store: Store, letter: int) -> Send | None:
    """That of a letter which was not cancelled."""
    with store.reading() as db:
        row = db.one(f"SELECT {_FIELDS} FROM letters_send WHERE letter = ? AND state <> 'cancelled'", [letter])
    return _send(row) if row else None


def last_of_letter(store: Store, letter: int) -> Send | None:
    """Its last one, cancelled or not: a letter whose sending was cancelled can be sent again."""
    with store.reading() as db:
        row = db.one(f"SELECT {_FIELDS} FROM letters_send WHERE letter = ? ORDER BY id DESC LIMIT 1", [letter])
    return _send(row) if row else None


def by_state(store: Store) -> dict[str, int]:
    """How many are in each state that one is in."""
    with store.reading() as db:
        return dict(db.execute("SELECT state, count(*) FROM letters_send GROUP BY state"))
