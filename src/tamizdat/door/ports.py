"""The port between a client's connection and the code that answers its requests, so that neither imports the other."""

from __future__ import annotations

from typing import Protocol

from tamizdat.door.reply import Reply, Request
from tamizdat.door.server_state import ServerState


class RequestHandler(Protocol):
    """Answers requests that are not for a file of the edition."""

    async def answer(self, request: Request, address: bytes, now: float) -> Reply:
        """`address` is the reader's, `now` seconds of a monotonic clock."""


class ClientConnection(Protocol):
    """A client's connection as the code sees it that sends a long answer piece by piece."""

    server: ServerState

    def complete_head(self, head: bytes, request: Request) -> bytes:
        """The head of a reply with Date, Connection and the empty line that ends it."""

    def write(self, data: bytes) -> None: ...

    async def send(self, data: bytes) -> bool:
        """Write, and wait until the client has read; False when the client has gone."""

    def finish_answer(self) -> None:
        """The answer has been written whole."""

    def finish_answer_early(self) -> None:
        """The answer has been written whole while the body of its request is still arriving."""

    def close_after_answer(self) -> None:
        """The connection closes after the answer under way."""

    def abort(self) -> None:
        """Break the connection: the only way to tell a client that an answer ends in the middle."""

    def extend_deadline(self, seconds: float) -> None: ...

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def peer_address(self) -> bytes: ...
