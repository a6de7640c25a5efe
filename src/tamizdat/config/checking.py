"""Checks the values of newsroom.toml. Each message completes a sentence that begins with the file and the setting."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from string import Formatter
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError

from tamizdat.config.folders import BACKUPS, FOLDERS
from tamizdat.newsroom.paths import OWN_SEGMENTS, reserves

_TYPES = {bool: "true or false", int: "a whole number", str: "a text in quotes", list: "a list of texts"}
_HOST = re.compile(r"([a-z0-9_]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE)
"""Of an address: nothing that means something else in HTML, XML or a server's configuration."""
_EXAMPLES = {"time_zone": "Asia/Tbilisi", "canonical": "https://example.org"}
_COMPANIONS = ("share", "ninjs", "oembed", "text", "search")
_DATE_PARTS = {"year", "month", "day"}


def problem(name: str, value: Any, default: Any) -> str:
    """Why `value` cannot be used, and which could be; "" when it can. `default` is the setting's: it gives the type."""
    if type(value) is not type(default):
        return f"must be {_TYPES[type(default)]}, such as {_EXAMPLES.get(name, default)!r}, but is {value!r}."
    check = _CHECKS.get(name)
    return check(value) if check else ""


def _languages(codes: list[Any]) -> str:
    if not codes or not all(isinstance(code, str) for code in codes) or len(set(codes)) != len(codes):
        return f'must name at least one language, each once, such as ["en", "ru"], but is {codes!r}.'
    for code in codes:
        try:
            Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            return f"has {code!r}, which is no language tag that is known here. Use tags such as en, ru, kk."
        if code != _usual_case(code):
            return f"has {code!r}, which goes into addresses and must be written {_usual_case(code)!r}."
    return ""


def _usual_case(code: str) -> str:
    """The tag in the letter case that BCP 47 recommends: sr-Latn-RS."""
    first, *rest = code.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        similar = [zone for zone in sorted(available_timezones()) if name and name.lower() in zone.lower()][:3]
        hint = f"Did you mean {', '.join(similar)}?" if similar else "Example: Asia/Tbilisi."
        return f"{name!r} is not known. {hint}"
    return ""


def _canonical(address: str) -> str:
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc.rpartition("@")[2]):
        return f"must look like https://example.org, in Latin letters (xn--… for others), but is {address!r}."
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        return f"must end after the host's name, because the site is at its root, but is {address!r}."
    return ""


def _permalinks(pattern: str) -> str:
    message = (
        "must start and end with /, hold {language} and {slug}, and may use {year}, {month}, {day}, small Latin "
        f"letters, digits, - and _; it is {pattern!r}."
    )
    try:
        parsed = list(Formatter().parse(pattern))
    except ValueError:
        return message
    fields = [field for _, field, _, _ in parsed if field is not None]
    literal = "".join(text for text, _, _, _ in parsed)
    plain = re.fullmatch(r"[a-z0-9/_-]*", literal) and not any(spec or conversion for _, _, spec, conversion in parsed)
    is_path = pattern.startswith("/") and pattern.endswith("/") and "//" not in pattern
    if not plain or not is_path or not {"language", "slug"} <= set(fields) <= {"language", "slug", *_DATE_PARTS}:
        return message
    example = pattern.format(language="en", slug="a-story", year="2026", month="11", day="30")
    if reserves(example, ("en",)) or example.startswith(tuple(f"/en/{segment}/" for segment in OWN_SEGMENTS)):
        return f"must lead to no place that the site needs for itself, as {example} does; it is {pattern!r}."
    return ""


def _database(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = not address or (parts.scheme in ("postgres", "postgresql") and parts.port != 0)
    except ValueError:
        usable = False
    return "" if usable else "must be empty, for SQLite, or written like postgresql://user:password@host:5432/name."


_MAIL = {
    "smtp": "smtp://user:password@mail.example.org:587",
    "smtps": "smtps://user:password@mail.example.org",
    "imaps": "imaps://user:password@mail.example.org/INBOX",
    "folder": "folder:mail",
    "anymail": "anymail:postmark?server_token=KEY",
}
"""By scheme of an address of a mail server, one that can be used."""


def _is_own_folder(path: str) -> bool:
    """Whether mail put there would be published, or mixed with what the newsroom keeps."""
    parts = PurePosixPath(path).parts
    return not parts or ".." in parts or parts[0] in (*FOLDERS, BACKUPS)


def _mail(*schemes: str) -> Callable[[str], str]:
    def check(address: str) -> str:
        try:
            parts = urlsplit(address)
            is_folder = parts.scheme == "folder"
            if parts.scheme == "anymail":
                named = re.fullmatch(r"[a-z_]+", parts.path) is not None
            else:
                named = not _is_own_folder(parts.path) if is_folder else bool(parts.hostname) and parts.port != 0
            usable = not address or (parts.scheme in schemes and named)
        except ValueError:
            usable = False
        # The value may hold a password, so it is not repeated.
        return "" if usable else f"must be empty, or written like {' or '.join(_MAIL[scheme] for scheme in schemes)}."

    return check


def _mail_address(address: str) -> str:
    usable = not address or re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", address)
    return "" if usable else f"must be an address such as news@example.org, but is {address!r}."


def _companions(names: list[Any]) -> str:
    unknown = [name for name in names if name not in _COMPANIONS]
    return f"may name {', '.join(_COMPANIONS)}, but has {unknown[0]!r}." if unknown else ""


def _between(low: int, high: int) -> Callable[[int], str]:
    return lambda number: "" if low <= number <= high else f"must be from {low} to {high}, but is {number}."


_CHECKS: dict[str, Callable[[Any], str]] = {
    "languages": _languages,
    "time_zone": _time_zone,
    "canonical": _canonical,
    "permalinks": _permalinks,
    "companions": _companions,
    "database": _database,
    "letters_database": _database,
    "mail.server": _mail("smtp", "smtps", "folder", "anymail"),
    "mail.spare_server": _mail("smtp", "smtps", "folder", "anymail"),
    "mail.incoming": _mail("imaps", "folder"),
    "mail.sender": _mail_address,
    "mail.spare_sender": _mail_address,
    "mail.replies": _mail_address,
    "mail.connections": _between(1, 64),
    "mail.per_minute": _between(0, 10_000_000),
    "mail.per_minute_and_domain": _between(0, 10_000_000),
    "host": lambda host: (
        "" if host.strip() == host != "" else f"must be an address such as 127.0.0.1, but is {host!r}."
    ),
    "port": _between(1, 65535),
    "door_processes": _between(1, 256),
    "bake_processes": _between(0, 256),
    "cache_megabytes": _between(1, 65536),
    "backup_warning_days": _between(0, 3650),
}
