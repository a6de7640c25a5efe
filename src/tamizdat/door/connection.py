"""One client's connection: HTTP/1.1 as llhttp parses it, strictly, with a bound on everything a client can send or delay.

Requests on a connection are answered one after another. While a long answer is under way, or the client is slow to
read, those that were sent ahead wait, and nothing more is read. Nothing that a client sends reaches a log.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, cast

import httptools

from tamizdat.door import limits
from tamizdat.door.api import is_for_api
from tamizdat.door.desk import Exchange, is_for_desk
from tamizdat.door.headers import STRICT_TRANSPORT_SECURITY
from tamizdat.door.limits import MOST_FIELDS, MOST_HEAD, MOST_TARGET
from tamizdat.door.reply import Request, plain
from tamizdat.door.sending import send_file

if TYPE_CHECKING:
    from tamizdat.door.api import Api
    from tamizdat.door.hall import Hall
    from tamizdat.door.searching import Searching

_REFUSALS = {
    400: "This request is not proper HTTP.",
    413: "Nothing this large is taken here.",
    414: "The address is too long.",
    417: "Nothing is taken in here.",
    431: "The request's headers are too large.",
    503: "Too much is being sent here at once. Please try again in a moment.",
    505: "Only HTTP/1.1 and 1.0 are spoken here.",
}
_ONCE = frozenset({b"host", b"content-length", b"transfer-encoding"})


class Connection(asyncio.Protocol):
    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.deadline = hall.now + limits.HEAD_SECONDS
        self._parser = httptools.HttpRequestParser(self)
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._chunk = self._fed = self._ignored = self._refused = 0
        self._arriving = self._in_head = self._old = False
        self._exchange: Exchange | None = None  # the one whose body is arriving
        self._form: bytearray | None = None  # the body of one for the door itself, as far as it has arrived
        self._bodies = 0  # forms of this connection that the hall knows are held
        self._waiting: deque[tuple[Request, Exchange | None]] = deque()
        self._busy: Exchange | asyncio.Task[None] | None = None  # the long answer under way
        self._blocked = False  # the client is slow to read
        self._held = False  # reading from the client is paused
        self._last = False  # the connection closes once all that waits is answered
        self._deaf = False  # whatever else arrives is thrown away
        self._buffered = 0
        self._drained: asyncio.Event | None = None

    # The transport's calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        if not self.hall.admit(self):
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.hall.forget(self)
        self.hall.bodies -= self._bodies
        self._bodies = 0
        self._deaf = self._last = True
        self._waiting.clear()
        if isinstance(self._busy, Exchange):
            self._busy.abort()
        if self._drained is not None:
            self._drained.set()

    def eof_received(self) -> bool:
        """A client that has said all may still be waiting for its answers."""
        self._deaf = self._last = True
        if self._exchange is not None:
            self.transport.abort()  # the rest of what it began to send will never come
        return self._busy is not None or bool(self._waiting)

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        self._chunk = len(data)
        self._fed += self._chunk
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # The request was answered as if it had not asked to change protocols; what follows may not be HTTP.
            self._deaf = True
        except httptools.HttpParserError:
            self._refuse(self._refused or 400)
        else:
            if self._arriving and self._refused:
                self._refuse(self._refused)
            elif self._in_head and self._fed > MOST_HEAD + MOST_TARGET:
                self._refuse(431)

    def pause_writing(self) -> None:
        self._blocked = True
        self.touch(limits.STALL_SECONDS)
        if isinstance(self._busy, Exchange):
            self._busy.pause_answer()

    def resume_writing(self) -> None:
        self._blocked = False
        if self._drained is not None:
            self._drained.set()
        if isinstance(self._busy, Exchange):
            self._busy.resume_answer()
        self._answer_waiting()

    # The parser's calls

    def on_message_begin(self) -> None:
        self._target = b""
        self._headers = {}
        self._form = None
        self._fed = self._ignored = self._refused = 0
        self._arriving = self._in_head = True
        if self._busy is None:
            self.deadline = self.hall.now + limits.HEAD_SECONDS

    def on_url(self, part: bytes) -> None:
        self._target += part
        if len(self._target) > MOST_TARGET:
            self._refused = 414

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._in_head or self._refused:
            return  # a trailer, which nothing here reads, or more than is read
        headers = self._headers
        name = name.lower()
        if name not in headers:
            if len(headers) == MOST_FIELDS:
                self._refused = 431
            else:
                headers[name] = value
        elif name in _ONCE:
            self._refused = 400
        elif len(headers[name]) > MOST_HEAD:
            self._refused = 431
        else:
            headers[name] += (b"; " if name == b"cookie" else b", ") + value

    def on_headers_complete(self) -> None:
        self._in_head = False
        headers, version = self._headers, self._parser.get_http_version()
        self._old = version == "1.0"
        if not self._target.startswith(b"/"):
            self._read_absolute_target()
        # A head that came in one small piece cannot be large; any other is measured.
        large = self._fed or self._chunk > MOST_HEAD
        if large and sum(map(len, headers.values())) + sum(map(len, headers)) > MOST_HEAD:
            self._refused = 431
        elif not self._old and version != "1.1":
            self._refused = 505
        elif not self._old and b"host" not in headers:
            self._refused = self._refused or 400
        if self._refused or self._deaf:
            return
        if self.hall.desk is not None and is_for_desk(self._target):
            request = self._request()
            self._exchange = Exchange(self, request, self.hall.desk)
            self._take(request, self._exchange)
        elif b"expect" in headers:
            self._refused = 417
        elif self.hall.api is not None and is_for_api(self._target) and self._parser.get_method() == b"POST":
            self._hold_form()

    def on_body(self, part: bytes) -> None:
        if self._exchange is not None:
            self._exchange.send(part)
            return
        if self._form is not None:
            self._form += part
            if len(self._form) > limits.MOST_BODY:
                self._refused = 413
            return
        self._ignored += len(part)
        if self._ignored > limits.MOST_IGNORED_BODY:
            self._refused = 413

    def on_message_complete(self) -> None:
        self._arriving = False
        if self._exchange is not None:
            exchange, self._exchange = self._exchange, None
            exchange.end()
        elif self._busy is None and not (self._deaf or self._blocked or self._waiting or self._refused):
            self._reply(self._request())  # what _take would come to, as nearly always
        else:
            self._take(self._request(), None)

    # Requests

    def _hold_form(self) -> None:
        if self.hall.bodies >= limits.MOST_BODIES:
            self._refused = 503
            return
        self.hall.bodies += 1
        self._bodies += 1
        self._form = bytearray()
        if self._busy is None:
            self.touch(limits.FORM_SECONDS)

    def _request(self) -> Request:
        parser = self._parser
        keep_alive = parser.should_keep_alive() and not parser.should_upgrade()
        body = bytes(self._form or b"")
        return Request(parser.get_method(), self._target, self._headers, keep_alive, self._old, body, self._refused)

    def _read_absolute_target(self) -> None:
        """ "http://host/path" means "/path" of the host it names, whatever the Host header says (RFC 9112, 3.2.2)."""
        scheme, mark, rest = self._target.partition(b"://")
        host, _, path = rest.partition(b"/")
        if scheme.lower() in (b"http", b"https") and mark and host and b"?" not in host:
            self._target = b"/" + path
            self._headers[b"host"] = host
        else:
            self._refused = self._refused or 400

    def _take(self, request: Request, exchange: Exchange | None) -> None:
        if self._deaf:
            return
        if self._busy is None and not self._blocked and not self._waiting:
            self._answer(request, exchange)
        elif len(self._waiting) < limits.MOST_WAITING:
            self._waiting.append((request, exchange))
            self.hold_reading()
        else:
            self._deaf = self._last = True

    def _answer(self, request: Request, exchange: Exchange | None) -> None:
        if exchange is not None:
            self._close_after(request)
            self._busy = exchange
            # The body of this very request still has to be heard.
            self._deaf = self._deaf and self._exchange is not exchange
            exchange.start()
        elif request.refused:
            self._deaf = False
            self._refuse(request.refused)
        else:
            self._reply(request)

    def _close_after(self, request: Request) -> None:
        if not request.keep_alive:
            self._deaf = self._last = True
            self._waiting.clear()

    def _reply(self, request: Request) -> None:
        self._close_after(request)
        if (taker := self.hall.taker(request.target)) is not None:
            self.touch(limits.STALL_SECONDS)
            self.hold_reading()
            self._busy = self.hall.loop.create_task(self._take_in(taker, request))
            return
        try:
            reply = self.hall.site.answer(request)
        except Exception as error:  # the edge: whatever went wrong, one reader is told so and the others are served
            self.hall.report(error)
            reply = plain(500, "This page cannot be read just now. Please come back in a moment.")
        if reply.source is None:
            self._buffered = 0
            self.transport.write(b"".join((reply.head, self._head_end(request), reply.body)))
            self.done()
        else:
            self.write(self.finished_head(reply.head, request))
            self.hold_reading()
            self._busy = self.hall.loop.create_task(send_file(self, reply))

    async def _take_in(self, taker: Api | Searching, request: Request) -> None:
        hall = self.hall
        try:
            reply = await taker.answer(request, hall.client(request.headers, self.peer()), hall.now)
        except Exception as error:  # the edge, as above
            hall.report(error)
            reply = plain(500, "This cannot be taken in just now. Please come back in a moment.")
        if self._bodies and request.method == b"POST":
            self._bodies -= 1
            hall.bodies -= 1
        if self.transport.is_closing():
            return
        self.write(self.finished_head(reply.head, request) + (b"" if request.method == b"HEAD" else reply.body))
        if reply.source is not None:
            await send_file(self, reply)
        else:
            self.done()

    def _answer_waiting(self) -> None:
        while self._waiting and self._busy is None and not self._blocked:
            self._answer(*self._waiting.popleft())
        if not self._waiting and self._busy is None:
            self._rest()

    def _refuse(self, status: int) -> None:
        """Say why and close. What was sent ahead of the fault is answered; then the fault is left unsaid."""
        if self._deaf:
            return
        self._deaf = self._last = True
        if self._busy is not None or self._waiting or self._blocked:
            return
        reply = plain(status, _REFUSALS[status])
        self.write(self.finished_head(reply.head, Request(b"GET", b"/", {})) + reply.body)
        self._linger(limits.LINGER_SECONDS)

    def _linger(self, seconds: float) -> None:
        """Closing while the client still sends would take back the answer: half-close, and read on for a while."""
        self._deaf = self._last = True
        self.touch(seconds)
        self.release_reading()
        if not self.transport.is_closing():
            self.transport.write_eof()

    def _rest(self) -> None:
        if self._last:
            self.transport.close()
        else:
            self.release_reading()

    # What answers call

    def finished_head(self, head: bytes, request: Request) -> bytes:
        return head + self._head_end(request)

    def _head_end(self, request: Request) -> bytes:
        hall = self.hall
        end = hall.date
        if hall.trust_forwarded and hall.came_by_https(request.headers):
            end += STRICT_TRANSPORT_SECURITY
        if self._last and not self._waiting:
            return end + b"Connection: close\r\n\r\n"
        return end + (b"Connection: keep-alive\r\n\r\n" if request.old else b"\r\n")

    def write(self, data: bytes) -> None:
        self._buffered = 0
        self.transport.write(data)

    async def send(self, data: bytes) -> bool:
        """Write, and wait until the client has read; False when it is gone."""
        if not self.transport.is_closing():
            self.write(data)
        if self._blocked and not self.transport.is_closing():
            self._drained = asyncio.Event()
            await self._drained.wait()
            self._drained = None
        return not self.transport.is_closing()

    def done(self) -> None:
        """An answer has been handed over whole."""
        self._busy = None
        self.deadline = self.hall.now + limits.IDLE_SECONDS
        if not self._waiting:
            if self._last or self._held:
                self._rest()
        else:
            # Not from here: one answer inside another would go as deep as there are requests waiting.
            self.hall.loop.call_soon(self._answer_waiting)

    def done_early(self) -> None:
        """The answer is complete while its request's body is still arriving."""
        self._busy = self._exchange = None
        self._waiting.clear()
        self._linger(limits.BODY_SECONDS)

    def broken(self) -> None:
        """An answer ends in the middle: to break the connection is the only way left to say so."""
        self.transport.abort()

    def end_after_this(self) -> None:
        self._last = True
        self._waiting.clear()
        self._deaf = self._deaf or self._exchange is None

    def peer(self) -> bytes:
        address = self.transport.get_extra_info("peername")
        return str(address[0]).encode("ascii", "replace") if isinstance(address, tuple) else b""

    def hold_reading(self) -> None:
        if not self._held:
            self._held = True
            self.transport.pause_reading()

    def release_reading(self) -> None:
        if self._held and not self.transport.is_closing():
            self._held = False
            self.transport.resume_reading()

    # Time

    def touch(self, seconds: float) -> None:
        self.deadline = self.hall.now + seconds

    def overdue(self) -> None:
        """The deadline has passed. Only a client that has read something since the last look is given more time."""
        buffered = self.transport.get_write_buffer_size()
        if buffered and (not self._buffered or buffered < self._buffered):
            self._buffered = buffered
            self.touch(limits.STALL_SECONDS)
        elif isinstance(self._busy, Exchange) and not buffered:
            self._busy.overdue()
        else:
            self.transport.abort()

    def stop(self) -> None:
        """The process is stopping: finish what is under way, begin nothing."""
        self._deaf = self._last = True
        if self._busy is None and not self._waiting:
            self.transport.close()
