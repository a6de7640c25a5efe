"""Content negotiation: the content codings (RFC 9110, 12.5.3) and languages (12.5.4) that a client accepts.

Both functions take the bytes of a header. Their results are cached under a limit, and a value longer than any client sends is
not parsed, so that a hostile header costs neither time nor memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

LONGEST = 512
"""Bytes of a header that are parsed at most."""
CODINGS = ("br", "gzip", "identity")
"""In the order of preference, where a client gives two the same weight: the one with the smaller result first."""


def accepted_codings(value: bytes) -> tuple[str, ...]:
    """Those of CODINGS that the client accepts, in the order to try them; "identity" is always among them.

    A client that refuses even identity gets it too: a page that it did not want is better for it than an error.
    """
    return _codings(value) if len(value) <= LONGEST else ("identity",)


@lru_cache(maxsize=256)
def _codings(value: bytes) -> tuple[str, ...]:
    given = dict(_weighted(value))
    given.setdefault("gzip", given.get("x-gzip", -1.0))
    others = given.get("*", 0.0)
    weights = {name: given[name] if given.get(name, -1.0) >= 0 else others for name in CODINGS}
    if given.get("identity", -1.0) < 0:
        weights["identity"] = 0.0
    accepted = [name for name in CODINGS[:-1] if weights[name] > 0 and weights[name] >= weights["identity"]]
    return (*sorted(accepted, key=lambda name: -weights[name]), "identity")


def best_language(value: bytes, offered: Sequence[str]) -> str | None:
    """The one of `offered` that the client prefers, by lookup (RFC 4647, 3.4): "ru-RU" finds "ru"; None if there is none."""
    return _language(value, tuple(offered)) if len(value) <= LONGEST else None


@lru_cache(maxsize=256)
def _language(value: bytes, offered: tuple[str, ...]) -> str | None:
    by_lower_case = {tag.lower(): tag for tag in offered}
    for tag, weight in sorted(_weighted(value), key=lambda pair: -pair[1]):
        while tag and weight > 0:
            if tag in by_lower_case:
                return by_lower_case[tag]
            tag = tag.rpartition("-")[0]
    return None


def _weighted(value: bytes) -> list[tuple[str, float]]:
    """(name in lower case, weight) of each member; a member whose q is not valid counts as refused."""
    members = []
    for member in value.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        if name:
            members.append((name, _quality(parameters)))
    return members


def _quality(parameters: list[str]) -> float:
    """The weight q, from 0 to 1; 0 where it is not valid."""
    for parameter in parameters:
        name, _, number = parameter.partition("=")
        if name.strip() == "q":
            number = number.strip()
            digits = number.replace(".", "", 1)
            if not (number[:1] in ("0", "1") and len(number) <= 5 and digits.isascii() and digits.isdigit()):
                return 0.0
            return min(float(number), 1.0)
    return 1.0
