"""Conditional and partial requests: RFC 9110, sections 13 and 14. Pure: headers in, a verdict out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from enum import Enum

CONDITIONAL = frozenset({b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since", b"range"})
_ETAG = re.compile(rb'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_RANGE = re.compile(rb"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE)


class Verdict(Enum):
    SEND = "send"
    NOT_MODIFIED = "not modified"
    FAILED = "precondition failed"


def http_date(seconds: float) -> str:
    return formatdate(seconds, usegmt=True)


def judge(headers: Mapping[bytes, bytes], etag: bytes, modified: int) -> Verdict:
    """In the order of RFC 9110, 13.2.2: an entity tag outranks a date. `modified` in whole seconds since the epoch."""
    if (match := headers.get(b"if-match")) is not None:
        # The comparison is strong: a weak tag never matches.
        if match.strip() != b"*" and etag not in [m[0] for m in _ETAG.finditer(match)]:
            return Verdict.FAILED
    elif (since := _seconds(headers.get(b"if-unmodified-since"))) is not None and modified > since:
        return Verdict.FAILED
    if (match := headers.get(b"if-none-match")) is not None:
        if match.strip() == b"*" or etag in _ETAG.findall(match):
            return Verdict.NOT_MODIFIED
    elif (since := _seconds(headers.get(b"if-modified-since"))) is not None and modified <= since:
        return Verdict.NOT_MODIFIED
    return Verdict.SEND


def wanted_range(headers: Mapping[bytes, bytes], length: int, etag: bytes, modified: int) -> tuple[int, int] | bool:
    """(first, last) of the one range that was asked for; False: send everything; True: it cannot be satisfied.

    Several ranges at once are answered with everything, as 14.2 allows: no player needs them, and their answer can be
    made to cost more than the file.
    """
    asked = headers.get(b"range")
    if asked is None or not _range_is_current(headers.get(b"if-range"), etag, modified):
        return False
    found = _RANGE.fullmatch(asked)
    if found is None or not (found[1] or found[2]):
        return False
    if not found[1]:
        suffix = int(found[2])
        return (max(0, length - suffix), length - 1) if suffix and length else True
    first = int(found[1])
    last = int(found[2]) if found[2] else length - 1
    if found[2] and last < first:
        return False
    return (first, min(last, length - 1)) if first < length else True


def _range_is_current(if_range: bytes | None, etag: bytes, modified: int) -> bool:
    if if_range is None:
        return True
    value = if_range.strip()
    return value == etag if value.endswith(b'"') else _seconds(value) == modified


def _seconds(value: bytes | None) -> int | None:
    """A date that cannot be read counts as not sent (13.1.3)."""
    if value is None or len(value) > 64:
        return None
    try:
        moment = parsedate_to_datetime(value.decode("latin-1"))
        return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
