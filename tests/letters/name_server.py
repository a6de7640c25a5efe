"""A name server on loopback, for tests: it answers from a table, over UDP."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = Mapping[tuple[str, str], Sequence[str]]
"""{(name, kind): records as a zone file has them}; the name `refused.example` gets a fault."""


@contextmanager
def serving(zone: Zone) -> Iterator[int]:
    """The port of a server on 127.0.0.1 that knows this zone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        thread = Thread(target=_serve, args=(udp, zone), daemon=True)
        thread.start()
        port = udp.getsockname()[1]
        try:
            yield port
        finally:
            udp.sendto(b"", ("127.0.0.1", port))
            thread.join()


def _serve(udp: socket.socket, zone: Zone) -> None:
    while True:
        wire, who = udp.recvfrom(4096)
        if not wire:
            return
        udp.sendto(_answer(dns.message.from_wire(wire), zone).to_wire(), who)


def _answer(query: dns.message.Message, zone: Zone) -> dns.message.Message:
    question = query.question[0]
    name = question.name.to_text(omit_final_dot=True).lower()
    kind = dns.rdatatype.to_text(question.rdtype)
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if name.endswith("refused.example"):
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif found := zone.get((name, kind)):
        answer.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, list(found)))
    elif not any(known == name for known, _kind in zone):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
