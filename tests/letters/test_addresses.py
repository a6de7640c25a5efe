"""One form of each address, and what is none."""

from __future__ import annotations

import email
import json
from email.utils import getaddresses
from pathlib import Path

import pytest

from tamizdat.letters import BadAddress, addresses

BIDI = "\u202e"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Reader@Example.ORG", "Reader@example.org"),
        ("  reader@example.org\r\n", "reader@example.org"),
        ("reader@example.org.", "reader@example.org"),
        ("o'neil+news!#$%&*/=?^_`{|}~-@example.org", "o'neil+news!#$%&*/=?^_`{|}~-@example.org"),
        ("читатель@почта.рф", "читатель@xn--80a1acny.xn--p1ai"),
        ("reader@BÜCHER.example", "reader@xn--bcher-kva.example"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
        ("cafe\u0301@example.org", "café@example.org"),
        ("reader@xn--80a1acny.xn--p1ai", "reader@xn--80a1acny.xn--p1ai"),
        ("a@1.example.org", "a@1.example.org"),
    ],
)
def test_the_form_in_which_an_address_is_stored(written: str, normal: str) -> None:
    assert addresses.normal(written) == normal
    assert addresses.normal(normal) == normal


@pytest.mark.parametrize(
    "bad",
    [
        "", "reader", "@example.org", "reader@", "a@b@example.org", "reader@localhost", "reader@[127.0.0.1]", "r@1.2.3.4",
        "re ader@example.org", "reader@exam ple.org", "reader@-example.org", "reader@example..org", ".r@example.org",
        "r.@example.org", "r..r@example.org", '"r"@example.org', "r(x)@example.org", "<r@example.org>", "r,s@example.org",
        "r@example.org\r\nBcc: a@example.org", "r\n@example.org", "r\x00@example.org", f"r{BIDI}@example.org",
        "r\u200b@example.org", f"{'r' * 65}@example.org", f"{'ч' * 33}@example.org", f"r@{'a' * 64}.org",
        f"r@{'a.' * 127}org", "r@xn--a.org", "r@pаypal.com", "r@xn--pypal-4ve.com", "r\ud800@example.org",
        "r@exa_mple.org", "r@example.org;s@example.org",
    ],
)  # fmt: skip
def test_what_is_no_address(bad: str) -> None:
    with pytest.raises(BadAddress):
        addresses.normal(bad)


@pytest.mark.parametrize(
    ("domain", "lookalike"),
    [("pаypal.com", True), ("xn--pypal-4ve.com", True), ("почта.рф", False), ("例え.jp", False), ("mail1.example.org", False)],
)  # fmt: skip
def test_a_name_of_mixed_scripts_is_a_lookalike(domain: str, lookalike: bool) -> None:
    assert addresses.is_lookalike(domain) == lookalike


def test_two_spellings_of_one_address_have_one_key() -> None:
    assert addresses.key("Reader@example.org") == addresses.key("reader@example.org")
    assert addresses.key("a+b@example.org") != addresses.key("a@example.org")
    assert addresses.mailbox("A.b+c@googlemail.com") == addresses.mailbox("ab@gmail.com")
    assert addresses.mailbox("a.b+c@example.org") == "a.b@example.org"


def test_addresses_of_broken_messages_are_addresses_or_refused(shared_data: Path) -> None:
    seen = set()
    for path in sorted((shared_data / "email-mime" / "cpython").glob("msg_*.txt")):
        message = email.message_from_bytes(path.read_bytes())
        for name in ("From", "To", "Cc", "Reply-To", "Sender", "Return-Path"):
            for written in (str(value) for value in message.get_all(name, [])):
                for _, address in [*getaddresses([written]), ("", written)]:
                    try:
                        seen.add(addresses.normal(address))
                    except BadAddress:
                        continue
    assert len(seen) > 10
    assert not [one for one in seen if any(not part.isprintable() or part in ' <>,"' for part in one)]


def test_no_hostile_string_becomes_an_address_with_something_in_it(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile-strings-blns" / "blns.json").read_text())
    for text in strings:
        for written in (text, f"{text}@example.org", f"reader@{text}", f"reader@{text}.org", f"{text}\n@example.org"):
            try:
                normal = addresses.normal(written)
            except BadAddress:
                continue
            local, _, domain = normal.rpartition("@")
            assert domain.isascii()
            assert local.isprintable()
            assert not set(local) & set(' <>()[]\\,;:"@\r\n\x00')
            assert addresses.normal(normal) == normal
