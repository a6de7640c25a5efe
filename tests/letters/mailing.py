"""What tests of the sender share: readers by the thousand, a send, a mail server with a will of its own, a sender in a thread."""

from __future__ import annotations

import atexit
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tamizdat.letters import dkim, sender
from tamizdat.letters.store import Store, sends
from tamizdat.letters.store.sends import Content, Status
from tamizdat.operations.mail import by_provider

LINKS = "{{leave}} {{preferences}}"


@dataclass(frozen=True, kw_only=True)
class Mail:
    route: tuple[str, str]
    reply_address: str = "news@example.org"
    connections: int = 2
    per_minute: int = 0
    per_minute_and_domain: int = 0


@cache
def keys() -> Path:
    """Of all tests of this process: making them takes long."""
    folder = Path(tempfile.mkdtemp(prefix="tamizdat-dkim-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    dkim.load_keys(folder)
    return folder


def setup(store_address: str, folder: Path, server: str, **fields: Any) -> sender.Setup:
    mail = Mail(route=(server, "news@example.org"), **fields)
    return sender.Setup(
        store=store_address,
        keys=keys(),
        folder=folder,
        mail=mail,
        links_key=b"k" * 32,
        site="https://example.org",
        processes=1,
        by_provider=by_provider,
        first_wait=0.1,
        longest_wait=0.3,
    )


def fill(store: Store, number: int, domains: int = 3) -> None:
    """So many readers of list 1: r0@d0.example and so on."""
    now = int(time.time()) - 1000
    with store.writing(durable=False) as db:
        db.many(
            "INSERT INTO letters_reader (id, address, address_key, address_hash, mailbox_hash, domain, language, state, "
            "created, confirmed) VALUES (?, ?, ?, ?, ?, ?, 'en', 'active', ?, ?)",
            [
                (n + 1, address, address, str(n), str(n), address.partition("@")[2], now, now)
                for n in range(number)
                for address in [f"r{n}@d{n % domains}.example"]
            ],
        )
        db.many(
            "INSERT INTO letters_subscription (list, reader, state, since) VALUES (1, ?, 'active', ?)",
            [(n + 1, now) for n in range(number)],
        )


def start(store: Store, letter: int = 1, html: str = f"<p>News {LINKS}", **fields: Any) -> int:
    content = Content(
        language="en",
        subject="News",
        discreet_subject="Hello",
        from_name="The Pass",
        discreet_from_name="Anna",
        html=html,
        text=LINKS,
    )
    return sends.start(
        store,
        letter=letter,
        list=1,
        title=f"Weekly {letter}",
        contents=[replace(content, **fields)],
        stories=[],
        now=int(time.time()),
    )


class Server:
    """Answers as `answers` says: {hook: a function of the recipient (None at MAIL) that gives the reply, or ''}. A reply that
    is None breaks the connection off."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.data: list[bytes] = []
        self.on_mail: Callable[[], str | None] = lambda: "250 2.1.0 ok"
        self.on_recipient: Callable[[str], str | None] = lambda address: "250 2.1.5 ok"
        self.on_data: Callable[[str], str | None] = lambda address: "250 2.0.0 taken"
        self.extensions: list[str] = ["PIPELINING"]
        self.connections = 0
        self.port = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], *(f"250-{one}" for one in self.extensions), responses[-1]]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.on_mail()
        if reply and reply.startswith("2"):
            envelope.mail_from = address
        return self._say(server, reply)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.on_recipient(address)
        if reply and reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self._say(server, reply)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.on_data(envelope.rcpt_tos[0])
        if reply and reply.startswith("2"):
            self.taken += envelope.rcpt_tos
            self.data.append(bytes(envelope.content or b""))
        return self._say(server, reply)

    def _say(self, server: SMTP, reply: str | None) -> str:
        if reply is None:
            server.transport.abort()
        return reply or "421 gone"


@contextmanager
def mail_server(**options: Any) -> Iterator[Server]:
    """On a port of its own, in a thread."""
    handler = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        handler.port = probe.getsockname()[1]
    options = {"enable_SMTPUTF8": True, **options}
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


@contextmanager
def sending(settings: sender.Setup) -> Iterator[None]:
    """A sender runs meanwhile; its error, if it had one, is raised at the end."""
    stop, errors = threading.Event(), []

    def run() -> None:
        try:
            sender.run(settings, stop)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
    if errors:
        raise errors[0]


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def done(store: Store, send: int, seconds: float = 30) -> Status:
    """The figures at the end of a send."""
    until(lambda: sends.status(store, send).state == sends.DONE, seconds)
    status = sends.status(store, send)
    assert sum(getattr(status, kind) for kind in sends.KINDS) == status.all
    return status
