"""One client's connection: HTTP/1.1 as llhttp parses it, strictly, with a bound on everything a client can send or delay.

Requests on a connection are answered one after another. While a long answer is under way, or the client is slow to
read, those that were sent ahead wait, and nothing more is read. Nothing that a client sends reaches a log.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import cast

import httptools

from tamizdat.door import limits
from tamizdat.door.connection_state import ConnectionState, Receiving
from tamizdat.door.desk import Exchange, has_long_body, is_for_desk
from tamizdat.door.headers import STRICT_TRANSPORT_SECURITY
from tamizdat.door.limits import MOST_HEAD, MOST_TARGET
from tamizdat.door.ports import RequestHandler
from tamizdat.door.reply import REFUSALS, Request, plain
from tamizdat.door.request_head import RequestHead
from tamizdat.door.sending import send_file
from tamizdat.door.server_state import ServerState


class Connection(asyncio.Protocol):
    """The transport calls it with bytes, the parser with parts of requests; ports.py has the methods for other modules."""

    def __init__(self, server: ServerState) -> None:
        self.server = server
        self.deadline = server.now + limits.HEAD_SECONDS
        self._parser = httptools.HttpRequestParser(self)
        self._head = RequestHead()
        self._chunk = self._fed = self._ignored = 0
        self._state = ConnectionState()
        self._exchange: Exchange | None = None  # the request for the desk whose long body is arriving
        self._form: bytearray | None = (
            None  # the part of a short body that has arrived, for the desk or for the door itself
        )
        self._form_limit = 0
        self._peer = b""
        self._held_forms: list[bytes] = []  # the clients of the forms of this connection that the server counts
        self._waiting: deque[tuple[Request, Exchange | None]] = deque()
        self._busy: Exchange | asyncio.Task[None] | None = None  # the long answer under way
        self._buffered = 0
        self._drained: asyncio.Event | None = None

    # The transport's calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        address = transport.get_extra_info("peername")
        self._peer = str(address[0]).encode("ascii", "replace") if isinstance(address, tuple) else b""
        if not self.server.admit(self):
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.server.forget(self)
        while self._held_forms:
            self.server.let_go_of_form(self._held_forms.pop())
        self._state.discard_input = self._state.close_after = True
        self._waiting.clear()
        if isinstance(self._busy, Exchange):
            self._busy.abort()
        if self._drained is not None:
            self._drained.set()

    def eof_received(self) -> bool:
        """A client that has said all may still be waiting for its answers."""
        self._state.discard_input = self._state.close_after = True
        if self._exchange is not None:
            self.transport.abort()  # the rest of what it began to send will never come
        return self._busy is not None or bool(self._waiting)

    def data_received(self, data: bytes) -> None:
        if self._state.discard_input:
            return
        self._chunk = len(data)
        self._fed += self._chunk
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # The request was answered as if it had not asked to change protocols; what follows may not be HTTP.
            self._state.discard_input = True
        except httptools.HttpParserError:
            self._refuse(self._head.refused or 400)
        else:
            if self._head.refused and self._state.receiving is not Receiving.NOTHING:
                self._refuse(self._head.refused)
            elif self._state.receiving is Receiving.HEAD and self._fed > MOST_HEAD + MOST_TARGET:
                self._refuse(431)

    def pause_writing(self) -> None:
        self._state.writing_paused = True
        self.extend_deadline(limits.STALL_SECONDS)
        if isinstance(self._busy, Exchange):
            self._busy.pause_answer()

    def resume_writing(self) -> None:
        self._state.writing_paused = False
        if self._drained is not None:
            self._drained.set()
        if isinstance(self._busy, Exchange):
            self._busy.resume_answer()
        self._answer_waiting()

    # The parser's calls

    def on_message_begin(self) -> None:
        self._head = RequestHead()
        self._form = None
        self._fed = self._ignored = 0
        self._state.receiving = Receiving.HEAD
        if self._busy is None:
            self.deadline = self.server.now + limits.HEAD_SECONDS

    def on_url(self, part: bytes) -> None:
        self._head.add_target(part)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._state.receiving is Receiving.HEAD and not self._head.refused:
            self._head.add_header(name, value)  # else it is a trailer, which nothing here reads, or more than is read

    def on_headers_complete(self) -> None:
        self._state.receiving = Receiving.BODY
        head, version = self._head, self._parser.get_http_version()
        self._state.is_http10 = version == "1.0"
        # A head that came in one small piece cannot be large; any other is measured.
        head.complete(version, may_be_large=bool(self._fed) or self._chunk > MOST_HEAD)
        headers = head.headers
        if self._head.refused or self._state.discard_input:
            return
        if self.server.desk is not None and is_for_desk(self._head.target):
            if has_long_body(headers):
                request = self._request()
                self._exchange = Exchange(self, request, self.server.desk, body_follows=True)
                self._answer_in_turn(request, self._exchange)
            elif headers.get(b"content-length", b"0").strip(b"0 \t"):
                self._begin_form(limits.MOST_DESK_FORM)
                if b"expect" in headers and not self._head.refused and self._busy is None and not self._waiting:
                    self.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        elif b"expect" in headers:
            self._head.refused = 417
        elif self._parser.get_method() == b"POST" and (most := self.server.most_body(self._head.target)):
            self._begin_form(most)

    def on_body(self, part: bytes) -> None:
        if self._exchange is not None:
            self._exchange.send(part)
            return
        if self._form is not None:
            self._form += part
            if len(self._form) > self._form_limit:
                self._head.refused = 413
            return
        self._ignored += len(part)
        if self._ignored > limits.MOST_IGNORED_BODY:
            self._head.refused = 413

    def on_message_complete(self) -> None:
        self._state.receiving = Receiving.NOTHING
        if self._exchange is not None:
            exchange, self._exchange = self._exchange, None
            exchange.end()
        elif self.server.desk is not None and is_for_desk(self._head.target):
            request = self._request()
            self._answer_in_turn(request, Exchange(self, request, self.server.desk, body_follows=False))
        elif self._busy is None and not (
            self._state.discard_input or self._state.writing_paused or self._waiting or self._head.refused
        ):
            self._reply(self._request())  # the common case of _answer_in_turn, without its checks
        else:
            self._answer_in_turn(self._request(), None)

    # Requests

    def _begin_form(self, limit: int) -> None:
        client = self.server.client_address(self._head.headers, self.peer_address())
        if not self.server.hold_form(client):
            self._head.refused = 503
            return
        self._held_forms.append(client)
        self._form, self._form_limit = bytearray(), limit
        if self._busy is None:
            self.extend_deadline(limits.FORM_SECONDS)

    def _request(self) -> Request:
        parser = self._parser
        keep_alive = parser.should_keep_alive() and not parser.should_upgrade()
        body = bytes(self._form or b"")
        return Request(
            parser.get_method(),
            self._head.target,
            self._head.headers,
            keep_alive,
            self._state.is_http10,
            body,
            self._head.refused,
            is_body_counted=self._form is not None,
        )

    def _answer_in_turn(self, request: Request, exchange: Exchange | None) -> None:
        if self._state.discard_input:
            return
        if self._busy is None and not self._state.writing_paused and not self._waiting:
            self._answer(request, exchange)
        elif len(self._waiting) < limits.MOST_WAITING:
            self._waiting.append((request, exchange))
            self.pause_reading()
        else:
            self._state.discard_input = self._state.close_after = True

    def _answer(self, request: Request, exchange: Exchange | None) -> None:
        if exchange is not None and not request.refused:
            self._apply_keep_alive(request)
            self._busy = exchange
            # The rest of the body of this request must still be read.
            self._state.discard_input = self._state.discard_input and self._exchange is not exchange
            exchange.start()
        elif request.refused:
            self._state.discard_input = False
            self._refuse(request.refused)
        else:
            self._reply(request)

    def _apply_keep_alive(self, request: Request) -> None:
        if not request.keep_alive:
            self._state.discard_input = self._state.close_after = True
            self._waiting.clear()

    def _reply(self, request: Request) -> None:
        self._apply_keep_alive(request)
        if (handler := self.server.handler_for(request.target)) is not None:
            self.extend_deadline(limits.STALL_SECONDS)
            self.pause_reading()
            self._busy = self.server.loop.create_task(self._answer_later(handler, request))
            return
        try:
            reply = self.server.site.answer(request)
        except Exception as error:  # the edge: whatever went wrong, this reader gets a 500 and the others are served
            self.server.report(error)
            reply = plain(500, "This page cannot be read just now. Please come back in a moment.")
        if reply.source is None:
            self._buffered = 0
            self.transport.write(b"".join((reply.head, self._head_end(request), reply.body)))
            self.finish_answer()
        else:
            self.write(self.complete_head(reply.head, request))
            self.pause_reading()
            self._busy = self.server.loop.create_task(send_file(self, reply))

    async def _answer_later(self, handler: RequestHandler, request: Request) -> None:
        server = self.server
        try:
            reply = await handler.answer(
                request, server.client_address(request.headers, self.peer_address()), server.now
            )
        except Exception as error:  # the edge, as above
            server.report(error)
            reply = plain(500, "This cannot be taken in just now. Please come back in a moment.")
        self._let_go_of(request)
        if self.transport.is_closing():
            return
        self.write(self.complete_head(reply.head, request) + (b"" if request.method == b"HEAD" else reply.body))
        if reply.source is not None:
            await send_file(self, reply)
        else:
            self.finish_answer()

    def _let_go_of(self, request: Request) -> None:
        """The request is answered: its body is held no more."""
        if request.is_body_counted and self._held_forms:
            self.server.let_go_of_form(self._held_forms.pop(0))

    def _answer_waiting(self) -> None:
        while self._waiting and self._busy is None and not self._state.writing_paused:
            self._answer(*self._waiting.popleft())
        if not self._waiting and self._busy is None:
            self._close_or_read_on()

    def _refuse(self, status: int) -> None:
        """Say why and close. What was sent ahead of the fault is answered; then the fault is left unsaid."""
        if self._state.discard_input:
            return
        self._state.discard_input = self._state.close_after = True
        if self._busy is not None or self._waiting or self._state.writing_paused:
            return
        reply = plain(status, REFUSALS[status])
        self.write(self.complete_head(reply.head, Request(b"GET", b"/", {})) + reply.body)
        self._half_close(limits.LINGER_SECONDS)

    def _half_close(self, seconds: float) -> None:
        """Closing while the client still sends would take back the answer: half-close, and read on for a while."""
        self._state.discard_input = self._state.close_after = True
        self.extend_deadline(seconds)
        self.resume_reading()
        if not self.transport.is_closing():
            self.transport.write_eof()

    def _close_or_read_on(self) -> None:
        if self._state.close_after:
            self.transport.close()
        else:
            self.resume_reading()

    # What answers call

    def complete_head(self, head: bytes, request: Request) -> bytes:
        return head + self._head_end(request)

    def _head_end(self, request: Request) -> bytes:
        server = self.server
        end = server.date
        if server.trust_forwarded and server.is_https(request.headers):
            end += STRICT_TRANSPORT_SECURITY
        if self._state.close_after and not self._waiting:
            return end + b"Connection: close\r\n\r\n"
        return end + (b"Connection: keep-alive\r\n\r\n" if request.is_http10 else b"\r\n")

    def write(self, data: bytes) -> None:
        self._buffered = 0
        self.transport.write(data)

    async def send(self, data: bytes) -> bool:
        """Write, and wait until the client has read; False when it is gone."""
        if not self.transport.is_closing():
            self.write(data)
        if self._state.writing_paused and not self.transport.is_closing():
            self._drained = asyncio.Event()
            await self._drained.wait()
            self._drained = None
        return not self.transport.is_closing()

    def finish_answer(self) -> None:
        """An answer has been handed over whole."""
        if isinstance(self._busy, Exchange):
            self._let_go_of(self._busy.request)
        self._busy = None
        self.deadline = self.server.now + limits.IDLE_SECONDS
        if not self._waiting:
            if self._state.close_after or self._state.reading_paused:
                self._close_or_read_on()
        else:
            # Not from here: one answer inside another would go as deep as there are requests waiting.
            self.server.loop.call_soon(self._answer_waiting)

    def finish_answer_early(self) -> None:
        """The answer is complete while its request's body is still arriving."""
        self._busy = self._exchange = None
        self._waiting.clear()
        self._half_close(limits.BODY_SECONDS)

    def abort(self) -> None:
        """An answer ends in the middle: to break the connection is the only way left to say so."""
        self.transport.abort()

    def close_after_answer(self) -> None:
        self._state.close_after = True
        self._waiting.clear()
        self._state.discard_input = self._state.discard_input or self._exchange is None

    def peer_address(self) -> bytes:
        return self._peer

    def pause_reading(self) -> None:
        if not self._state.reading_paused:
            self._state.reading_paused = True
            self.transport.pause_reading()

    def resume_reading(self) -> None:
        if self._state.reading_paused and not self.transport.is_closing():
            self._state.reading_paused = False
            self.transport.resume_reading()

    # Time

    def extend_deadline(self, seconds: float) -> None:
        self.deadline = self.server.now + seconds

    def deadline_passed(self) -> None:
        """The deadline has passed. Only a client that has read something since the last look is given more time."""
        buffered = self.transport.get_write_buffer_size()
        if buffered and (not self._buffered or buffered < self._buffered):
            self._buffered = buffered
            self.extend_deadline(limits.STALL_SECONDS)
        elif isinstance(self._busy, Exchange) and not buffered:
            self._busy.deadline_passed()
        else:
            self.transport.abort()

    def stop(self) -> None:
        """The process is stopping: finish what is under way, begin nothing."""
        self._state.discard_input = self._state.close_after = True
        if self._busy is None and not self._waiting:
            self.transport.close()
