"""What one connection is doing, in one small object; the connection alone changes it. Plain values, no sockets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Receiving(Enum):
    """The part of a request that the parser expects next."""

    NOTHING = "the first byte of a request"
    HEAD = "the request line or a header"
    BODY = "the body, or a trailer after it"


@dataclass(slots=True)
class ConnectionState:
    receiving: Receiving = Receiving.NOTHING
    is_http10: bool = False  # the version of the request that arrived last
    discard_input: bool = False  # bytes that arrive from now on are not parsed
    close_after: bool = False  # the connection closes once all requests that wait are answered
    reading_paused: bool = False  # the transport does not read from the client
    writing_paused: bool = False  # the transport's buffer is full: the client reads slowly
