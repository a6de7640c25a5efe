"""Returned letters and complaints, as servers write them; and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamizdat.letters.incoming.returned import Kind, is_automatic, parse, report_of

SHARED = Path(__file__).parents[3] / "shared" / "data" / "email-mime"
VERP = "news+s12.345.abcdef@example.org"
LETTER = f"""Return-Path: <{VERP}>
From: News <news@example.org>
To: reader@example.net
Subject: =?utf-8?b?0J/QuNGB0YzQvNC+?=
List-Unsubscribe: <https://example.org/api/letters/leave?t=TOKEN>,
 <mailto:news+tag@example.org?subject=leave>
"""


def status_report(
    *, action: str = "failed", status: str = "5.1.1", code: str = "smtp; 550 5.1.1 No such user"
) -> bytes:
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {VERP}
Subject: Undelivered Mail
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; reader@example.net
Action: {action}
Status: {status}
Diagnostic-Code: {code}

--b
Content-Type: text/rfc822-headers

{LETTER}
--b--
""".encode()


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", Kind.HARD),
        ("failed", "4.4.7", Kind.SOFT),  # given up after days of trying: the address may well exist
        ("failed", "", Kind.HARD),
        ("delayed", "4.2.2", Kind.SOFT),
        ("Failed", "5.2.2 (mailbox full)", Kind.SOFT),
        ("failed", "5.7.1", Kind.SOFT),  # refused for what it said or where it came from, not for its address
        ("failed", "5.1.10", Kind.HARD),
    ],
)
def test_a_delivery_status_says_whether_the_failure_lasts(action: str, status: str, kind: Kind) -> None:
    report = report_of(parse(status_report(action=action, status=status)))
    assert report
    assert report.kind is kind
    assert report.is_final is (action.lower() == "failed")
    assert report.addresses[0] == VERP
    assert report.links == ("https://example.org/api/letters/leave?t=TOKEN",)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_nothing(action: str) -> None:
    assert report_of(parse(status_report(action=action, status="2.0.0", code="smtp; 250 Ok"))) is None


def test_a_complaint_names_the_letter_that_it_is_about() -> None:
    data = f"""From: feedback@provider.example
To: complaints@example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Some/1.0
Version: 1
Original-Mail-From: <{VERP}>

--b
Content-Type: message/rfc822

{LETTER}
The text of the letter.
--b--
""".encode()
    report = report_of(parse(data))
    assert report
    assert report.kind is Kind.COMPLAINT
    assert "news+tag@example.org" in report.addresses
    assert VERP in report.addresses
    assert report_of(parse(data.replace(b"Feedback-Type: abuse", b"Feedback-Type: not-spam"))) is None


def test_a_server_of_no_standard_is_understood_by_its_words() -> None:
    data = f"""From: MAILER-DAEMON@old.example.net
To: {VERP}
Subject: failure notice

Hi. This is the qmail-send program at old.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<reader@example.net>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{LETTER}
""".encode()
    report = report_of(parse(data))
    assert report
    assert (report.kind, report.status) == (Kind.HARD, "5.1.1")
    assert VERP in report.addresses


def test_a_readers_mail_is_no_report_even_with_a_report_attached() -> None:
    forwarded = b"From: reader@example.net\r\nTo: news@example.org\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\n"
    forwarded += b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n'
    assert report_of(parse(forwarded + status_report() + b"\r\n--x--\r\n")) is None


@pytest.mark.parametrize(
    ("header", "automatic"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: no", False),
        ("Precedence: bulk", True),
        ("Return-Path: <>", True),
        ("List-Id: <other.example>", True),
        ("X-Autoreply: yes", True),
        ("X-Mailer: Phone", False),
    ],
)
def test_mail_of_programs_is_known(header: str, automatic: bool) -> None:
    assert is_automatic(parse(f"From: a@b.example\r\n{header}\r\n\r\nAway.".encode())) is automatic


@pytest.mark.parametrize("cut", [0, 40, 300, 500, 700, 900])
def test_a_report_that_was_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    report = report_of(parse(status_report()[:cut]))
    assert report is None or report.kind in Kind


def test_messages_that_others_broke_are_read_or_left() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"no {SHARED}")
    files = [path for path in SHARED.rglob("*") if path.is_file()]
    assert len(files) > 40
    kinds = {path.name: (report := report_of(parse(path.read_bytes()))) and report.kind for path in files}
    # The two delivery reports of Python's own tests are the only ones there.
    assert {name for name, kind in kinds.items() if kind} <= {"msg_05.txt", "msg_16.txt", "msg_25.txt", "msg_43.txt"}
    assert kinds["msg_43.txt"] is Kind.SOFT or kinds["msg_43.txt"] is Kind.HARD
