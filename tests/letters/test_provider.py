"""Letters by a provider's API: django-anymail against a server on loopback that answers as Postmark does."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tamizdat.letters.messages import Message
from tamizdat.letters.store import Store, sends
from tamizdat.letters.transport.port import Fate, LetterRefused, Outcome, RouteDown, RouteRefused
from tamizdat.operations.mail import by_provider
from tests.letters.mailing import done, fill, sending, setup, start, until

KEY = "a-secret-key"
TAKEN = {"To": "anna@example.org", "SubmittedAt": "2026-11-30", "MessageID": "1", "ErrorCode": 0, "Message": "OK"}
INACTIVE = {
    "ErrorCode": 406,
    "Message": "Found inactive addresses: anna@example.org.\nInactive recipients are ones that have generated a hard bounce.",
}
INVALID = {"ErrorCode": 300, "Message": "Invalid 'To' address: 'anna@example.org'."}
FAULTY = {"ErrorCode": 300, "Message": "Invalid 'From' address: 'news@example.org'."}
LETTER = Message(
    id="s1.2.x",
    return_path="news+s1.2.x@example.org",
    address="anna@example.org",
    data=(
        b"From: =?utf-8?b?0J/QtdGA0LXQstCw0Ls=?= <news@example.org>\r\nTo: <anna@example.org>\r\nSubject: The road\r\n"
        b"Message-ID: <s1.2.x@example.org>\r\nReply-To: <news@example.org>\r\nDKIM-Signature: v=1; a=x\r\n"
        b"List-Unsubscribe: <https://example.org/leave?t=1>,\r\n <mailto:news+l@example.org?subject=leave>\r\n"
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt is open.\r\n"
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>It is open.</p>\r\n--b--\r\n"
    ),
)


class Provider:
    """`answer` is the code and the document; None breaks the connection off once the request is there."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answer: tuple[int, dict[str, Any]] | None = (200, TAKEN)
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"anymail:postmark?server_token={KEY}&api_url=http://127.0.0.1:{self.port}/"

    def send(self, message: Message = LETTER, *, may_go: bool = True) -> Outcome:
        async def hand_over() -> Outcome:
            connection = await by_provider(self.address).connect()
            try:
                return await connection.send(message, allowed)
            finally:
                await connection.close()

        async def allowed() -> bool:
            return may_go

        return asyncio.run(hand_over())


@pytest.fixture
def provider() -> Iterator[Provider]:
    pytest.importorskip("anymail", reason="letters by a provider's API are NOT tested: pip install django-anymail")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.requests.append((dict(self.headers), body))
            if found.answer is None:
                self.close_connection = True
                return
            code, document = found.answer
            data = json.dumps(
                document if code != 200 or "To" not in document else document | {"To": body["To"]}
            ).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Provider(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


def test_a_letter_is_handed_over_with_our_headers_and_untracked(provider: Provider) -> None:
    assert provider.send().fate is Fate.HANDED_OVER
    ((headers, body),) = provider.requests
    assert headers["X-Postmark-Server-Token"] == KEY
    assert (body["From"], body["To"], body["Subject"]) == ("Перевал <news@example.org>", "anna@example.org", "The road")
    assert (body["TextBody"].strip(), body["HtmlBody"].strip()) == ("It is open.", "<p>It is open.</p>")
    assert (body["TrackOpens"], body["TrackLinks"]) == (False, "None")
    assert {one["Name"]: one["Value"] for one in body["Headers"]} == {
        "Message-ID": "<s1.2.x@example.org>",
        "List-Unsubscribe": "<https://example.org/leave?t=1>, <mailto:news+l@example.org?subject=leave>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ((422, INVALID), Fate.BOUNCED),
        ((422, INACTIVE), Fate.BOUNCED),
        ((422, FAULTY), Fate.REFUSED),
        ((422, {"ErrorCode": 300, "Message": "Invalid 'To' address."}), Fate.UNCERTAIN),
        ((504, {}), Fate.UNCERTAIN),
        (None, Fate.UNCERTAIN),
    ],
    ids=[
        "no such address",
        "on its list",
        "a fault of ours",
        "says nothing of the reader",
        "gateway timeout",
        "cut off",
    ],
)
def test_what_the_provider_says_about_one_letter(provider: Provider, answer: Any, fate: Fate) -> None:
    provider.answer = answer
    outcome = provider.send()
    assert outcome.fate is fate
    assert KEY not in outcome.answer


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (429, RouteDown),
        (500, RouteDown),
        (503, RouteDown),
        (401, RouteRefused),
        (404, RouteRefused),
        (413, LetterRefused),
    ],
)
def test_what_concerns_every_letter_is_no_readers_fault(provider: Provider, code: int, error: type[Exception]) -> None:
    provider.answer = (code, {"Message": KEY if code == 401 else "no"})
    with pytest.raises(error) as raised:
        provider.send()
    assert KEY not in str(raised.value)


def test_what_may_not_go_is_not_sent(provider: Provider) -> None:
    assert provider.send(may_go=False).fate is Fate.STOPPED
    assert not provider.requests


def test_without_a_connection_nothing_was_sent(provider: Provider) -> None:
    provider.port = 9  # nobody listens there
    with pytest.raises(RouteDown, match="cannot be reached"):
        provider.send()


def test_an_option_that_is_missing_is_named(provider: Provider) -> None:
    for address, named in (("anymail:postmark", "server_token"), ("anymail:nobody?key=x", "nobody")):
        with pytest.raises(RouteRefused, match=named):
            asyncio.run(by_provider(address).connect())


def test_every_reader_gets_the_letter_once_by_the_api(provider: Provider, store: Store, tmp_path: Path) -> None:
    fill(store, 20)
    send = start(store)
    with sending(setup(store.address, tmp_path, provider.address)):
        assert done(store, send).handed_over == 20
    assert len({body["To"] for _, body in provider.requests}) == len(provider.requests) == 20


def test_without_anymail_a_sending_is_paused_with_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tamizdat.operations.mail_provider", None)
    fill(store, 1)
    send = start(store)
    with sending(setup(store.address, tmp_path, "anymail:postmark?server_token=x")):
        until(lambda: sends.status(store, send).state == sends.PAUSED)
    assert "pip install django-anymail" in sends.why_paused(store, send)
    status = sends.status(store, send)
    assert (status.waiting, status.handed_over) == (1, 0)
