"""Reading SPF (RFC 7208): which servers a domain lets send mail in its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from tamizdat.letters.resolver import Resolver, addresses_of

MOST_LOOKUPS = 10
"""RFC 7208, 4.6.4: a record that needs more counts as none."""
_MOST_FOLLOWED = 30
"""Lookups after which reading stops, whatever a record asks for."""
_TERM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^/\s]*))?(/\d+)?(?:/(/\d+))?", re.I)
_REDIRECT = re.compile(r"redirect=(\S+)", re.I)
_COSTLY = frozenset(["include", "a", "mx", "ptr", "exists"])


@dataclass(frozen=True, kw_only=True)
class Term:
    """One part of a record, such as `-all`, `include:example.org` or `a:example.org/28//64`; the lengths keep their slash."""

    sign: str
    kind: str
    value: str
    length: str
    length_6: str


def records(resolver: Resolver, domain: str) -> list[str]:
    """What the domain publishes as SPF: exactly one record is right. Raises Unanswered."""
    return [text for text in resolver.records(domain, "TXT") if re.match(r"v=spf1( |$)", text, re.I)]


def terms(record: str) -> list[Term]:
    """In the record's order; a part that no receiver could read is left out."""
    found = (_TERM.fullmatch(word) for word in record.split()[1:])
    return [
        Term(
            sign=match[1] or "+",
            kind=match[2].lower(),
            value=match[3] or "",
            length=match[4] or "",
            length_6=match[5] or "",
        )
        for match in found
        if match
    ]


def redirect(record: str) -> str:
    """The domain whose record goes on, where no part of this one holds; or ''."""
    found = _REDIRECT.search(record)
    return found[1] if found and not any(term.kind == "all" for term in terms(record)) else ""


def allows_everybody(record: str) -> bool:
    """`+all`: anybody may send in the domain's name, which receivers take as a sign of abuse."""
    return any(term.kind == "all" and term.sign == "+" for term in terms(record))


def lookups(resolver: Resolver, record: str) -> int:
    """How many further questions the whole record costs a receiver, counted to about `_MOST_FOLLOWED`. Raises Unanswered."""
    number, waiting = 0, [record]
    while waiting and number <= _MOST_FOLLOWED:
        here = waiting.pop()
        costly = [term for term in terms(here) if term.kind in _COSTLY]
        others = [term.value for term in costly if term.kind == "include"]
        further = redirect(here)
        number += len(costly) + bool(further)
        for domain in [*others, *([further] if further else [])]:
            if "%" not in domain:
                waiting += records(resolver, domain)[:1]
    return number


def permits(resolver: Resolver, domain: str, address: str, *, depth: int = 0) -> bool:
    """Whether the record of the domain lets this IP address send. Parts with macros, and `ptr`, hold for nobody here.
    Raises Unanswered."""
    found = records(resolver, domain)
    if len(found) != 1 or depth > MOST_LOOKUPS:
        return False
    for term in terms(found[0]):
        if _holds(resolver, domain, term, address, depth):
            return term.sign == "+"
    further = redirect(found[0])
    return bool(further) and permits(resolver, further, address, depth=depth + 1)


def _holds(resolver: Resolver, domain: str, term: Term, address: str, depth: int) -> bool:
    of = term.value or domain
    if term.kind == "all":
        return True
    if "%" in of or term.kind in ("ptr", "exists"):
        return False
    if term.kind == "include":
        return permits(resolver, of, address, depth=depth + 1)
    if term.kind in ("ip4", "ip6"):
        return _within(address, of, term.length)
    hosts = resolver.records(of, "MX")[:MOST_LOOKUPS] if term.kind == "mx" else [of]
    found = [one for host in hosts for one in addresses_of(resolver, host)]
    return any(_within(address, one, term.length_6 if ":" in one else term.length) for one in found)


def _within(address: str, network: str, length: str) -> bool:
    try:
        return ip_address(address) in ip_network(network + length, strict=False)
    except ValueError:
        return False
