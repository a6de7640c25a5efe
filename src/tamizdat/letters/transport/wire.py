"""The bytes of an SMTP connection: commands out, replies in."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from dataclasses import dataclass
from typing import cast

LONGEST_REPLY = 64 * 1024
"""Bytes; no honest server says so much."""
_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?")
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})\s+")
_MOST_TEXT = 300


class Lost(Exception):
    """The connection is gone, or the server speaks no SMTP. The message says which."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`lines` are without the code."""

    code: int
    lines: tuple[str, ...]

    @property
    def status(self) -> str:
        """The enhanced code (RFC 3463), such as 5.1.1, or ''."""
        found = _ENHANCED.match(f"{self.lines[0]} ")
        return found[1] if found else ""

    def __str__(self) -> str:
        return f"{self.code} {' '.join(' '.join(self.lines).split())}"[:_MOST_TEXT]


class Wire(asyncio.Protocol):
    """Replies are kept in the order in which they came; those that came before the connection was lost are still given."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._lines: list[str] = []
        self._replies: deque[Reply] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._can_write: asyncio.Future[None] | None = None
        self._lost: Lost | None = None
        self.transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        return self._lost is None

    @property
    def has_unread(self) -> bool:
        return bool(self._received or self._lines or self._replies)

    async def write(self, data: bytes) -> None:
        """Raises Lost."""
        if self._lost or not self.transport:
            raise self._lost or Lost("There is no connection.")
        self.transport.write(data)
        if self._can_write:
            await self._can_write

    async def reply(self, seconds: float) -> Reply:
        """The next reply. Raises Lost."""
        while not self._replies:
            if self._lost:
                raise self._lost
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(seconds):
                    await self._waiter
            except TimeoutError:
                self.abort(f"The server did not answer within {seconds:g} seconds.")
            finally:
                self._waiter = None
        return self._replies.popleft()

    def abort(self, why: str = "The connection was given up.") -> None:
        """Break the connection off: what was not written yet never will be."""
        self._lost = self._lost or Lost(why)
        if self.transport:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        *lines, rest = self._received.split(b"\n")
        for line in lines:
            self._take(bytes(line).rstrip(b"\r"))
        self._received = bytearray(rest)
        if len(self._received) + sum(map(len, self._lines)) > LONGEST_REPLY or len(self._replies) > 100:
            self.abort("The server said more than any should.")
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._lost = self._lost or Lost(f"The connection was lost{f' ({error})' if error else ''}.")
        self._wake()
        self.resume_writing()

    def pause_writing(self) -> None:
        self._can_write = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self._can_write and not self._can_write.done():
            self._can_write.set_result(None)
        self._can_write = None

    def _take(self, line: bytes) -> None:
        found = _LINE.fullmatch(line)
        if not found:
            self.abort("The server's answer is none of SMTP's.")
            return
        self._lines.append((found[3] or b"").decode("utf-8", "replace"))
        if found[2] != b"-":
            self._replies.append(Reply(int(found[1]), tuple(self._lines)))
            self._lines = []

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
