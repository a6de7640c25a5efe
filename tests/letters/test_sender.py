"""The sender against a real mail server (aiosmtpd) that takes, refuses, stalls and breaks off."""

from __future__ import annotations

import itertools
import ssl
import subprocess
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tamizdat.letters import dispatch, limits, progress
from tamizdat.letters.store import Store, deliveries, notices, sends, singles, values
from tamizdat.letters.store.deliveries import Result
from tamizdat.letters.store.singles import Queued
from tests.letters.mailing import Server, done, fill, mail_server, sending, setup, start, until


def at(server: Server) -> str:
    return f"smtp://127.0.0.1:{server.port}"


def in_state(store: Store, send: int, state: str) -> list[tuple[int, int, str]]:
    """(reader, attempts, answer)."""
    with store.reading() as db:
        rows = db.execute(
            "SELECT reader, attempts, answer FROM letters_delivery WHERE send = ? AND state = ? ORDER BY reader",
            [send, state],
        )
    return [(reader, attempts, answer) for reader, attempts, answer in rows]


@pytest.mark.parametrize("extensions", [["PIPELINING"], []], ids=["with pipelining", "one by one"])
def test_every_reader_gets_the_letter_once(store: Store, tmp_path: Path, extensions: list[str]) -> None:
    fill(store, 40)
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        server.extensions = extensions
        status = done(store, send)
    assert status.handed_over == status.all == 40
    assert sorted(server.taken) == sorted(f"r{n}@d{n % 3}.example" for n in range(40))
    assert all(attempts == 1 for _, attempts, _ in in_state(store, send, "handed_over"))


def test_a_letter_is_done_only_when_every_delivery_has_ended(store: Store, tmp_path: Path) -> None:
    """Others called a letter finished that had gone to a part of its readers, and let a resume start again."""
    fill(store, 30)
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        server.on_recipient = lambda address: "451 4.3.0 later" if address.startswith("r1") else "250 ok"
        until(lambda: sends.status(store, send).waiting == 0)
        time.sleep(0.3)
        status = sends.status(store, send)
    later = [f"r{n}" for n in range(30) if str(n).startswith("1")]
    assert (status.state, status.deferred, status.handed_over) == ("sending", len(later), 30 - len(later))
    assert status.ended is None
    with store.writing() as db:
        db.execute("UPDATE letters_delivery SET due = 0")
    with mail_server() as again, sending(setup(store.address, tmp_path, at(again))):
        assert done(store, send).handed_over == 30
    assert sorted(one.partition("@")[0] for one in again.taken) == sorted(later), "only those that were not done"


def test_pause_holds_at_once_and_resume_goes_on_where_it_stopped(store: Store, tmp_path: Path) -> None:
    fill(store, 60)
    send = start(store)

    def slowly(address: str) -> str:
        time.sleep(0.01)
        return "250 ok"

    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        server.on_data = slowly
        until(lambda: len(server.taken) >= 10)
        assert sends.pause(store, send)
        time.sleep(1)
        held = len(server.taken)
        assert held < 30
        time.sleep(0.5)
        assert len(server.taken) == held
        status = sends.status(store, send)
        assert (status.state, status.handed_over, status.waiting) == ("paused", held, 60 - held)
        assert sends.resume(store, send)
        assert done(store, send).handed_over == 60
    assert Counter(server.taken).most_common(1)[0][1] == 1


def test_what_is_cancelled_is_not_sent(store: Store, tmp_path: Path) -> None:
    fill(store, 60)
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        until(lambda: len(server.taken) >= 5)
        sends.cancel(store, send, int(time.time()))
        time.sleep(1)
        held = len(server.taken)
        time.sleep(0.5)
    assert len(server.taken) == held < 60
    status = sends.status(store, send)
    assert (status.handed_over, status.cancelled) == (held, 60 - held)


ANSWERS = {
    "an address that is none": ("550 5.1.1 unknown user", "bounced"),
    "the same without an enhanced code": ("550 no such user here", "bounced"),
    "a full mailbox": ("552 5.2.2 over quota", "given_up"),
    "a refusal of its own": ("554 5.7.1 not wanted here", "given_up"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_to_one_reader_concerns_that_reader_alone(name: str, store: Store, tmp_path: Path) -> None:
    answer, state = ANSWERS[name]
    fill(store, 20)
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server), connections=1)):
        server.on_recipient = lambda address: answer if address.startswith("r7@") else "250 ok"
        status = done(store, send)
    assert (status.handed_over, getattr(status, state)) == (19, 1)
    ((reader, attempts, said),) = in_state(store, send, state)
    assert (reader, attempts, said) == (8, 1, answer)


REFUSALS = {
    "at MAIL": ("on_mail", "550 5.7.1 you are not allowed to send"),
    "at RCPT": ("on_recipient", "554 5.7.1 relay access denied"),
    "of the content": ("on_data", "550 5.7.28 unsolicited mail from your address"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_server_that_refuses_us_pauses_the_send_and_gives_nobody_up(name: str, store: Store, tmp_path: Path) -> None:
    """Gmail's and Outlook's permanent rejections are not the readers' fault."""
    hook, answer = REFUSALS[name]
    fill(store, 50)
    send = start(store)
    with mail_server() as server:
        setattr(server, hook, lambda *address: answer)
        with sending(setup(store.address, tmp_path, at(server))):
            until(lambda: sends.status(store, send).state == "paused")
        assert answer in sends.why_paused(store, send)
        status = sends.status(store, send)
        assert (status.waiting, status.given_up, status.bounced) == (50, 0, 0)
        setattr(server, hook, lambda *address: "250 ok")
        sends.resume(store, send)
        assert sends.why_paused(store, send) == ""
        with sending(setup(store.address, tmp_path, at(server))):
            assert done(store, send).handed_over == 50
    assert Counter(server.taken).most_common(1)[0][1] == 1


def test_a_few_readers_who_are_all_refused_pause_the_send_too(store: Store, tmp_path: Path) -> None:
    fill(store, 2)
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        server.on_data = lambda address: "550 5.7.1 no"
        until(lambda: sends.status(store, send).state == "paused")
    assert sends.status(store, send).waiting == 2


@pytest.mark.parametrize("hook", ["on_mail", "on_recipient", "on_data"])
def test_a_server_that_answers_421_for_long_uses_up_no_attempt(hook: str, store: Store, tmp_path: Path) -> None:
    fill(store, 30)
    send = start(store)
    with mail_server() as server:
        setattr(server, hook, lambda *address: "421 4.7.0 come back later")
        with sending(setup(store.address, tmp_path, at(server))):
            until(lambda: server.connections >= 4)
            assert "421" in progress.trouble(store)
            assert sends.status(store, send).waiting == 30
            setattr(server, hook, lambda *address: "250 ok")
            assert done(store, send).handed_over == 30
            assert progress.trouble(store) == ""
    assert {attempts for _, attempts, _ in in_state(store, send, "handed_over")} == {1}
    assert len(server.taken) == len(set(server.taken)) == 30


def test_a_server_that_closes_after_some_letters_is_connected_to_again_at_once(store: Store, tmp_path: Path) -> None:
    fill(store, 40)
    send = start(store)
    count = itertools.count(1)
    with mail_server() as server:
        server.on_mail = lambda: "421 4.7.0 enough for one connection" if next(count) % 8 == 0 else "250 ok"
        with sending(replace(setup(store.address, tmp_path, at(server), connections=1), first_wait=60.0)):
            assert done(store, send).handed_over == 40
    assert server.connections > 4


def test_no_server_at_all_loses_nothing(store: Store, tmp_path: Path) -> None:
    fill(store, 5)
    send = start(store)
    with mail_server() as server:
        port = server.port
    with sending(setup(store.address, tmp_path, f"smtp://127.0.0.1:{port}")):
        until(lambda: "cannot be reached" in progress.trouble(store))
    assert sends.status(store, send).waiting == 5


def test_a_connection_that_breaks_after_the_message_leaves_it_uncertain_until_somebody_asks(
    store: Store, tmp_path: Path
) -> None:
    """Others sent it again by themselves, so that some readers got it three times."""
    fill(store, 30)
    send = start(store)
    broken: list[str] = []

    def break_once(address: str) -> str | None:
        if len(broken) < 2 and address not in broken:
            broken.append(address)
            return None
        return "250 ok"

    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        server.on_data = break_once
        status = done(store, send)
        assert (status.uncertain, status.handed_over) == (2, 28)
        uncertain = [address for _, address in deliveries.uncertain(store, send, 10)]
        assert sorted(uncertain) == sorted(broken)
        assert not set(uncertain) & set(server.taken)
        assert sends.resend_uncertain(store, send, int(time.time())) == 2
        assert done(store, send).handed_over == 30
    assert len(server.taken) == len(set(server.taken)) == 30


def test_a_temporary_refusal_is_tried_later_and_given_up_in_the_end(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        server.on_recipient = lambda address: "450 4.2.0 greylisted"
        for attempts in range(1, len(limits.RETRIES) + 1):
            until(
                lambda attempts=attempts: in_state(store, send, "deferred") == [(1, attempts, "450 4.2.0 greylisted")]
            )
            with store.reading() as db:
                ((due,),) = db.execute("SELECT due FROM letters_delivery")
            assert abs(due - time.time() - limits.RETRIES[attempts - 1]) < 5
            with store.writing() as db:
                db.execute("UPDATE letters_delivery SET due = 0")
        assert done(store, send).given_up == 1


def test_a_limit_for_each_domain_lets_the_others_go_on(store: Store, tmp_path: Path) -> None:
    fill(store, 60, domains=2)
    with store.writing() as db:
        db.execute("UPDATE letters_reader SET domain = 'small' || id WHERE domain = 'd1.example'")
    send = start(store)
    with mail_server() as server:
        with sending(setup(store.address, tmp_path, at(server), per_minute_and_domain=30)):
            until(lambda: sum("@d1" in one for one in server.taken) == 30)
            time.sleep(0.3)
        limited = sum("@d0" in one for one in server.taken)
    assert 1 <= limited <= 8
    status = sends.status(store, send)
    assert (status.waiting, status.deferred) == (30 - limited, 0)


def test_the_limit_in_all_holds(store: Store, tmp_path: Path) -> None:
    fill(store, 60)
    start(store)
    with mail_server() as server:
        with sending(setup(store.address, tmp_path, at(server), per_minute=120)):
            until(lambda: len(server.taken) >= 1)
            began, first = time.monotonic(), len(server.taken)
            until(lambda: len(server.taken) >= 6)
        assert (len(server.taken) - first - 2) / (time.monotonic() - began) <= 3


def test_notices_go_first_and_once(store: Store, tmp_path: Path) -> None:
    fill(store, 40)
    notices.replace(
        store, [notices.Notice(kind="confirm", language="en", subject="Please confirm", html="", text="{{confirm}}")]
    )
    start(store)
    with store.writing() as db:
        singles.queue(db, [Queued(reader=3, kind="confirm", language="en", list=1)], int(time.time()))
        singles.queue(db, [Queued(reader=4, kind="unknown", language="en")], int(time.time()))
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server), connections=1)):
        until(lambda: len(server.taken) >= 41)
    assert server.taken[0] == "r2@d2.example"
    assert b"api/letters/confirm?t=" in server.data[0]
    assert b"Auto-Submitted: auto-generated" in server.data[0]
    with store.reading() as db:
        assert dict(db.execute("SELECT kind, state FROM letters_single")) == {"confirm": "sent", "unknown": "failed"}


def test_a_discreet_reader_gets_the_discreet_name_and_subject(store: Store, tmp_path: Path) -> None:
    fill(store, 2)
    with store.writing() as db:
        db.execute("UPDATE letters_reader SET discreet = 1 WHERE id = 1")
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        done(store, send)
    discreet, plain = (server.data[server.taken.index(f"r{n}@d{n}.example")] for n in (0, 1))
    assert b"Subject: Hello\r\n" in discreet
    assert b"From: Anna <" in discreet
    assert b"weekly" not in discreet
    assert b"Subject: News\r\n" in plain
    assert b"List-Id: <weekly." in plain


def test_the_address_of_the_site_can_change_during_a_send(store: Store, tmp_path: Path) -> None:
    fill(store, 2)
    send = start(store)

    values.put(store, {"links_at": "https://other.example/"})
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        done(store, send)
    assert all(b"https://other.example/api/letters/leave?t=" in one for one in server.data)


def test_an_address_in_other_letters_needs_a_server_that_takes_it(store: Store, tmp_path: Path) -> None:
    fill(store, 2)
    with store.writing() as db:
        db.execute("UPDATE letters_reader SET address = 'почта@d0.example' WHERE id = 1")
    one, two = start(store), start(store, letter=2)
    sends.pause(store, two)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        assert done(store, one).handed_over == 2
    assert "почта@d0.example" in server.taken
    sends.resume(store, two)
    with mail_server(enable_SMTPUTF8=False) as server, sending(setup(store.address, tmp_path, at(server))):
        status = done(store, two)
    assert (status.handed_over, status.given_up) == (1, 1)


def test_a_letter_that_is_too_long_for_the_server_pauses_the_send(store: Store, tmp_path: Path) -> None:
    fill(store, 3)
    send = start(store, html="<p>{{leave}} {{preferences}}" + "word " * 5000)
    with mail_server(data_size_limit=10_000) as server, sending(setup(store.address, tmp_path, at(server))):
        until(lambda: sends.status(store, send).state == "paused")
    assert "at most 10 kB" in sends.why_paused(store, send)


def test_a_send_that_was_resumed_is_being_sent_again_at_the_next_letter(store: Store) -> None:
    fill(store, 2)
    send, now = start(store), int(time.time())
    for _ in range(2):
        assert len(deliveries.take(store, "one", 1, now)) == 1
        assert sends.status(store, send).state == "sending"
        assert sends.pause(store, send)
        assert sends.resume(store, send)


def test_a_sender_that_another_took_over_from_puts_nothing_back(store: Store) -> None:
    """A sender that was held up for long (a suspended machine) must not make others send again."""
    fill(store, 1)
    send = start(store)
    now = int(time.time())
    assert deliveries.take(store, "slow", 1, now)
    deliveries.recover(store, "slow")
    assert deliveries.take(store, "quick", 1, now)
    assert deliveries.mark_in_flight(store, "slow", [(send, 1)]) == set()
    assert deliveries.mark_in_flight(store, "quick", [(send, 1)]) == {(send, 1)}
    deliveries.settle(store, "quick", [Result(send=send, reader=1, state="handed_over", attempts=1)])
    deliveries.settle(store, "slow", [Result(send=send, reader=1, state="waiting", attempts=0)])
    assert sends.status(store, send).handed_over == 1


@pytest.mark.parametrize("jump", [-86_400, 86_400])
def test_a_clock_that_jumps_loses_and_doubles_nothing(
    jump: int, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 60)
    send = start(store)
    real = time.time

    def slowly(address: str) -> str:
        time.sleep(0.01)
        return "250 ok"

    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        server.on_data = slowly
        until(lambda: len(server.taken) >= 10)
        monkeypatch.setattr(dispatch.time, "time", lambda: real() + jump)
        if jump < 0:  # what is due by the old clock waits for it
            time.sleep(0.5)
            monkeypatch.setattr(dispatch.time, "time", real)
        assert done(store, send).handed_over == 60
    assert len(server.taken) == len(set(server.taken)) == 60


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Of no known authority."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*command, "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=mail"],
        check=True,
        capture_output=True,
    )
    return certificate, key


def test_an_unknown_certificate_is_refused_and_the_password_is_not_sent(
    store: Store, tmp_path: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """This machine's own address stands for a server elsewhere."""
    monkeypatch.setattr("tamizdat.letters.transport.smtp._is_this_machine", lambda host: False)
    fill(store, 1)
    send = start(store)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with mail_server(tls_context=context) as server:
        settings = setup(store.address, tmp_path, f"smtp://me:secret@127.0.0.1:{server.port}")
        with sending(settings):
            until(lambda: sends.status(store, send).state == "paused")
    assert "certificate" in sends.why_paused(store, send)
    assert "secret" not in sends.why_paused(store, send)


def test_a_server_elsewhere_without_tls_gets_no_letter(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tamizdat.letters.transport.smtp._is_this_machine", lambda host: False)
    fill(store, 1)
    send = start(store)
    with mail_server() as server, sending(setup(store.address, tmp_path, at(server))):
        until(lambda: sends.status(store, send).state == "paused")
    assert "offers no TLS" in sends.why_paused(store, send)
    assert server.taken == []


def test_into_a_folder(store: Store, tmp_path: Path) -> None:
    fill(store, 5)
    send = start(store)
    with sending(setup(store.address, tmp_path, "folder:mail")):
        assert done(store, send).handed_over == 5
    written = sorted((tmp_path / "mail/new").iterdir())
    assert len(written) == 5
    assert b"Delivered-To: r" in written[0].read_bytes()
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


def test_passwords_and_keys_are_in_no_text_of_a_setup(tmp_path: Path) -> None:
    text = repr(setup("postgresql://me:hidden@host/db", tmp_path, "smtp://me:secret@mail.example.org"))
    assert "hidden" not in text
    assert "secret" not in text
    assert "kkkk" not in text


def test_without_a_server_nothing_happens(store: Store, tmp_path: Path) -> None:
    fill(store, 1)
    send = start(store)
    with sending(setup(store.address, tmp_path, "")):
        time.sleep(0.2)
    assert sends.status(store, send).waiting == 1
