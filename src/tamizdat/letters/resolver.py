"""The port to the domain name system, and what answers behind it. Tests run a server of their own on loopback."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import dns.exception
import dns.resolver
import dns.reversename
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

SECONDS = 4.0
"""For one question, with all its repetitions."""


class Unanswered(Exception):
    """No server answered, or with a fault: whether there is such a record is not known. `name` is what was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No name server answered for {name}. Try again later.")
        self.name = name


class Resolver(Protocol):
    def records(self, name: str, kind: str) -> list[str]:
        """The records of a name, [] where there are none; kind is A, AAAA, MX, PTR or TXT. A TXT record is one text, an MX
        record its host. Raises Unanswered."""
        ...


class NameServers:
    """Asks the machine's own name servers, or those that are given."""

    def __init__(self, addresses: Sequence[str] = (), port: int = 53) -> None:
        self._resolver = dns.resolver.Resolver(configure=not addresses)
        if addresses:
            self._resolver.nameservers, self._resolver.port = list(addresses), port
        self._resolver.lifetime = SECONDS

    def records(self, name: str, kind: str) -> list[str]:
        try:
            answer = self._resolver.resolve(name, kind, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, ValueError):
            raise Unanswered(name) from None
        return sorted(_text(record) for record in answer)


def reverse_name(address: str) -> str:
    """The name under which the host name of an IP address is asked for."""
    return dns.reversename.from_address(address).to_text(omit_final_dot=True)


def addresses_of(resolver: Resolver, host: str) -> list[str]:
    """IP addresses of a host, version 4 before 6. Raises Unanswered."""
    return [*resolver.records(host, "A"), *resolver.records(host, "AAAA")]


def _text(record: object) -> str:
    if isinstance(record, TXT):
        return b"".join(record.strings).decode("utf-8", "replace")
    if isinstance(record, MX):
        return str(record.exchange).rstrip(".").lower()
    return str(record).rstrip(".").lower()
