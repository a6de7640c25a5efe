"""Which hosts lie in the open net: what somebody typed must not make our server speak to its neighbours."""

from __future__ import annotations

import socket
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
    getproxies,
)

INSIDE = ("localhost", "local", "internal", "lan", "home", "home.arpa", "intranet", "corp", "test", "invalid", "onion")
"""Last names of hosts that no public server of names knows."""


class NotPublic(OSError):
    """A host that is ours or our network's."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return is_public(mapped) if mapped else address.is_global and not address.is_multicast


def may_be_public(host: str) -> bool:
    """By its name alone, without asking any server for it."""
    try:
        return is_public(ip_address(host.strip("[]")))
    except ValueError:
        name = host.rstrip(".").lower()
        return (
            "." in name
            and not name.endswith(tuple(f".{last}" for last in INSIDE))
            and not name.rpartition(".")[2].isdecimal()
        )


def connect(address: tuple[str, int], timeout: Any = None, source_address: Any = None) -> socket.socket:
    """A connection to a host of the open net. Raises NotPublic before a byte is sent, whatever its name says."""
    host, port = address
    places = [str(found[0]) for *_, found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in {
        urlsplit(proxy).hostname for proxy in getproxies().values()
    }:  # whoever runs this server chose those
        for place in places:
            if not is_public(ip_address(place.partition("%")[0])):
                raise NotPublic(f"{host} is {place}, an address inside a network of its own")
    last = OSError(f"{host} has no address")
    for place in places:  # those that were looked at: asked again, the name could mean others
        try:
            return socket.create_connection((place, port), timeout, source_address)
        except OSError as error:
            last = error
    raise last


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _Secure(HTTPSConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _PlainHandler(HTTPHandler):
    def http_open(self, req: Request) -> Any:
        return self.do_open(_Plain, req)


class _SecureHandler(HTTPSHandler):
    def https_open(self, req: Request) -> Any:
        return self.do_open(_Secure, req)


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """None: the answer is the error that it is."""


def opener(*, redirects: bool = True) -> OpenerDirector:
    """Opens addresses of the open net alone, those of redirects too; without `redirects` these are errors."""
    return build_opener(_PlainHandler, _SecureHandler, *([] if redirects else [_NoRedirects]))
