"""Does what a mail that came back says: a bounce, a complaint, or a reader's wish.

Anybody can write such a mail, with anybody's address in From. So only a signature of ours in it (a return path, a link, the
number of a letter of ours that it answers) changes a reader. An address alone can do two things: leave, of which its owner
is told, and ask, to which the answer goes to its owner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from tamizdat.letters import return_path, subscribing
from tamizdat.letters.errors import BadAddress
from tamizdat.letters.incoming.replies import Request, Wish, request_of
from tamizdat.letters.incoming.returned import Kind, Report, is_automatic, parse, report_of
from tamizdat.letters.links import CONFIRM, Link, Links
from tamizdat.letters.store import deliveries, lists, notices, readers, singles, values
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.readers import Reader
from tamizdat.letters.store.singles import Queued

DAY = 86_400
LONGEST_PAUSE = 365
"""Days."""
BY_MAIL = "mail"


class Outcome(StrEnum):
    """What became of a mail."""

    RETURNED = "returned"
    COMPLAINT = "complaint"
    DONE = "done"
    AUTOMATIC = "automatic"
    NOT_OURS = "not ours"
    FOR_PEOPLE = "for people"


@dataclass(frozen=True, kw_only=True)
class Office:
    """What is needed to act: `key` is the newsroom's of letters, `replies` the address of the mailbox."""

    store: Store
    key: bytes = field(repr=False)
    replies: str

    @property
    def links(self) -> Links:
        return Links(self.key)

    @property
    def return_key(self) -> bytes:
        return return_path.key_of(self.key)


def act(office: Office, data: bytes, now: int) -> Outcome:
    """Twice does no more than once. Raises LettersError."""
    message = parse(data)
    if report := report_of(message):
        return act_on_report(office, report, now)
    if is_automatic(message):
        return Outcome.AUTOMATIC
    request = request_of(message, office.replies)
    return _fulfil(office, request, now) if request else Outcome.FOR_PEOPLE


def act_on_report(office: Office, report: Report, now: int, how: str = BY_MAIL) -> Outcome:
    """NOT_OURS when nothing in it proves which letter it is about."""
    found = _delivery_of(office, report)
    if found is None:
        return Outcome.NOT_OURS
    send, reader = found
    if report.kind is Kind.COMPLAINT:
        subscribing.complain(office.store, reader, now, how)
        return Outcome.COMPLAINT
    if report.is_final and send:
        answer = f"{report.status} {report.explanation}".strip()
        deliveries.bounce(office.store, send, reader, answer)
    subscribing.bounce(office.store, reader, hard=report.kind is Kind.HARD, now=now, how=how)
    return Outcome.RETURNED


def _delivery_of(office: Office, report: Report) -> tuple[int, int] | None:
    """(send or 0, reader)."""
    tags = [address.rpartition("@")[0].partition("+")[2] for address in report.addresses]
    for tag in tags:
        if found := return_path.read(office.return_key, tag):
            return found
    tokens = [token for link in report.links for token in parse_qs(urlsplit(link).query).get("t", [])]
    for token in [*tokens, *map(return_path.token_of, tags)]:
        if link := office.links.read(token):
            return 0, link.reader
    return None


def _fulfil(office: Office, request: Request, now: int) -> Outcome:
    if request.wish is Wish.TAG:
        link = office.links.read(return_path.token_of(request.tag))
        return _follow(office, link, now) if link else Outcome.FOR_PEOPLE
    if request.wish is Wish.JOIN:
        return _join(office, request, now)
    proven = _proven(office, request.answers)
    reader = readers.one(office.store, proven) if proven else _by_address(office.store, request.address)
    if reader is None:
        return Outcome.NOT_OURS
    if request.wish is Wish.LEAVE:
        subscribing.leave_all(office.store, reader.id, now, BY_MAIL)
    elif not (proven and _change(office, reader, request, now)):
        _send_links(office, reader, now)
    return Outcome.DONE


def _follow(office: Office, link: Link, now: int) -> Outcome:
    """A mail to an address with a tag does what the link does; to that of the preferences, it leaves."""
    if link.action == CONFIRM:
        done = subscribing.confirm(office.store, link, now, BY_MAIL)
    else:
        done = subscribing.leave(office.store, link, now, BY_MAIL)
    return Outcome.DONE if done else Outcome.NOT_OURS


def _join(office: Office, request: Request, now: int) -> Outcome:
    """Without the name of a list: the first one. The confirmation goes to the address; answering it confirms."""
    open_lists = [one for one in lists.every(office.store) if one.is_open]
    wanted = [one.id for one in open_lists if one.slug == request.argument] or [one.id for one in open_lists[:1]]
    spoken = values.get(office.store, "languages").split()
    language = request.language if request.language in spoken else next(iter(spoken), "")
    if not wanted or not language:
        return Outcome.FOR_PEOPLE
    subscribing.join(
        office.store,
        office.key,
        address=request.address,
        language=language,
        lists=wanted,
        how=BY_MAIL,
        shown="",
        now=now,
    )
    return Outcome.DONE


def _change(office: Office, reader: Reader, request: Request, now: int) -> bool:
    """False when it cannot be told what is wanted."""
    store = office.store
    if request.wish is Wish.PAUSE:
        days = int(request.argument) if request.argument.isdecimal() and len(request.argument) < 4 else 30
        subscribing.pause(store, reader.id, now + min(days, LONGEST_PAUSE) * DAY, now, BY_MAIL)
        return True
    if request.wish is Wish.LANGUAGE and request.argument in values.get(store, "languages").split():
        subscribed = [one.list for one in readers.subscriptions(store, reader.id) if one.state == "active"]
        subscribing.change(
            store,
            reader.id,
            language=request.argument,
            wants_text=reader.wants_text,
            discreet=reader.discreet,
            paused_until=reader.paused_until,
            lists=subscribed,
            now=now,
            how=BY_MAIL,
        )
        return True
    return False


def _send_links(office: Office, reader: Reader, now: int) -> None:
    """A notice with the link to the preferences, once a day."""
    with office.store.writing() as db:
        singles.queue_once_a_day(db, Queued(reader=reader.id, kind=notices.ALREADY, language=reader.language), now)


def _proven(office: Office, answers: Iterable[str]) -> int | None:
    """The reader to whom the mail that this one answers was sent: its number holds our proof."""
    for number in answers:
        tag = number.rpartition("@")[0]
        # A notice's number begins with n, its own number and a dot.
        for form in (tag, tag.partition(".")[2]):
            if found := return_path.read(office.return_key, form):
                return found[1]
    return None


def _by_address(store: Store, address: str) -> Reader | None:
    try:
        return readers.by_address(store, address)
    except BadAddress:
        return None
