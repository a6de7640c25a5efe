"""The head of one request as it arrives: its target and header fields, under the bounds of limits.py. No sockets."""

from __future__ import annotations

from tamizdat.door.limits import MOST_FIELDS, MOST_HEAD, MOST_TARGET

_ONCE = frozenset({b"host", b"content-length", b"transfer-encoding"})


class RequestHead:
    """`headers` by lower-case name. `refused` is the status with which the request must be turned away, or 0."""

    __slots__ = ("headers", "refused", "target")

    def __init__(self) -> None:
        self.target = b""
        self.headers: dict[bytes, bytes] = {}
        self.refused = 0

    def add_target(self, part: bytes) -> None:
        self.target += part
        if len(self.target) > MOST_TARGET:
            self.refused = 414

    def add_header(self, name: bytes, value: bytes) -> None:
        headers = self.headers
        name = name.lower()
        if name not in headers:
            if len(headers) == MOST_FIELDS:
                self.refused = 431
            else:
                headers[name] = value
        elif name in _ONCE:
            self.refused = 400
        elif len(headers[name]) > MOST_HEAD:
            self.refused = 431
        else:
            headers[name] += (b"; " if name == b"cookie" else b", ") + value

    def complete(self, version: str, *, may_be_large: bool) -> None:
        """All of it has arrived, of a request in this version of HTTP."""
        headers = self.headers
        if not self.target.startswith(b"/"):
            self._read_absolute_target()
        if may_be_large and sum(map(len, headers.values())) + sum(map(len, headers)) > MOST_HEAD:
            self.refused = 431
        elif version not in ("1.0", "1.1"):
            self.refused = 505
        elif version == "1.1" and b"host" not in headers:
            self.refused = self.refused or 400

    def _read_absolute_target(self) -> None:
        """ "http://host/path" means "/path" of the host it names, whatever the Host header says (RFC 9112, 3.2.2)."""
        scheme, mark, rest = self.target.partition(b"://")
        host, _, path = rest.partition(b"/")
        if scheme.lower() in (b"http", b"https") and mark and host and b"?" not in host:
            self.target = b"/" + path
            self.headers[b"host"] = host
        else:
            self.refused = self.refused or 400
