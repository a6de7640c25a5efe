"""What a mail provider sends to the door's address for returned letters (a webhook): a DSN or a complaint, as a message or in
a form. Whoever has the secret address may only report; what a report does is still decided by the signatures in it."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from email.message import Message

from tamizdat.letters.incoming.acting import Office, Outcome, act_on_report
from tamizdat.letters.incoming.returned import parse, report_of
from tamizdat.letters.links import derived

BY_WEBHOOK = "webhook"
_TOKEN_BYTES = 18


def address(site: str, key: bytes) -> str:
    """The address to give to the provider. `site` has no slash at its end."""
    return f"{site}/api/letters/returned?t={_token(key)}"


def is_true(token: str, key: bytes) -> bool:
    """Whether it is the token of `address`."""
    return hmac.compare_digest(token.encode(), _token(key).encode())


def act(office: Office, content_type: bytes, body: bytes, now: int) -> list[Outcome]:
    """What became of each report in it; none for what is no report. Twice does no more than once. Raises LettersError."""
    found = (report_of(message) for message in _messages(content_type, body))
    return [act_on_report(office, report, now, BY_WEBHOOK) for report in found if report]


def _messages(content_type: bytes, body: bytes) -> Iterator[Message]:
    kind = content_type.partition(b";")[0].strip().lower()
    if kind == b"message/rfc822":
        yield parse(body)
    elif kind.startswith(b"multipart/"):
        whole = parse(b"Content-Type: " + content_type.replace(b"\r", b"").replace(b"\n", b"") + b"\r\n\r\n" + body)
        if kind != b"multipart/form-data":
            yield whole
        elif whole.is_multipart():
            for part in whole.walk():
                data = part.get_payload(decode=True)
                if isinstance(data, bytes):
                    yield parse(data)


def _token(key: bytes) -> str:
    return base64.urlsafe_b64encode(derived(key, b"returned")[:_TOKEN_BYTES]).decode("ascii")
