"""The reverse proxy for the desk: requests for /desk/ go to a Unix socket.

The desk has few threads, and one that reads a body waits for its sender. So a short body is passed on only when it has
arrived whole. A long one is passed on as it arrives, to an editor: the desk is asked first whether who sends it is signed in.

One connection to the desk carries one request, so nothing that a client puts after its request can become another's.
The X-Forwarded headers (address, scheme, host) are written here; those that the client sent are dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import httptools

from tamizdat.door import limits
from tamizdat.door.ports import ClientConnection
from tamizdat.door.reply import Reply, Request, plain, redirect

PREFIX = b"/desk"
_HOP_BY_HOP = frozenset({
    b"connection", b"keep-alive", b"proxy-connection", b"proxy-authenticate", b"proxy-authorization", b"te",
    b"trailer", b"transfer-encoding", b"upgrade", b"expect", b"http2-settings",
})  # fmt: skip
_SET_HERE = frozenset({b"forwarded", b"x-real-ip", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"})
_NOT_YET = "The desk is not up yet. Please try again in a moment."
_FAILED = "The desk broke off without an answer. Please try again; if it happens again, look at the desk's log."
_SIGN_IN = "Sign in before you send anything this large."
_SLOW = "The desk took too long to answer. What was asked for may still have been done."


MAY_SEND = b"/desk/may-send/"
"""Answers 2xx to the cookies of somebody who is signed in, and to a token of the API."""
_WHO_ASKS = (b"host", b"cookie", b"authorization")


def has_long_body(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the body is more than is held here, or may be."""
    length = headers.get(b"content-length", b"0").strip()
    return b"transfer-encoding" in headers or not length.isdigit() or int(length) > limits.MOST_DESK_FORM


def is_for_desk(target: bytes) -> bool:
    return target.startswith(PREFIX) and target[len(PREFIX) : len(PREFIX) + 1] in (b"", b"/", b"?")


class Exchange(asyncio.Protocol):
    """One request to the desk and its answer. It tells the client's connection when the answer has ended.

    `body_follows`: the body is long, and comes through `send` and `end`; otherwise the request holds it.
    """

    def __init__(self, client: ClientConnection, request: Request, socket: Path, *, body_follows: bool) -> None:
        self._client = client
        self.request = request
        self._socket = socket
        self._transport: asyncio.Transport | None = None
        self._chunked_body = b"transfer-encoding" in request.headers
        self._unsent: list[bytes] = [request.body] if request.body else []
        self._asks_first = body_follows
        self._request_complete = not body_follows  # the request has arrived whole
        self._ended = False
        self._parser = httptools.HttpResponseParser(self)
        self._reason = b""
        self._lines: list[tuple[bytes, bytes]] = []
        self._head_sent = False  # the head of the answer is with the client
        self._chunked_answer = self._until_close = False

    def start(self) -> None:
        if self.request.target[len(PREFIX) : len(PREFIX) + 1] != b"/":
            query = self.request.target[len(PREFIX) :].decode("latin-1")
            reply = redirect(f"/desk/{query}")
            self._send_reply(reply.head, reply.body)
            return
        self._client.pause_reading()
        self._client.extend_deadline(limits.DESK_SECONDS)
        self._client.server.run_task(self._connect())

    async def _connect(self) -> None:
        loop = self._client.server.loop
        try:
            if self._asks_first and (refusal := await self._ask_desk()) is not None:
                if not self._ended:
                    self._send_reply(refusal.head, refusal.body)
                return
            if self._ended:
                return
            async with asyncio.timeout(limits.DESK_CONNECT_SECONDS):
                await loop.create_unix_connection(lambda: self, str(self._socket))
        except OSError:  # TimeoutError is one
            if not self._ended:
                self._fail(503, _NOT_YET)

    async def _ask_desk(self) -> Reply | None:
        """None when the desk lets this client send a long body; otherwise what to answer. Raises OSError."""
        headers = self.request.headers
        lines = [b"%b: %b\r\n" % (name, headers[name]) for name in _WHO_ASKS if name in headers]
        head = b"GET %b HTTP/1.1\r\n%bConnection: close\r\n\r\n" % (MAY_SEND, b"".join(lines))
        async with asyncio.timeout(limits.MAY_SEND_SECONDS):
            reader, writer = await asyncio.open_unix_connection(str(self._socket))
            try:
                writer.write(head)
                status = (await reader.readline()).split(b" ", 2)[1:2]
            finally:
                writer.close()
        if not status:
            return plain(502, _FAILED)
        return None if status[0].startswith(b"2") else plain(403, _SIGN_IN)

    # From the client

    def send(self, part: bytes) -> None:
        self._client.extend_deadline(limits.BODY_SECONDS)
        piece = b"%x\r\n%b\r\n" % (len(part), part) if self._chunked_body else part
        self._write(piece)

    def end(self) -> None:
        self._request_complete = True
        if self._chunked_body:
            self._write(b"0\r\n\r\n")
        self._client.extend_deadline(limits.DESK_SECONDS)

    def abort(self) -> None:
        self._ended = True
        if self._transport is not None:
            self._transport.abort()

    def pause_answer(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume_answer(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def deadline_passed(self) -> None:
        self._fail(504, _SLOW)

    def _write(self, data: bytes) -> None:
        if self._transport is None:
            self._unsent.append(data)
        elif not self._transport.is_closing():
            self._transport.write(data)

    # From the desk

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        if self._ended:
            self._transport.abort()
            return
        self._transport.write(self._head())
        if not self._request_complete and b"expect" in self.request.headers and not self._unsent:
            self._client.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        for piece in self._unsent:
            self._transport.write(piece)
        self._unsent.clear()
        if not self._request_complete:
            self._client.resume_reading()

    def pause_writing(self) -> None:
        self._client.pause_reading()

    def resume_writing(self) -> None:
        if not self._ended and not self._request_complete:
            self._client.extend_deadline(limits.BODY_SECONDS)
            self._client.resume_reading()

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        self._client.extend_deadline(limits.DESK_SECONDS)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(502, _FAILED)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._ended:
            return
        if self._head_sent and self._until_close and exc is None:
            self._finish()
        else:
            self._fail(502, _FAILED)

    def on_status(self, part: bytes) -> None:
        self._reason += part

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._head_sent:
            self._lines.append((name, value))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200 or self._ended:
            self._reason, self._lines = b"", []
            return
        names = {name.lower() for name, _ in self._lines}
        bodiless = self.request.method == b"HEAD" or status in (204, 304)
        unmeasured = not bodiless and b"content-length" not in names
        self._until_close = unmeasured and b"transfer-encoding" not in names
        self._chunked_answer = unmeasured and not self.request.is_http10
        if unmeasured and self.request.is_http10:
            self._client.close_after_answer()
        dropped = _HOP_BY_HOP | {b"date", b"server"}
        kept = [b"%b: %b\r\n" % line for line in self._lines if line[0].lower() not in dropped]
        if self._chunked_answer:
            kept.append(b"Transfer-Encoding: chunked\r\n")
        self._head_sent = True
        head = b"HTTP/1.1 %d %b\r\n" % (status, self._reason) + b"".join(kept)
        self._client.write(self._client.complete_head(head, self.request))
        if bodiless:
            self._finish()

    def on_body(self, part: bytes) -> None:
        if not self._ended:
            self._client.write(b"%x\r\n%b\r\n" % (len(part), part) if self._chunked_answer else part)

    def on_message_complete(self) -> None:
        if self._head_sent and not self._ended:
            self._finish()

    # The end

    def _finish(self) -> None:
        if self._chunked_answer:
            self._client.write(b"0\r\n\r\n")
        self._end_exchange()

    def _end_exchange(self) -> None:
        self.abort()
        if self._request_complete:
            self._client.finish_answer()
        else:
            self._client.finish_answer_early()

    def _fail(self, status: int, sentence: str) -> None:
        if self._head_sent:
            self.abort()
            self._client.abort()
            return
        reply = plain(status, sentence, *(["Retry-After: 2"] if status == 503 else []))
        self._send_reply(reply.head, reply.body)

    def _send_reply(self, head: bytes, body: bytes) -> None:
        if not self._request_complete:
            self._client.close_after_answer()
        head = self._client.complete_head(head, self.request)
        self._client.write(head if self.request.method == b"HEAD" else head + body)
        self._end_exchange()

    def _head(self) -> bytes:
        """The request as the desk reads it. A name with "_" is dropped: to WSGI it would be another name's double."""
        request, server = self.request, self._client.server
        named = {name.strip().lower() for name in request.headers.get(b"connection", b"").split(b",")}
        dropped = (_HOP_BY_HOP | _SET_HERE | named) - {b"host", b"content-length", b"cookie", b"authorization"}
        lines = [
            b"%b: %b\r\n" % line for line in request.headers.items() if line[0] not in dropped and b"_" not in line[0]
        ]
        if self._chunked_body:
            lines.append(b"Transfer-Encoding: chunked\r\n")
        for name, value in server.forwarded_headers(request.headers, self._client.peer_address()):
            lines.append(b"%b: %b\r\n" % (name, value))
        start = b"%b %b HTTP/1.1\r\n" % (request.method, request.target)
        return start + b"".join(lines) + b"Connection: close\r\n\r\n"
