"""What a reader's client accepts: content codings (RFC 9110, 12.5.3) and languages (12.5.4), as bytes from a header.

Both answers are memoised under a bound, and a value longer than any client sends is not looked at, so that a hostile
header costs neither time nor memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

LONGEST = 512
CODINGS = ("br", "gzip", "identity")  # best first: of two that a client likes as much, the smaller one


def accepted_codings(value: bytes) -> tuple[str, ...]:
    """Those of CODINGS that the client takes, in the order to try them; "identity" is always there.

    A client that refuses even identity gets it all the same: a page it may not want serves it better than an error.
    """
    return _codings(value) if len(value) <= LONGEST else ("identity",)


@lru_cache(maxsize=256)
def _codings(value: bytes) -> tuple[str, ...]:
    wishes = dict(_weighted(value))
    wishes.setdefault("gzip", wishes.get("x-gzip", -1.0))
    others = wishes.get("*", 0.0)
    weights = {name: wishes[name] if wishes.get(name, -1.0) >= 0 else others for name in CODINGS}
    if wishes.get("identity", -1.0) < 0:
        weights["identity"] = 0.0
    liked = [name for name in CODINGS[:-1] if weights[name] > 0 and weights[name] >= weights["identity"]]
    return (*sorted(liked, key=lambda name: -weights[name]), "identity")


def best_language(value: bytes, offered: Sequence[str]) -> str | None:
    """The one of `offered` that the client likes best, by lookup (RFC 4647, 3.4): "ru-RU" finds "ru"; None if none."""
    return _language(value, tuple(offered)) if len(value) <= LONGEST else None


@lru_cache(maxsize=256)
def _language(value: bytes, offered: tuple[str, ...]) -> str | None:
    known = {tag.lower(): tag for tag in offered}
    for wish, weight in sorted(_weighted(value), key=lambda pair: -pair[1]):
        while wish and weight > 0:
            if wish in known:
                return known[wish]
            wish = wish.rpartition("-")[0]
    return None


def _weighted(value: bytes) -> list[tuple[str, float]]:
    """(name in lower case, q) of each member; a member whose q cannot be read counts as refused."""
    members = []
    for member in value.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        if name:
            members.append((name, _quality(parameters)))
    return members


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, number = parameter.partition("=")
        if name.strip() == "q":
            number = number.strip()
            plain = number[:1] in ("0", "1") and len(number) <= 5 and number.replace(".", "", 1).isascii()
            if not (plain and number.replace(".", "", 1).isdigit()):
                return 0.0
            return min(float(number), 1.0)
    return 1.0
