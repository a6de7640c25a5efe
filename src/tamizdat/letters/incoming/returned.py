"""Reads a returned letter or a complaint: RFC 3464 (delivery status), RFC 5965 (feedback), and what follows no standard.

Only reads; nothing here changes a reader. A report can be forged, so it says which delivery or link it names, and whoever
acts on it checks the signature in that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from enum import StrEnum

from flufl.bounce import all_failures

LONGEST = 4 << 20
"""Bytes of a message that is read; what is longer is no report."""
MOST_TEXT = 500
"""Characters of a server's explanation that are kept."""
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NO_SUCH_ADDRESS = ("5.0.0", "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4")
"""Unknown, moved or disabled mailboxes, and domains without mail."""
_MAILTO = re.compile(r"<mailto:([^>?\s]+)", re.IGNORECASE)
_TAG = re.compile(r"[^\s<>@\":?]+\+[^\s<>@\":?]+@[^\s<>@\":?]+")
_SERVERS = re.compile(r"\b(mailer-daemon|postmaster|mail-daemon|bounces?)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What a report says. HARD: nobody has that address. SOFT: this letter did not arrive, and the next one may."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"


@dataclass(frozen=True, kw_only=True)
class Report:
    """`addresses` have a tag (name+tag@host) and may name a delivery or a reader: those that the report was sent to, and those
    of the letter that it returns. `links` are the addresses of List-Unsubscribe in that letter. `status` is like 5.1.1, or ''.
    `is_final`: the letter has come back; otherwise the server still tries."""

    kind: Kind
    is_final: bool
    status: str
    explanation: str
    addresses: tuple[str, ...]
    links: tuple[str, ...]


def parse(data: bytes) -> Message:
    """The message, however broken: what cannot be read stands in its `defects`."""
    return BytesParser(policy=policy.compat32).parsebytes(data[:LONGEST])


def report_of(message: Message) -> Report | None:
    """What the message reports; None when it is no report of a letter that came back."""
    found = _feedback(message) or _delivery_status(message) or _by_habit(message)
    if found is None:
        return None
    kind, is_final, status, explanation = found
    letter = "\n".join(_returned_headers(message))
    links = re.findall(r"<(https?://[^>\s]+)>", letter)
    recipients = " ".join(
        str(value)
        for name in ("To", "Delivered-To", "X-Original-To", "Envelope-To")
        for value in message.get_all(name, [])
    )
    tagged = [*_TAG.findall(recipients), *_MAILTO.findall(letter), *_TAG.findall(letter)]
    return Report(
        kind=kind,
        is_final=is_final,
        status=status,
        explanation=" ".join(explanation.split())[:MOST_TEXT],
        addresses=tuple(dict.fromkeys(address.strip("<>") for address in tagged)),
        links=tuple(dict.fromkeys(links)),
    )


def is_automatic(message: Message) -> bool:
    """Whether a program sent it, such as an absence note or a list: RFC 3834, and what is usual besides."""
    if str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower() != "no":
        return True
    if str(message.get("Precedence", "")).strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if str(message.get("Return-Path", "")).strip() == "<>":
        return True
    return any(name in message for name in ("List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))


def text_of(part: Message) -> str:
    """The text of a part, with what its encoding does not have replaced."""
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return ""
    try:
        return body.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # an encoding that nobody knows
        return body.decode("utf-8", "replace")


_Found = tuple[Kind, bool, str, str]
"""Kind, whether it is final, status, explanation."""


def _kind(status: re.Match[str] | None, *, is_permanent: bool) -> Kind:
    """Only a fault of the address itself is hard (RFC 3463): a full mailbox, or a refusal of this letter's content or of our
    server (5.7.x), says nothing about the address."""
    if not is_permanent or (status and status.group(1) == "4"):
        return Kind.SOFT
    return Kind.HARD if status is None or status.group() in _NO_SUCH_ADDRESS else Kind.SOFT


def _feedback(message: Message) -> _Found | None:
    """A complaint (RFC 5965). Other feedback, such as `not-spam`, is nothing to act on."""
    for part in _parts(message):
        if part.get_content_type() == "message/feedback-report":
            fields = _fields(part)
            if fields.get("feedback-type", "").lower() in ("abuse", "fraud", "opt-out", "opt-out-list"):
                return Kind.COMPLAINT, True, "", fields.get("feedback-type", "")
    return None


def _delivery_status(message: Message) -> _Found | None:
    """The first recipient's fate in a delivery status (RFC 3464); of several, a permanent failure counts."""
    found: list[_Found] = []
    for part in _parts(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            action, status = block.get("action", "").lower(), _STATUS.search(block.get("status", ""))
            if action not in ("failed", "delayed"):
                continue
            kind = _kind(status, is_permanent=action == "failed")
            text = block.get("diagnostic-code", "")
            found.append((kind, action == "failed", status.group() if status else "", text))
    return min(found, key=lambda one: one[0] is not Kind.HARD, default=None)


def _by_habit(message: Message) -> _Found | None:
    """A report of a server that follows no standard, recognised by its words. A reader's mail that quotes one is none."""
    if not is_automatic(message) and not _SERVERS.search(str(message.get("From", ""))):
        return None
    try:
        temporary, permanent = all_failures(message)
    except Exception as error:  # the recognisers are many, and each meets what its author never saw
        return (
            None if message.get_content_type() != "multipart/report" else (Kind.SOFT, False, "", type(error).__name__)
        )
    if not temporary and not permanent:
        return None
    text = " ".join(_texts(message))
    status = _STATUS.search(text)
    kind = _kind(status, is_permanent=bool(permanent))
    return kind, bool(permanent), status.group() if status else "", text[:MOST_TEXT]


def _parts(message: Message) -> Iterator[Message]:
    """Every part, but for those of the returned letter itself: it may hold a report of its own."""
    yield message
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)


def _blocks(part: Message) -> list[dict[str, str]]:
    """The groups of fields of a delivery status: the parser gives a message for each, or one text when they are broken."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [_headers(block) for block in payload if isinstance(block, Message)]
    return [_lines(block) for block in re.split(r"\n\s*\n", str(payload).replace("\r\n", "\n"))]


def _fields(part: Message) -> dict[str, str]:
    payload = part.get_payload()
    if isinstance(payload, list):
        return {
            name: value for block in payload if isinstance(block, Message) for name, value in _headers(block).items()
        }
    return _lines(str(payload))


def _headers(block: Message) -> dict[str, str]:
    return {name.lower(): str(value).strip() for name, value in block.items()}


def _lines(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _returned_headers(message: Message) -> Iterator[str]:
    """Headers of the letter that came back, unfolded."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            yield re.sub(r"\r?\n[ \t]+", " ", text_of(part))
        elif kind == "message/rfc822" and isinstance(inner := part.get_payload(), list):
            for letter in inner:
                if isinstance(letter, Message):
                    yield "\n".join(f"{name}: {' '.join(str(value).split())}" for name, value in letter.items())
    for text in _texts(message):
        # Some servers quote the letter in their own text.
        yield from re.findall(r"(?im)^(?:List-Unsubscribe|Return-Path|Reply-To): .+$", text)


def _texts(message: Message) -> Iterator[str]:
    for part in _parts(message):
        if part.get_content_maintype() == "text":
            yield text_of(part)
