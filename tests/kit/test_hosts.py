"""Only hosts of the open net are spoken to, whatever their names say."""

from __future__ import annotations

import socket
from typing import Any
from urllib.request import Request

import pytest

from tamizdat.kit import hosts

INSIDE = [
    *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
    *("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "ff02::1", "::"),
]


@pytest.mark.parametrize(
    "host", [*INSIDE, "localhost", "printer", "printer.local", "a.internal", "127.1", "hub.localhost.", ""]
)
def test_what_is_inside_is_known_by_its_name(host: str) -> None:
    assert not hosts.may_be_public(host)


@pytest.mark.parametrize(
    "host", ["pubsubhubbub.appspot.com", "8.8.8.8", "[2606:4700::1111]", "hub.example.org", "test.example.com"]
)
def test_what_is_outside_may_be_spoken_to(host: str) -> None:
    assert hosts.may_be_public(host)


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, address: str, scheme: str
) -> None:
    def named(*_: Any, **__: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)),
        ]

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("it was connected to")

    monkeypatch.setattr(hosts, "getproxies", dict)
    monkeypatch.setattr(socket, "getaddrinfo", named)
    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(OSError, match="inside a network of its own"):
        hosts.opener().open(Request(f"{scheme}://hub.example.org/"), timeout=1)
