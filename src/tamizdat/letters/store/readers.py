"""The rows of readers and of what they subscribe to."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tamizdat.letters import addresses
from tamizdat.letters.store.database import Connection, Row, Store
from tamizdat.letters.store.suppressed import hashed

PENDING, ACTIVE, LEFT, BOUNCED, COMPLAINED = "pending", "active", "left", "bounced", "complained"
STATES = (PENDING, ACTIVE, LEFT, BOUNCED, COMPLAINED)
_FIELDS = (
    "id, address, domain, language, wants_text, discreet, state, created, confirmed, paused_until, soft_bounces, "
    "last_bounce, asked"
)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """`wants_text`: letters without HTML. `discreet`: a sender's name and subject that give nothing away."""

    id: int
    address: str
    domain: str
    language: str
    wants_text: bool
    discreet: bool
    state: str
    created: int
    confirmed: int | None
    paused_until: int | None
    soft_bounces: int
    last_bounce: int | None
    asked: int | None


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """`state` is pending, active or left, since `since`."""

    list: int
    reader: int
    state: str
    since: int


@dataclass(frozen=True, kw_only=True)
class Known:
    """What makes an address one and finds it: computed once for each address that comes in."""

    address: str
    key: str
    address_hash: str
    mailbox_hash: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def known(key: bytes, address: str) -> Known:
    """`address` as addresses.normal gives it, or as somebody wrote it. Raises BadAddress."""
    address = addresses.normal(address)
    address_key = addresses.key(address)
    return Known(
        address=address,
        key=address_key,
        address_hash=hashed(key, address_key),
        mailbox_hash=hashed(key, addresses.mailbox(address)),
    )


def new_id() -> int:
    """A number that no reader ever had."""
    return secrets.randbelow(2**62) + 1


def one(store: Store, id: int) -> Reader | None:
    with store.reading() as db:
        return by_id(db, id)


def by_id(db: Connection, id: int) -> Reader | None:
    row = db.one(f"SELECT {_FIELDS} FROM letters_reader WHERE id = ?", [id])
    return _reader(row) if row else None


def by_address(store: Store, address: str) -> Reader | None:
    """Raises BadAddress for what is no address."""
    key = addresses.key(addresses.normal(address))
    with store.reading() as db:
        return by_keys(db, [key]).get(key)


def by_keys(db: Connection, keys: Iterable[str]) -> dict[str, Reader]:
    """{address_key: reader} of those that are there."""
    rows = db.run_in(f"SELECT {_FIELDS}, address_key FROM letters_reader WHERE address_key IN ({{}})", keys)
    return {row[-1]: _reader(row[:-1]) for row in rows}


def newest(store: Store, first: int, most: int, state: str = "") -> list[Reader]:
    """`most` readers from number `first` on, the newest being number 0; of one state, where it is given."""
    where, values = ("WHERE state = ?", [state]) if state else ("", [])
    with store.reading() as db:
        rows = db.execute(
            f"SELECT {_FIELDS} FROM letters_reader {where} ORDER BY created DESC, id LIMIT ? OFFSET ?",
            [*values, most, first],
        )
    return [_reader(row) for row in rows]


def by_state(store: Store) -> dict[str, int]:
    """How many there are; 0 where there is none."""
    with store.reading() as db:
        found = dict(db.execute("SELECT state, count(*) FROM letters_reader GROUP BY state"))
    return {state: found.get(state, 0) for state in STATES}


def subscriptions(store: Store, reader: int) -> list[Subscription]:
    with store.reading() as db:
        return subscriptions_of(db, [reader])


def subscriptions_of(db: Connection, readers: Iterable[int]) -> list[Subscription]:
    rows = db.run_in(
        "SELECT list, reader, state, since FROM letters_subscription WHERE reader IN ({}) ORDER BY reader, list",
        readers,
    )
    return [Subscription(list=list, reader=reader, state=state, since=since) for list, reader, state, since in rows]


def insert(db: Connection, rows: Iterable[tuple[int, Known, str, str, int, int | None, int | None]]) -> None:
    """(id, address, language, state, created, confirmed, asked) of each."""
    db.many(
        "INSERT INTO letters_reader (id, address, address_key, address_hash, mailbox_hash, domain, language, state, created, "
        "confirmed, asked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (id, who.address, who.key, who.address_hash, who.mailbox_hash, who.domain, language, state, created, *rest)
            for id, who, language, state, created, *rest in rows
        ),
    )


def subscribe(db: Connection, rows: Iterable[tuple[int, int, str, int]]) -> None:
    """(list, reader, state, since) of each, in place of what there was."""
    db.many(
        "INSERT INTO letters_subscription (list, reader, state, since) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (list, reader) DO UPDATE SET state = excluded.state, since = excluded.since",
        rows,
    )


def delete(db: Connection, ids: Iterable[int]) -> None:
    """With all that names them. Their notices keep the hash of the mailbox, so that it is not mailed again today."""
    rows = [(id,) for id in ids]
    db.many(
        "UPDATE letters_single SET address = '', answer = '', reader = 0, "
        "state = CASE WHEN state IN ('waiting', 'taken') THEN 'failed' ELSE state END WHERE reader = ?",
        rows,
    )
    for table, column in (("subscription", "reader"), ("consent", "reader"), ("reader", "id")):
        db.many(f"DELETE FROM letters_{table} WHERE {column} = ?", rows)


def leave_when_on_no_list(db: Connection, ids: Iterable[int]) -> list[int]:
    """Those of these readers who have left their last list, and count as having left from now on."""
    return [
        id
        for (id,) in db.run_in(
            "UPDATE letters_reader SET state = 'left' WHERE state IN ('pending', 'active') AND NOT EXISTS (SELECT 1 "
            "FROM letters_subscription s WHERE s.reader = letters_reader.id AND s.state IN ('active', 'pending')) "
            "AND id IN ({}) RETURNING id",
            ids,
        )
    ]


def hashes(db: Connection, reader: int) -> tuple[str, str]:
    """(address_hash, mailbox_hash)."""
    row = db.one("SELECT address_hash, mailbox_hash FROM letters_reader WHERE id = ?", [reader])
    return (row[0], row[1]) if row else ("", "")


def streamed(db: Connection) -> Iterator[Reader]:
    """Every reader, by number."""
    for row in db.stream(f"SELECT {_FIELDS} FROM letters_reader ORDER BY id"):
        yield _reader(row)


def _reader(row: Row) -> Reader:
    id, address, domain, language, wants_text, discreet, *rest = row
    state, created, confirmed, paused_until, soft_bounces, last_bounce, asked = rest
    return Reader(
        id=id,
        address=address,
        domain=domain,
        language=language,
        wants_text=bool(wants_text),
        discreet=bool(discreet),
        state=state,
        created=created,
        confirmed=confirmed,
        paused_until=paused_until,
        soft_bounces=soft_bounces,
        last_bounce=last_bounce,
        asked=asked,
    )
