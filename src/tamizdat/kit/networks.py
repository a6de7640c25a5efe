"""Which network an address belongs to: what one household or one machine keeps, for limits that count by it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address


def network(address: bytes) -> bytes:
    """The part of an address that one client keeps: an IPv4 address, or the first 64 bits of an IPv6 address."""
    try:
        found = ip_address(address.decode("ascii", "replace").partition("%")[0].strip("[]"))
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address):
        return found.ipv4_mapped.packed if found.ipv4_mapped else found.packed[:8]
    return found.packed
