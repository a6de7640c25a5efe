"""What is found about a sending domain, by a real name server and a real mail server on loopback."""

from __future__ import annotations

import datetime
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tamizdat.letters import server_tls, spf
from tamizdat.letters.dkim import Record
from tamizdat.letters.resolver import NameServers, Unanswered
from tamizdat.letters.sending_domain import FINDINGS, Line, Sending, check
from tests.letters.name_server import Zone, serving

KEYS = [
    Record(name="t1._domainkey.news.example", text="v=DKIM1; k=rsa; p=MIIBIjANBg"),
    Record(name="t2._domainkey.news.example", text="v=DKIM1; k=ed25519; p=11qYAYKxCrfVS"),
]
SENDING = Sending(domain="news.example", returns="news.example", server="mail.news.example", port=587, keys=KEYS)
GOOD: Zone = {
    ("news.example", "TXT"): ['"v=spf1 a:mail.news.example " "include:other.example -all"', '"something else"'],
    ("news.example", "MX"): ["10 mail.news.example."],
    ("other.example", "TXT"): ['"v=spf1 ip4:203.0.112.0/24 ip6:2a00:1450::/32 ?all"'],
    ("mail.news.example", "A"): ["9.9.9.10"],
    ("mail.news.example", "AAAA"): ["2a00:1450::7"],
    ("t1._domainkey.news.example", "TXT"): ['"v=DKIM1; k=rsa; p=MIIBI" "jANBg"'],
    ("t2._domainkey.news.example", "TXT"): ['"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS"'],
    ("_dmarc.news.example", "TXT"): ['"v=DMARC1; p=quarantine; adkim=s"'],
    ("10.9.9.9.in-addr.arpa", "PTR"): ["mail.news.example."],
    (f"7{'.0' * 23}.0.5.4.1.0.0.a.2.ip6.arpa", "PTR"): ["mail.news.example."],
}


def found(zone: Zone = GOOD, sending: Sending = SENDING) -> list[Line]:
    with serving(zone) as port:
        return check(sending, NameServers(["127.0.0.1"], port), lambda *_, **__: (server_tls.GOOD, ""))


def codes(lines: list[Line]) -> list[str]:
    return [line.code for line in lines]


def test_a_domain_that_is_ready() -> None:
    lines = found()
    assert codes(lines) == [
        "spf_good",
        "dkim_good",
        "dkim_good",
        "dmarc_good",
        "aligned",
        "reverse_good",
        "reverse_good",
        "tls_good",
        "replies_good",
    ]
    assert {line.verdict for line in lines} == {"pass"}


def test_a_domain_of_which_nothing_is_published() -> None:
    lines = {line.code: line for line in found({("mail.news.example", "A"): ["9.9.9.10"]})}
    assert set(lines) == {
        "spf_missing",
        "dkim_missing",
        "dmarc_missing",
        "reverse_missing",
        "tls_good",
        "replies_missing",
    }
    published = {code: line.record for code, line in lines.items()}
    assert published["spf_missing"] == Record(name="news.example", text="v=spf1 a:mail.news.example -all")
    assert published["dkim_missing"] in KEYS
    assert published["dmarc_missing"] == Record(name="_dmarc.news.example", text="v=DMARC1; p=quarantine")
    assert published["reverse_missing"] == Record(name="10.9.9.9.in-addr.arpa", kind="PTR", text="mail.news.example")


@pytest.mark.parametrize(
    ("record", "code", "published"),
    [
        (['"v=spf1 mx:none.example -all"'], "spf_server", "v=spf1 mx:none.example a:mail.news.example -all"),
        (['"v=spf1 ip4:9.9.9.10 -all"'], "spf_server", "v=spf1 ip4:9.9.9.10 a:mail.news.example -all"),
        (['"v=spf1 mx +all"'], "spf_everybody", "v=spf1 mx -all"),
        (['"v=spf1 mx all"'], "spf_everybody", "v=spf1 mx -all"),
        (['"v=spf1 mx -all"', '"v=spf1 a -all"'], "spf_several", "v=spf1 a:mail.news.example -all"),
        (['"v=spf1 include:news.example -all"'], "spf_lookups", None),
        ([f'"v=spf1 {" ".join(["a:mail.news.example"] * 11)} -all"'], "spf_lookups", None),
        (['"v=spf1 mx -all"'], "spf_good", None),
        (['"v=spf1 -all"'], "spf_server", "v=spf1 a:mail.news.example -all"),
        (['"v=spf1 redirect=other2.example"'], "spf_good", None),
        (['"v=spf1 ip4:9.9.9.0/28 ip6:2a00:1450::/64 -all"'], "spf_good", None),
        (['"v=spf1 -ip4:9.9.9.10 ip4:9.9.9.0/24 ip6:2a00:1450::/64 -all"'], "spf_server", None),
    ],
)
def test_spf(record: list[str], code: str, published: str | None) -> None:
    line = found({**GOOD, ("news.example", "TXT"): record, ("other2.example", "TXT"): ['"v=spf1 mx:news.example"']})[0]
    assert line.code == code
    if published:
        assert line.record
        assert line.record.text == published


def test_of_spf_only_ten_lookups_are_allowed_and_a_circle_ends() -> None:
    with serving({("a.example", "TXT"): ['"v=spf1 include:a.example include:a.example -all"']}) as port:
        assert spf.lookups(NameServers(["127.0.0.1"], port), "v=spf1 include:a.example -all") > spf.MOST_LOOKUPS


@pytest.mark.parametrize(
    ("changed", "sending", "said"),
    [
        ({("t1._domainkey.news.example", "TXT"): ['"v=DKIM1; k=rsa; p=other"']}, {}, "dkim_other"),
        ({("t1._domainkey.news.example", "TXT"): ['"v=DKIM1; p="']}, {}, "dkim_other"),
        ({}, {"keys": []}, "dkim_no_key"),
        ({("_dmarc.news.example", "TXT"): ['"v=DMARC1; p=none"']}, {}, "dmarc_none"),
        ({("_dmarc.news.example", "TXT"): ['"v=DMARC1; p=never"']}, {}, "dmarc_policy"),
        ({("_dmarc.news.example", "TXT"): ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"']}, {}, "dmarc_several"),
        ({}, {"keys": [], "returns": "bounces.other.example"}, "not_aligned"),
        ({}, {"keys": [], "returns": "bounces.news.example"}, "aligned"),
        ({("10.9.9.9.in-addr.arpa", "PTR"): ["else.example."]}, {}, "reverse_other"),
        ({("mail.news.example", "A"): ["10.0.0.1"]}, {}, "reverse_private"),
        ({("refused.example", "A"): []}, {"server": "refused.example"}, "unanswered"),
    ],
)
def test_each_fault_has_its_line(changed: Zone, sending: dict[str, Any], said: str) -> None:
    asked = Sending(**{**vars(SENDING), **sending})
    assert said in codes(found({**GOOD, **changed}, asked))


def test_the_policy_of_the_domain_above_holds_below() -> None:
    below = Sending(**{**vars(SENDING), "domain": "letters.news.example"})
    lines = found({**GOOD, ("_dmarc.news.example", "TXT"): ['"v=DMARC1; p=reject; sp=none"']}, below)
    assert "dmarc_none" in codes(lines)
    assert "aligned" in codes(lines)


def test_a_name_server_that_does_not_answer_is_no_missing_record() -> None:
    with serving({}) as port:
        resolver = NameServers(["127.0.0.1"], port)
        assert resolver.records("none.example", "TXT") == []
        with pytest.raises(Unanswered, match=r"refused\.example"):
            resolver.records("refused.example", "TXT")


def test_every_code_has_one_verdict() -> None:
    every = [code for codes in FINDINGS.values() for code in codes]
    assert len(every) == len(set(every))


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return files


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("name", "said"),
    [("localhost", server_tls.GOOD), ("mail.example", server_tls.NOT_TRUSTED), ("", "tls_not_offered")],
)
def test_the_servers_encryption(tmp_path: Path, name: str, said: str) -> None:
    context, trusting = None, ssl.create_default_context()
    if name:
        file, key = certificate(tmp_path, name)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file, key)
        trusting.load_verify_locations(file)
    port = free_port()
    server = Controller(Sink(), hostname="127.0.0.1", port=port, tls_context=context)
    server.start()
    try:
        code, answer = server_tls.probe("localhost", port, from_the_start=False, context=trusting)
    finally:
        server.stop()
    assert code == said
    assert bool(answer) == (said == server_tls.NOT_TRUSTED)
    assert server_tls.probe("localhost", port, from_the_start=False)[0] == server_tls.UNREACHABLE
