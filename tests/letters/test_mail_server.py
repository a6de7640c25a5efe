"""Letters, bounces and wishes through a real Postfix and Dovecot."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tamizdat.letters import return_path
from tamizdat.letters.incoming.acting import Office, Outcome
from tamizdat.letters.incoming.reading import read_once
from tamizdat.letters.links import Links
from tamizdat.letters.messages import Message, Origin, Recipient, Template, Text
from tamizdat.letters.store import readers
from tests.letters.conftest import KEY
from tests.letters.mail_server import NEWS, PATIENCE, MailServer, mail_server
from tests.letters.test_incoming import NOW, anna, office, state
from tests.letters.test_replies import mail

__all__ = ["anna", "office"]
REPLIES = f"news@{NEWS}"


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def letter_to(reader: int, address: str) -> Message:
    text = Text(
        subject="Письмо недели",
        from_name="Заря",
        html="<p><a href='{{leave}}'>Leave</a> <a href='{{preferences}}'>Settings</a></p>",
        text="{{leave}} {{preferences}}",
    )
    origin = Origin(sender=REPLIES, replies=REPLIES, site="https://news.test", key=return_path.key_of(KEY))
    template = Template(text, origin, list_id="weekly", tokens=Links(KEY), signers=[])
    return template.message(Recipient(reader=reader, address=address, list=1, send=1), NOW)


def read_until(server: MailServer, office: Office, number: int) -> Counter[Outcome]:
    """What became of the next `number` messages in the newsroom's mailbox."""
    outcomes: Counter[Outcome] = Counter()
    until = time.monotonic() + PATIENCE
    while outcomes.total() < number and time.monotonic() < until:
        outcomes += read_once(office, server.incoming, server.folder, NOW)
        time.sleep(0.1)
    return outcomes


def test_a_letter_arrives_and_its_reader_leaves_by_answering(server: MailServer, office: Office, anna: int) -> None:
    office = Office(store=office.store, key=KEY, replies=REPLIES)
    letter = letter_to(anna, "anna@reader.test")
    server.send(letter.return_path, letter.address, letter.data)
    (arrived,) = server.mail_of("anna", 1)
    assert arrived["Return-Path"] == f"<{letter.return_path}>"
    leaving = str(arrived["List-Unsubscribe"]).partition("<mailto:")[2].partition("?")[0]
    server.send("anna@reader.test", leaving, mail(to=leaving, subject="leave"))
    assert read_until(server, office, 1) == {Outcome.DONE: 1}
    assert state(office, anna) == readers.LEFT


def test_a_letter_to_nobody_comes_back_and_ends_the_subscription(server: MailServer, office: Office, anna: int) -> None:
    office = Office(store=office.store, key=KEY, replies=REPLIES)
    letter = letter_to(anna, "nobody@reader.test")
    server.send(letter.return_path, letter.address, letter.data)
    assert read_until(server, office, 1) == {Outcome.RETURNED: 1}
    assert state(office, anna) == readers.BOUNCED


def test_mail_for_people_stays_unread(server: MailServer, office: Office) -> None:
    server.send("boris@reader.test", REPLIES, mail(to=REPLIES, subject="A tip", text="I saw something."))
    assert read_until(server, Office(store=office.store, key=KEY, replies=REPLIES), 1) == {Outcome.FOR_PEOPLE: 1}
    assert not read_once(office, server.incoming, server.folder, NOW)
