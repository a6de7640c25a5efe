"""Invented readers of the demo's newsletters: who sends a letter sees figures, and mail in the folder. Their addresses are at
example.org, where nobody is. They sign up and confirm as readers do, so that their consents show what the desk keeps."""

from __future__ import annotations

from dataclasses import dataclass

from tamizdat.letters import subscribing
from tamizdat.letters.links import CONFIRM, Link
from tamizdat.letters.store import readers, singles
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.singles import SingleResult
from tamizdat.letters.subscribing import Join

HOUR = 3_600
SENDER = "demo"
WEEK, VOTE = "the-week", "zeskari-vote"


@dataclass(frozen=True, kw_only=True)
class _Invented:
    """`days` ago they signed up. Without `confirms` they have not answered the mail that asks them to."""

    name: str
    language: str
    lists: tuple[str, ...]
    days: int
    confirms: bool = True
    wants_text: bool = False
    discreet: bool = False
    is_paused: bool = False
    leaves: bool = False


READERS = (
    _Invented(name="anna", language="en", lists=(WEEK,), days=92),
    _Invented(name="bakyt", language="ru", lists=(WEEK, VOTE), days=88),
    _Invented(name="clara", language="en", lists=(WEEK,), days=71, wants_text=True),
    _Invented(name="dinara", language="ru", lists=(WEEK,), days=64),
    _Invented(name="elene", language="en", lists=(WEEK, VOTE), days=58),
    _Invented(name="farrukh", language="ru", lists=(WEEK,), days=51, discreet=True),
    _Invented(name="giorgi", language="en", lists=(VOTE,), days=43),
    _Invented(name="hasmik", language="ru", lists=(WEEK,), days=37),
    _Invented(name="ivan", language="ru", lists=(WEEK,), days=25, is_paused=True),
    _Invented(name="jamila", language="en", lists=(WEEK,), days=18),
    _Invented(name="katya", language="ru", lists=(WEEK, VOTE), days=9, leaves=True),
    _Invented(name="leyla", language="en", lists=(WEEK,), days=1, confirms=False),
)


def invent(store: Store, key: bytes, *, lists: dict[str, int], shown: dict[str, str], now: int) -> None:
    """Unless the database has readers. `lists` are numbers by slug, `shown` the digests of what the forms show by language,
    `now` in Unix time. Raises LettersError."""
    if any(readers.by_state(store).values()):
        return
    for one in READERS:
        at = now - one.days * 24 * HOUR
        wish = Join(
            address=f"{one.name}.invented@example.org",
            language=one.language,
            lists=[lists[slug] for slug in one.lists if slug in lists],
            how="form",
            shown=shown.get(one.language, ""),
            now=at,
        )
        (joined,) = subscribing.join_many(store, key, [wish])
        if joined.reader is not None and one.confirms:
            subscribing.confirm(store, Link(action=CONFIRM, reader=joined.reader, list=0), at + HOUR)
            _choose(store, joined.reader, one, now)
    _count_notices_as_sent(store, now)


def _choose(store: Store, reader: int, one: _Invented, now: int) -> None:
    if one.wants_text or one.discreet or one.is_paused:
        subscribing.change(
            store,
            reader,
            language=one.language,
            wants_text=one.wants_text,
            discreet=one.discreet,
            paused_until=now + 30 * 24 * HOUR if one.is_paused else None,
            lists=[each.list for each in readers.subscriptions(store, reader)],
            now=now - HOUR,
            how="form",
        )
    if one.leaves:
        subscribing.leave_all(store, reader, now - HOUR, "form")


def _count_notices_as_sent(store: Store, now: int) -> None:
    """The mails to confirm and to welcome them are of weeks ago: the folder shows what a newcomer sends."""
    taken = singles.take(store, SENDER, 10 * len(READERS), now)
    singles.settle(store, SENDER, [SingleResult(id=one.id, state=singles.SENT) for one in taken])
