"""Hands messages over to a mail server by SMTP (RFC 5321), with pipelining (RFC 2920).

TLS is required unless the server is on this machine. A message counts as in flight from its first byte on: what happens to it
then is known by the server's answer alone.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from tamizdat.letters.messages import Message
from tamizdat.letters.transport.port import Fate, LetterRefused, Outcome, RouteDown, RouteRefused
from tamizdat.letters.transport.wire import Lost, Reply, Wire

CONNECT, COMMAND, FINAL = 30.0, 120.0, 600.0
"""Seconds to wait for a connection, for the answer to a command, and for the answer to a message (RFC 5321, 4.5.3.2)."""
QUIT = 2.0
_IMPLICIT_TLS_PORT, _PORT = 465, 587
_NO_SUCH_ADDRESS = (550, 551, 553)
"""Codes that say so at RCPT where the server gives no enhanced one."""
_OF_THE_SENDER = ("5.1.7", "5.1.8")
_OF_THIS_READER = ("5.2.", "5.4.", "5.6.7")
"""Beginnings of enhanced codes: the mailbox, the way to its domain, letters that the address has."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """`needs_tls`: by STARTTLS, where `is_tls_from_start` is not set."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls_from_start: bool = False
    needs_tls: bool = True

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def server_of(address: str) -> Server:
    """Of the setting mail.server: smtp://user:password@host:port or smtps://…"""
    parts = urlsplit(address)
    host, is_tls = parts.hostname or "", parts.scheme == "smtps"
    return Server(
        host=host,
        port=parts.port or (_IMPLICIT_TLS_PORT if is_tls else _PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls_from_start=is_tls,
        needs_tls=not _is_this_machine(host),
    )


class SmtpTransport:
    """`name` is how we introduce ourselves: the domain of the sender."""

    def __init__(self, server: Server, name: str, context: ssl.SSLContext | None = None) -> None:
        self._server, self._name = server, name
        self._context = context or ssl.create_default_context()

    async def connect(self) -> SmtpConnection:
        server = self._server
        try:
            async with asyncio.timeout(CONNECT):
                _, wire = await asyncio.get_running_loop().create_connection(
                    Wire, server.host, server.port, ssl=self._context if server.is_tls_from_start else None
                )
        except ssl.SSLCertVerificationError as error:
            raise _bad_certificate(server, error) from error
        except (OSError, TimeoutError) as error:
            raise RouteDown(f"{server} cannot be reached: {error or 'no answer'}.") from error
        connection = SmtpConnection(wire, server)
        try:
            await connection.open(self._name, self._context)
        except Lost as error:
            raise RouteDown(f"{server}: {error}") from error
        except BaseException:
            wire.abort()
            raise
        return connection


class SmtpConnection:
    def __init__(self, wire: Wire, server: Server) -> None:
        self._wire, self._server = wire, server
        self._offers: dict[str, str] = {}
        self._must_reset = False

    @property
    def is_open(self) -> bool:
        return self._wire.is_open

    async def open(self, name: str, context: ssl.SSLContext) -> None:
        """Greeting, TLS and sign-in. Raises Lost, RouteDown and RouteRefused."""
        self._require(await self._wire.reply(COMMAND), "greets us with")
        await self._hello(name)
        if self._server.needs_tls and not self._server.is_tls_from_start:
            await self._start_tls(context)
            await self._hello(name)
        if self._server.user:
            await self._sign_in()

    async def send(self, message: Message, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        if message.needs_smtputf8 and "SMTPUTF8" not in self._offers:
            return Outcome(Fate.GIVEN_UP, "The server takes no addresses in letters other than Latin ones.")
        longest = self._offers.get("SIZE", "")
        if longest.isdecimal() and 0 < int(longest) < len(message.data):
            raise LetterRefused(
                f"{self._server} takes messages of at most {int(longest) // 1000:,} kB, and this one has "
                f"{len(message.data) // 1000:,}. Shorten the letter."
            )
        try:
            refused = await self._envelope(message)
        except Lost as error:
            raise RouteDown(f"{self._server}: {error}") from error
        if refused:
            return refused
        try:
            goes = await may_go()
        except BaseException:
            self._wire.abort()
            raise
        if not goes:
            self._wire.abort()  # without the final dot the server forgets it
            return Outcome(Fate.STOPPED)
        with suppress(Lost):  # the reason may be among the replies that came before
            await self._wire.write(message.data.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        try:
            reply = await self._wire.reply(FINAL)
        except Lost as error:
            return Outcome(Fate.UNCERTAIN, f"{error} Whether the server took the message is not known.")
        return self._outcome(reply, "takes the message")

    async def close(self) -> None:
        with suppress(Lost):
            await self._wire.write(b"QUIT\r\n")
            await self._wire.reply(QUIT)
        self._wire.abort()

    async def _envelope(self, message: Message) -> Outcome | None:
        """MAIL, RCPT and DATA. None when the server waits for the message."""
        parameters = " SMTPUTF8" if message.needs_smtputf8 else ""
        commands = [
            f"MAIL FROM:<{message.return_path}>{parameters}\r\n".encode(),
            f"RCPT TO:<{message.address}>\r\n".encode(),
            b"DATA\r\n",
        ]
        if self._must_reset:
            commands.insert(0, b"RSET\r\n")
        replies = await self._replies(commands)
        if self._must_reset:
            self._require(replies.pop(0), "answers RSET with")
        self._must_reset = True
        sender, *others = replies
        if sender.code // 100 != 2:
            if message.needs_smtputf8 and sender.code // 100 == 5:
                return Outcome(Fate.GIVEN_UP, str(sender))
            self._require(sender, "refuses our address:")
        recipient, *others = others
        if recipient.code // 100 != 2:
            if others and others[0].code == 354:
                await self._wire.write(b".\r\n")  # no recipient: the server must refuse the empty message
                await self._wire.reply(COMMAND)
            return self._outcome(recipient, "refuses a reader", at_recipient=True)
        (data,) = others
        if data.code != 354:
            return self._outcome(data, "refuses the message")
        self._must_reset = False
        return None

    async def _replies(self, commands: list[bytes]) -> list[Reply]:
        """Replies to all of the commands; without pipelining, to those up to the first that is refused."""
        if "PIPELINING" in self._offers:
            await self._wire.write(b"".join(commands))
            return [await self._wire.reply(COMMAND) for _ in commands]
        replies: list[Reply] = []
        for command in commands:
            await self._wire.write(command)
            replies.append(await self._wire.reply(COMMAND))
            if replies[-1].code >= 400:
                break
        return replies

    async def _hello(self, name: str) -> None:
        await self._wire.write(f"EHLO {name}\r\n".encode())
        reply = await self._wire.reply(COMMAND)
        self._require(reply, "answers EHLO with")
        words = (line.upper().partition(" ") for line in reply.lines[1:])
        self._offers = {word: rest for word, _, rest in words}

    async def _start_tls(self, context: ssl.SSLContext) -> None:
        if "STARTTLS" not in self._offers:
            raise RouteRefused(
                f"{self._server} offers no TLS, so anybody on the way could read the letters. Use another port or server."
            )
        await self._wire.write(b"STARTTLS\r\n")
        self._require(await self._wire.reply(COMMAND), "answers STARTTLS with")
        if self._wire.has_unread or not self._wire.transport:
            raise Lost("Something was said between STARTTLS and TLS.")
        try:
            self._wire.transport = await asyncio.get_running_loop().start_tls(
                self._wire.transport, self._wire, context, server_hostname=self._server.host
            )
        except ssl.SSLCertVerificationError as error:
            raise _bad_certificate(self._server, error) from error
        except (OSError, TimeoutError) as error:
            raise RouteDown(f"{self._server}: TLS could not be started: {error}.") from error

    async def _sign_in(self) -> None:
        mechanisms = self._offers.get("AUTH", "").split()
        user, password = self._server.user.encode(), self._server.password.encode()
        if "PLAIN" in mechanisms:
            steps = [b"AUTH PLAIN " + base64.b64encode(b"\0" + user + b"\0" + password)]
        elif "LOGIN" in mechanisms:
            steps = [b"AUTH LOGIN", base64.b64encode(user), base64.b64encode(password)]
        else:
            raise RouteRefused(f"{self._server} offers no sign-in by password. Check the port in mail.server.")
        for step in steps:
            await self._wire.write(step + b"\r\n")
            reply = await self._wire.reply(COMMAND)
        if reply.code // 100 == 4:
            raise RouteDown(f"{self._server} cannot sign us in for now (code {reply.code}).")
        if reply.code // 100 != 2:
            # Not the server's words: they could repeat what was sent.
            raise RouteRefused(
                f"{self._server} does not accept the user name and password (code {reply.code}). Check mail.server."
            )

    def _require(self, reply: Reply, what: str) -> None:
        """Go on only after a good reply to what concerns every message."""
        if reply.code // 100 == 2:
            return
        if reply.code // 100 == 5:
            raise RouteRefused(f"{self._server} {what} {reply}")
        self._wire.abort()
        raise RouteDown(f"{self._server} {what} {reply}")

    def _outcome(self, reply: Reply, what: str, *, at_recipient: bool = False) -> Outcome:
        if reply.code == 421:
            self._require(reply, what)
        return Outcome(_fate(reply, at_recipient=at_recipient), str(reply))


def _fate(reply: Reply, *, at_recipient: bool) -> Fate:
    status = reply.status
    if reply.code // 100 == 2:
        return Fate.HANDED_OVER
    if reply.code // 100 == 4:
        return Fate.LATER
    if status.startswith("5.1.") and status not in _OF_THE_SENDER:
        return Fate.BOUNCED
    if status.startswith(_OF_THIS_READER):
        return Fate.GIVEN_UP
    if at_recipient and not status and reply.code in _NO_SUCH_ADDRESS:
        return Fate.BOUNCED
    return Fate.REFUSED


def _bad_certificate(server: Server, error: ssl.SSLCertVerificationError) -> RouteRefused:
    return RouteRefused(
        f"The certificate of {server} cannot be trusted: {error.verify_message}. Check the host's name in mail.server."
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
