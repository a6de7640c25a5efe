"""Whether a domain is ready to send letters: SPF, DKIM, DMARC, reverse names and TLS, against what Gmail, Yahoo and Outlook ask
of those who send to many (since February 2024, and May 2025 for Outlook).

Lines say what was found by a code, with values; their words, in the reader's language, are whoever's shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address

from tamizdat.letters import server_tls, spf
from tamizdat.letters.dkim import Record
from tamizdat.letters.resolver import Resolver, Unanswered, addresses_of, reverse_name

PASS, MEND, UNKNOWN = "pass", "mend", "unknown"
Probe = Callable[..., tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Sending:
    """`domain` is that of the sender's address, `returns` that of the address to which mail is returned. `keys` are the TXT
    records of our DKIM keys. `server` is '' where mail goes into a folder."""

    domain: str
    returns: str
    server: str
    port: int
    tls_from_the_start: bool = False
    keys: Sequence[Record] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One finding. `values` go into its words; `record` is what to publish."""

    about: str
    code: str
    verdict: str
    values: Mapping[str, str] = field(default_factory=dict)
    record: Record | None = None


FINDINGS = {
    "spf": {
        "spf_good": PASS,
        "spf_missing": MEND,
        "spf_several": MEND,
        "spf_everybody": MEND,
        "spf_lookups": MEND,
        "spf_server": MEND,
        "spf_server_unknown": UNKNOWN,
    },
    "dkim": {"dkim_good": PASS, "dkim_missing": MEND, "dkim_other": MEND, "dkim_no_key": MEND},
    "dmarc": {
        "dmarc_good": PASS,
        "dmarc_none": PASS,
        "dmarc_missing": MEND,
        "dmarc_several": MEND,
        "dmarc_policy": MEND,
        "aligned": PASS,
        "not_aligned": MEND,
    },
    "reverse": {"reverse_good": PASS, "reverse_missing": MEND, "reverse_other": MEND, "reverse_private": UNKNOWN},
    "tls": {
        server_tls.GOOD: PASS,
        server_tls.NOT_OFFERED: MEND,
        server_tls.NOT_TRUSTED: MEND,
        server_tls.UNREACHABLE: UNKNOWN,
    },
    "replies": {"replies_good": PASS, "replies_missing": MEND},
}
"""Every finding with its verdict, by what it is about. Besides these: `unanswered`, when no name server answers."""
_VERDICTS = {code: verdict for codes in FINDINGS.values() for code, verdict in codes.items()}
_ABOUT = {code: about for about, codes in FINDINGS.items() for code in codes}


def check(sending: Sending, resolver: Resolver, probe: Probe = server_tls.probe) -> list[Line]:
    """Every finding, in the order of FINDINGS. Takes as long as the slowest answer."""
    checks = {"spf": _spf, "dkim": _dkim, "dmarc": _dmarc, "replies": _replies}
    if sending.server:
        checks["reverse"] = _reverse
    with ThreadPoolExecutor(len(checks) + 1) as pool:
        running = {about: pool.submit(_answered, about, one, sending, resolver) for about, one in checks.items()}
        if sending.server:
            running["tls"] = pool.submit(_tls, sending, probe)
        return [line for about in FINDINGS if about in running for line in running[about].result()]


def _answered(
    about: str, one: Callable[[Sending, Resolver], Iterator[Line]], sending: Sending, resolver: Resolver
) -> list[Line]:
    try:
        return list(one(sending, resolver))
    except Unanswered as error:
        return [Line(about=about, code="unanswered", verdict=UNKNOWN, values={"name": error.name})]


def _line(code: str, record: Record | None = None, **values: str) -> Line:
    return Line(about=_ABOUT[code], code=code, verdict=_VERDICTS[code], values=values, record=record)


def _spf(sending: Sending, resolver: Resolver) -> Iterator[Line]:
    """Of the domain that mail is returned to, which is the one that receivers look at."""
    domain = sending.returns
    found = spf.records(resolver, domain)
    if len(found) != 1:
        record = Record(name=domain, text=_with_server("v=spf1 -all", sending.server))
        yield _line("spf_several" if found else "spf_missing", record, domain=domain)
        return
    if spf.allows_everybody(found[0]):
        yield _line("spf_everybody", Record(name=domain, text=_strict(found[0])), domain=domain)
        return
    number = spf.lookups(resolver, found[0])
    if number > spf.MOST_LOOKUPS:
        yield _line("spf_lookups", domain=domain, number=str(number), most=str(spf.MOST_LOOKUPS))
        return
    addresses = [one for one in _addresses(sending, resolver) if ip_address(one).is_global]
    missing = [one for one in addresses if not spf.permits(resolver, domain, one)]
    if missing:
        record = Record(name=domain, text=_with_server(found[0], sending.server))
        yield _line("spf_server", record, domain=domain, addresses=", ".join(missing))
    else:
        yield _line("spf_good" if addresses else "spf_server_unknown", domain=domain)


def _with_server(record: str, server: str) -> str:
    """The record with our server before the part that refuses the others."""
    words = record.split()
    at = next((place for place, word in enumerate(words) if word.lstrip("+?~-").lower() == "all"), len(words))
    return " ".join([*words[:at], *([f"a:{server}"] if server else []), *words[at:]])


def _strict(record: str) -> str:
    return " ".join("-all" if word.lower() in ("all", "+all") else word for word in record.split())


def _dkim(sending: Sending, resolver: Resolver) -> Iterator[Line]:
    if not sending.keys:
        yield _line("dkim_no_key")
    for key in sending.keys:
        published = [_tags(text) for text in resolver.records(key.name, "TXT")]
        found = [one for one in published if "p" in one]
        if not found:
            yield _line("dkim_missing", key, name=key.name)
        elif len(found) > 1 or not _same_key(found[0], _tags(key.text)):
            yield _line("dkim_other", key, name=key.name)
        else:
            yield _line("dkim_good", name=key.name)


def _same_key(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all("".join(one.get(tag, default).split()) == other.get(tag, default) for tag, default in _KEY_TAGS.items())


_KEY_TAGS = {"p": "", "k": "rsa"}


def _dmarc(sending: Sending, resolver: Resolver) -> Iterator[Line]:
    """The policy is the domain's own or that of the domain above it, and so is the question whether two domains are one
    organisation's (the walk up the tree of RFC 9989)."""
    found = [(domain, records) for domain in _upwards(sending.domain) if (records := _policies(resolver, domain))]
    wanted = Record(name=f"_dmarc.{sending.domain}", text="v=DMARC1; p=quarantine")
    if not found:
        yield _line("dmarc_missing", wanted, domain=sending.domain)
        return
    at, records = found[0]
    tags = records[0]
    policy = tags.get("p", "").lower()
    if at != sending.domain:
        policy = tags.get("sp", policy).lower()
    if len(records) > 1:
        yield _line("dmarc_several", domain=at)
    elif policy not in ("none", "quarantine", "reject"):
        yield _line("dmarc_policy", wanted, domain=at)
    elif policy == "none":
        yield _line("dmarc_none", wanted, domain=at)
    else:
        yield _line("dmarc_good", domain=at, policy=policy)
    yield _line("aligned" if _aligned(sending, tags, found[-1][0]) else "not_aligned", domain=sending.domain)


def _aligned(sending: Sending, tags: Mapping[str, str], organisation: str) -> bool:
    """Whether the domain of a signature, or that of the return path, counts as the sender's own: one of them must."""
    signing = [key.name.partition("._domainkey.")[2] for key in sending.keys]
    for domains, tag in ((signing, "adkim"), ([sending.returns], "aspf")):
        strict = tags.get(tag, "r").lower() == "s"
        if any(one == sending.domain or (not strict and _is_below(one, organisation)) for one in domains):
            return True
    return False


def _policies(resolver: Resolver, domain: str) -> list[Mapping[str, str]]:
    records = [_tags(text) for text in resolver.records(f"_dmarc.{domain}", "TXT")]
    return [tags for tags in records if tags.get("v") == "DMARC1"]


def _upwards(domain: str) -> Iterator[str]:
    """The domain and those above it that have a dot, eight at most."""
    labels = domain.split(".")[-8:]
    for at in range(len(labels) - 1):
        yield ".".join(labels[at:])


def _is_below(domain: str, above: str) -> bool:
    return domain == above or domain.endswith(f".{above}")


def _reverse(sending: Sending, resolver: Resolver) -> Iterator[Line]:
    for address in _addresses(sending, resolver):
        if not ip_address(address).is_global:
            yield _line("reverse_private", address=address)
            continue
        names = resolver.records(reverse_name(address), "PTR")
        if not names:
            yield _line(
                "reverse_missing",
                Record(name=reverse_name(address), kind="PTR", text=sending.server),
                address=address,
            )
        elif not any(address in addresses_of(resolver, name) for name in names):
            yield _line("reverse_other", address=address, name=names[0])
        else:
            yield _line("reverse_good", address=address, name=names[0])


def _tls(sending: Sending, probe: Probe) -> list[Line]:
    code, answer = probe(sending.server, sending.port, from_the_start=sending.tls_from_the_start)
    return [_line(code, server=f"{sending.server}:{sending.port}", answer=answer)]


def _replies(sending: Sending, resolver: Resolver) -> Iterator[Line]:
    """Whether mail to the sender arrives somewhere: replies, and what is returned."""
    for domain in dict.fromkeys((sending.domain, sending.returns)):
        there = resolver.records(domain, "MX") or addresses_of(resolver, domain)
        yield _line("replies_good" if there else "replies_missing", domain=domain)


def _addresses(sending: Sending, resolver: Resolver) -> list[str]:
    """Of the server, which may be named by its address."""
    try:
        return [str(ip_address(sending.server))]
    except ValueError:
        return addresses_of(resolver, sending.server) if sending.server else []


def _tags(record: str) -> dict[str, str]:
    """{tag: value} of a record such as `v=DMARC1; p=none`."""
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {tag.strip().lower(): value.strip() for tag, _, value in pairs}
