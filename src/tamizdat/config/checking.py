"""What may stand in each setting of newsroom.toml. Every answer completes the sentence "FILE: setting …"."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import Formatter
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError

_KINDS = {bool: "true or false", int: "a whole number", str: "a text in quotes", list: "a list of texts"}
_EXAMPLES = {"time_zone": "Asia/Tbilisi", "canonical": "https://example.org"}
_COMPANIONS = ("share", "ninjs", "oembed", "text", "search")
_DATE_PARTS = {"year", "month", "day"}


def problem(name: str, value: Any, default: Any) -> str:
    """Why `value` cannot be used, and what could; "" when it can."""
    if type(value) is not type(default):
        return f"must be {_KINDS[type(default)]}, such as {_EXAMPLES.get(name, default)!r}, but is {value!r}."
    rule = _RULES.get(name)
    return rule(value) if rule else ""


def _languages(codes: list[Any]) -> str:
    if not codes or not all(isinstance(code, str) for code in codes) or len(set(codes)) != len(codes):
        return f'must name at least one language, each once, such as ["en", "ru"], but is {codes!r}.'
    for code in codes:
        try:
            Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            return f"has {code!r}, which is no language tag that is known here. Use tags such as en, ru, kk."
        if code != _as_written(code):
            return f"has {code!r}, which goes into addresses and must be written {_as_written(code)!r}."
    return ""


def _as_written(code: str) -> str:
    """BCP 47's usual case: sr-Latn-RS."""
    first, *rest = code.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = [zone for zone in sorted(available_timezones()) if name and name.lower() in zone.lower()][:3]
        hint = f"Did you mean {', '.join(near)}?" if near else "Example: Asia/Tbilisi."
        return f"{name!r} is not known. {hint}"
    return ""


def _canonical(address: str) -> str:
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or not re.fullmatch(r"[!-~]+", address):
        return f"must look like https://example.org, in Latin letters (xn--… for others), but is {address!r}."
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        return f"must end after the name, for the site stands at the root of its host, but is {address!r}."
    return ""


def _permalinks(pattern: str) -> str:
    rule = (
        "must start and end with /, hold {language} and {slug}, and may use {year}, {month}, {day}, small Latin "
        f"letters, digits, - and _; it is {pattern!r}."
    )
    try:
        parsed = list(Formatter().parse(pattern))
    except ValueError:
        return rule
    fields = [field for _, field, _, _ in parsed if field is not None]
    plain = "".join(text for text, _, _, _ in parsed)
    odd = any(spec or turn for _, _, spec, turn in parsed) or not re.fullmatch(r"[a-z0-9/_-]*", plain)
    whole = pattern.startswith("/") and pattern.endswith("/") and "//" not in pattern
    if odd or not whole or not {"language", "slug"} <= set(fields) <= {"language", "slug", *_DATE_PARTS}:
        return rule
    return ""


def _database(address: str) -> str:
    try:
        parts = urlsplit(address)
        good = not address or (parts.scheme in ("postgres", "postgresql") and parts.port != 0)
    except ValueError:
        good = False
    return "" if good else "must be empty, for SQLite, or written like postgresql://user:password@host:5432/name."


def _companions(names: list[Any]) -> str:
    odd = [name for name in names if name not in _COMPANIONS]
    return f"may name {', '.join(_COMPANIONS)}, but has {odd[0]!r}." if odd else ""


def _between(low: int, high: int) -> Callable[[int], str]:
    return lambda number: "" if low <= number <= high else f"must be from {low} to {high}, but is {number}."


_RULES: dict[str, Callable[[Any], str]] = {
    "languages": _languages,
    "time_zone": _time_zone,
    "canonical": _canonical,
    "permalinks": _permalinks,
    "companions": _companions,
    "database": _database,
    "host": lambda host: (
        "" if host.strip() == host != "" else f"must be an address such as 127.0.0.1, but is {host!r}."
    ),
    "port": _between(1, 65535),
    "door_processes": _between(1, 256),
    "bake_processes": _between(0, 256),
    "cache_megabytes": _between(1, 65536),
}
