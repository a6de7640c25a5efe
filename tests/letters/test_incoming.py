"""What a mail that came back changes, and what it cannot change because nothing in it is ours."""

from __future__ import annotations

import mailbox
import threading
from pathlib import Path

import pytest

from tamizdat.letters import return_path, subscribing
from tamizdat.letters.errors import LettersError
from tamizdat.letters.incoming.acting import Office, Outcome, act
from tamizdat.letters.incoming.reading import read_once, run
from tamizdat.letters.links import CONFIRM, LEAVE, PREFERENCES, Links
from tamizdat.letters.store import Store, notices, readers, values
from tests.letters.conftest import KEY
from tests.letters.test_replies import mail
from tests.letters.test_returned import VERP, status_report

NOW = 1_780_000_000
DAY = 86_400
REPLIES = "news@example.org"
ANNA = "anna@example.net"
LINKS = Links(KEY)


@pytest.fixture
def office(store: Store) -> Office:
    values.put(store, {"languages": "en ru"})
    return Office(store=store, key=KEY, replies=REPLIES)


@pytest.fixture
def anna(office: Office) -> int:
    """A reader of list 1, in English."""
    joined = subscribing.join(
        office.store, KEY, address=ANNA, language="en", lists=[1], how="form", shown="", now=NOW - DAY
    )
    assert joined.reader
    link = LINKS.read(LINKS.token(CONFIRM, joined.reader))
    assert link
    assert subscribing.confirm(office.store, link, NOW - DAY)
    return joined.reader


def state(office: Office, reader: int) -> str:
    found = readers.one(office.store, reader)
    return found.state if found else ""


def queued(office: Office, kind: str) -> int:
    with office.store.reading() as db:
        return len(db.execute("SELECT id FROM letters_single WHERE kind = ? AND made = ?", [kind, NOW]))


def returned(reader: int, **fields: str) -> bytes:
    tag = return_path.tag(return_path.key_of(KEY), 0, reader)
    return status_report(**fields).replace(VERP.encode(), f"news+{tag}@example.org".encode())


def test_a_hard_bounce_stops_all_letters_and_soft_ones_count_once_a_day(office: Office, anna: int) -> None:
    for day in range(subscribing.SOFT_BOUNCES):
        assert state(office, anna) == readers.ACTIVE
        for _ in range(3):
            assert act(office, returned(anna, status="4.2.2"), NOW + day * DAY) is Outcome.RETURNED
    assert state(office, anna) == readers.BOUNCED


def test_a_refusal_of_one_letter_does_not_end_a_subscription(office: Office, anna: int) -> None:
    act(office, returned(anna, status="5.7.1"), NOW)
    assert state(office, anna) == readers.ACTIVE
    act(office, returned(anna, status="5.1.1"), NOW)
    assert state(office, anna) == readers.BOUNCED


def test_a_forged_report_changes_nothing(office: Office, anna: int) -> None:
    forged = status_report().replace(VERP.encode(), f"news+s0.{anna}.aaaaaaaaaaaaaaaa@example.org".encode())
    assert act(office, forged, NOW) is Outcome.NOT_OURS
    assert state(office, anna) == readers.ACTIVE


def test_a_complaint_is_proved_by_the_link_in_the_letter_it_returns(office: Office, anna: int) -> None:
    token = LINKS.token(LEAVE, anna, 1)
    report = (
        "From: fbl@provider.example\nTo: abuse@example.org\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b\nContent-Type: message/rfc822\n\n"
        f"From: {REPLIES}\nList-Unsubscribe: <https://old.example/api/letters/leave?t={token}>\n\nText\n--b--\n"
    )
    assert act(office, report.replace(token, token[:-2] + "AA").encode(), NOW) is Outcome.NOT_OURS
    assert act(office, report.encode(), NOW) is Outcome.COMPLAINT
    assert state(office, anna) == readers.COMPLAINED


def test_joining_and_confirming_by_mail_alone(office: Office) -> None:
    assert act(office, mail(subject="подписка daily"), NOW) is Outcome.DONE
    reader = readers.by_address(office.store, ANNA)
    assert reader
    assert (reader.state, reader.language) == (readers.PENDING, "ru")
    tag = return_path.tag_of_token(LINKS.token(CONFIRM, reader.id))
    assert act(office, mail(to=f"news+{tag}@example.org", subject="Re: ..."), NOW + 60) is Outcome.DONE
    assert state(office, reader.id) == readers.ACTIVE
    assert [one.list for one in readers.subscriptions(office.store, reader.id)] == [2]


@pytest.mark.parametrize("action", [LEAVE, PREFERENCES])
def test_the_address_of_a_letter_of_long_ago_leaves(office: Office, anna: int, action: str) -> None:
    tag = return_path.tag_of_token(LINKS.token(action, anna, 1))
    assert act(office, mail(to=f"news+{tag.upper()}@domain-of-last-year.example"), NOW + 700 * DAY) is Outcome.DONE
    assert state(office, anna) == readers.LEFT


def test_a_word_is_enough_to_leave_and_its_owner_is_told(office: Office, anna: int) -> None:
    assert act(office, mail(subject="Re: Weekly", text="Stop\n"), NOW) is Outcome.DONE
    assert state(office, anna) == readers.LEFT
    assert queued(office, notices.GONE) == 1
    act(office, mail(subject="stop"), NOW)
    assert queued(office, notices.GONE) == 1


def answer(anna: int, subject: str) -> bytes:
    """A mail that answers a letter of ours."""
    number = f"<{return_path.tag(return_path.key_of(KEY), 0, anna)}@example.org>"
    return mail(subject=subject).replace(b"To: ", f"In-Reply-To: {number}\r\nTo: ".encode(), 1)


def test_an_answer_to_a_letter_changes_and_a_mail_without_proof_gets_the_link(office: Office, anna: int) -> None:
    act(office, mail(subject="language ru"), NOW)
    act(office, mail(subject="pause 10"), NOW)
    unchanged = readers.one(office.store, anna)
    assert unchanged
    assert (unchanged.language, unchanged.paused_until) == ("en", None)
    assert queued(office, notices.ALREADY) == 1
    act(office, answer(anna, "Re: language ru"), NOW)
    act(office, answer(anna, "pause 10"), NOW)
    changed = readers.one(office.store, anna)
    assert changed
    assert (changed.language, changed.paused_until) == ("ru", NOW + 10 * DAY)
    assert [one.state for one in readers.subscriptions(office.store, anna)] == ["active"]


def test_programs_are_never_answered(office: Office, anna: int) -> None:
    away = mail(subject="join").replace(b"To: ", b"Auto-Submitted: auto-replied\r\nTo: ", 1)
    assert act(office, away, NOW) is Outcome.AUTOMATIC
    assert act(office, mail(subject="leave").replace(b"To: ", b"List-Id: <a.b>\r\nTo: ", 1), NOW) is Outcome.AUTOMATIC
    assert state(office, anna) == readers.ACTIVE


def test_a_stranger_learns_nothing(office: Office) -> None:
    assert act(office, mail(subject="leave"), NOW) is Outcome.NOT_OURS
    assert act(office, mail(subject="settings"), NOW) is Outcome.NOT_OURS
    assert sum(queued(office, kind) for kind in (notices.CONFIRM, notices.ALREADY, notices.GONE)) == 0


def test_a_maildir_is_read_and_what_is_for_people_stays_unread(office: Office, anna: int, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "incoming")
    box.add(returned(anna, status="5.1.1"))
    box.add(mail(subject="A tip", text="I saw something at the bridge."))
    outcomes = read_once(office, "folder:incoming", tmp_path, NOW)
    assert outcomes == {Outcome.RETURNED: 1, Outcome.FOR_PEOPLE: 1}
    assert state(office, anna) == readers.BOUNCED
    assert not read_once(office, "folder:incoming", tmp_path, NOW)
    unread = [one for one in mailbox.Maildir(tmp_path / "incoming") if "S" not in one.get_flags()]
    assert [one["Subject"] for one in unread] == ["A tip"]


def test_a_mailbox_that_cannot_be_read_is_told_of_without_its_password(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = "imaps://anna:pass-word@127.0.0.1:1/INBOX"
    with pytest.raises(LettersError, match=r"127\.0\.0\.1 cannot be read") as refused:
        read_once(office, address, tmp_path, NOW)
    assert "pass-word" not in str(refused.value)
    stop = threading.Event()
    stop.set()
    run(office, address, tmp_path, stop)
    assert "cannot be read" in caplog.text
    assert "pass-word" not in caplog.text
