"""A request as the door sees it, and what it is answered: plain values, no sockets."""

from __future__ import annotations

from dataclasses import dataclass

from tamizdat.door.headers import ASK_AGAIN, block, security_lines
from tamizdat.door.tree import OpenFile

NO_STORE = "Cache-Control: no-store"
REASONS = {
    200: "OK",
    204: "No Content",
    206: "Partial Content",
    301: "Moved Permanently",
    303: "See Other",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
}

REFUSALS = {
    400: "This request is not proper HTTP.",
    413: "Nothing this large is taken here.",
    414: "The address is too long.",
    417: "Nothing is taken in here.",
    431: "The request's headers are too large.",
    503: "Too much is being sent here at once. Please try again in a moment.",
    505: "Only HTTP/1.1 and 1.0 are spoken here.",
}
"""What is said of a request that is turned away before anyone looks at what it wants, by status."""


@dataclass(slots=True)
class Request:
    """`headers` by lower-case name, repeated ones joined; `target` begins with "/" and may carry a query."""

    method: bytes
    target: bytes
    headers: dict[bytes, bytes]
    keep_alive: bool = True
    is_http10: bool = False
    body: bytes = b""  # of what the door takes in; of all else it is thrown away
    refused: int = 0  # the status with which the request is turned away before anyone looks at what it wants
    is_body_counted: bool = False  # among those of which a process holds a limited number


@dataclass(slots=True)
class Reply:
    """`head` is the status line and headers, without Date, Connection and the empty line that ends it.

    A body too large for memory is in `source`, from `offset` on, `length` bytes; the sender closes it.
    """

    head: bytes
    body: bytes = b""
    source: OpenFile | None = None
    offset: int = 0
    length: int = 0


def status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {REASONS[status]}\r\n".encode("ascii")


def plain(status: int, sentence: str, *extra: str) -> Reply:
    """An answer in one sentence, for when no page of the edition can say it."""
    body = f"{sentence}\n".encode()
    lines = ["Content-Type: text/plain; charset=utf-8", f"Content-Length: {len(body)}", *extra]
    if not any(line.startswith("Cache-Control") for line in extra):
        lines.append(f"Cache-Control: {ASK_AGAIN}" if status < 500 else NO_STORE)
    return Reply(status_line(status) + block(lines + security_lines("")), body)


def no_content() -> Reply:
    """An answer that says nothing: the same whatever was done with the request."""
    return Reply(status_line(204) + block([NO_STORE, *security_lines("")]))


def redirect(location: str) -> Reply:
    """`location` is root-relative and percent-encoded."""
    return plain(301, f"This page is now at {location}", f"Location: {location}")
