"""The bytes of a message to one reader: headers, body, signatures.

What is the same for every reader of a text is made once, in a Template. No header can be injected: every value goes through
`_header`, which has no way to write a line break that is not a fold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime

from tamizdat.letters import placeholders, return_path
from tamizdat.letters.bodies import Body
from tamizdat.letters.dkim import Signer, body_hash, relaxed_header, signed_names
from tamizdat.letters.placeholders import Tokens

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff.-]+")
_WIDTH = 65
"""Of what follows the name of a header on its first line."""
_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_OWN = frozenset(
    {"from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type", "dkim-signature"}
    | {"content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post", "return-path", "bcc", "cc", "sender"}
)
"""Headers that `Text.headers` cannot name."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a message says in one language. `html` is '' where only text is wanted. `headers` are added to our own."""

    subject: str
    from_name: str
    html: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where mail comes from: `sender` is the address of From, `replies` the mailbox, `site` the address that works now,
    without a slash at its end. `key` makes the return paths."""

    sender: str
    replies: str
    site: str
    key: bytes = field(repr=False)

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Of a letter, or of the notice of that number; then `send` is 0. `list` is 0 for what is about no list."""

    reader: int
    address: str
    list: int
    send: int = 0
    notice: int = 0

    def as_notice(self, number: int) -> Recipient:
        return replace(self, notice=number)


@dataclass(frozen=True, kw_only=True)
class Message:
    """`id` is that of the header Message-ID, without the domain. `needs_smtputf8`: the address has letters that only servers
    with SMTPUTF8 take."""

    id: str
    return_path: str
    address: str
    data: bytes

    @property
    def needs_smtputf8(self) -> bool:
        return not self.address.isascii()


class Template:
    """One text, ready to be sent to any number of readers. `list_id` is '' for notices, which are no bulk mail."""

    def __init__(self, text: Text, origin: Origin, *, list_id: str, tokens: Tokens, signers: Sequence[Signer]) -> None:
        self._origin, self._tokens, self._signers = origin, tokens, signers
        self._is_letter = bool(list_id)
        self._asks = f"{{{{{placeholders.CONFIRM}}}}}" in text.text
        self._body = Body(text=text.text, html=text.html, site=origin.site)
        fixed = [
            ("From", _mailbox(text.from_name, origin.sender)),
            ("Subject", _encoded(text.subject, "Subject")),
            ("MIME-Version", "1.0"),
            *self._body.headers,
        ]
        if list_id:
            fixed += [
                ("List-Id", f"<{_token(list_id)}.{origin.domain}>"),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                ("Precedence", "bulk"),
            ]
        else:
            fixed.append(("Auto-Submitted", "auto-generated"))
        fixed += [(name, _encoded(value, name)) for name, value in text.headers.items() if name.lower() not in _OWN]
        self._fixed = b"".join([_header(name, value) for name, value in fixed])
        self._fixed_relaxed = b"".join([relaxed_header(name.encode(), value.encode()) for name, value in fixed])
        self._names = signed_names([name for name, _ in fixed] + [name for name, _ in self._own_headers("", {}, "", 0)])

    def message(self, recipient: Recipient, now: int) -> Message:
        values = placeholders.values(
            self._tokens, reader=recipient.reader, list=recipient.list, address=recipient.address
        )
        tag = return_path.tag(self._origin.key, recipient.send, recipient.reader)
        # The same for each attempt: a reader's mail program drops the second of two.
        id = f"n{recipient.notice}.{tag}" if recipient.notice else tag
        own = self._own_headers(recipient.address, values, id, now)
        body, relaxed = self._body.filled(values)
        headers = b"".join([_header(name, value) for name, value in own])
        signed = self._fixed_relaxed + b"".join([relaxed_header(name.encode(), value.encode()) for name, value in own])
        hashed = body_hash(relaxed)
        signatures = b"".join([signer.header(self._names, signed, hashed, now) for signer in self._signers])
        return Message(
            id=id,
            return_path=return_path.tagged(self._origin.replies, tag),
            address=_written(recipient.address),
            data=b"".join((signatures, self._fixed, headers, b"\r\n", body)),
        )

    def _own_headers(self, address: str, values: Mapping[str, bytes], id: str, now: int) -> list[tuple[str, str]]:
        """Those that differ by reader, in the order in which they are signed."""
        headers = [
            ("To", f"<{_written(address)}>"),
            ("Date", format_datetime(datetime.fromtimestamp(now, UTC))),
            ("Message-ID", f"<{id}@{self._origin.domain}>"),
        ]
        replies = self._origin.replies
        if self._asks:  # an answer confirms, for the page may be blocked
            replies = self._replies_with(values.get(placeholders.CONFIRM, b""))
        headers.append(("Reply-To", _mailbox("", replies)))
        if self._is_letter:
            token = values.get(placeholders.LEAVE, b"").decode("ascii")
            by_mail = self._replies_with(values.get(placeholders.LEAVE, b""))
            by_click = placeholders.link(self._origin.site, placeholders.LEAVE, token)
            headers.append(("List-Unsubscribe", f"<{by_click}>,\r\n <mailto:{by_mail}?subject=leave>"))
        return headers

    def _replies_with(self, token: bytes) -> str:
        """The mailbox's address at which a mail does what the link of `token` does."""
        return return_path.tagged(self._origin.replies, return_path.tag_of_token(token.decode("ascii")))


def _header(name: str, value: str) -> bytes:
    """A header with its line break. `value` may be folded by us; any other control character is a fault of ours."""
    if not _NAME.fullmatch(name) or _NOT_PRINTED.search(value.replace("\r\n ", " ").replace("\r\n\t", " ")):
        raise ValueError(f"A header {name[:40]!r} would not be one line.")
    return f"{name}: {value}\r\n".encode()


def _encoded(text: str, name: str) -> str:
    """`text` as a header's value: on one line, folded, other letters than ASCII as encoded words (RFC 2047)."""
    text = " ".join(_NOT_PRINTED.sub(" ", text).split())
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    return Header(text, charset, header_name=name, maxlinelen=76).encode(linesep="\r\n")


def _mailbox(name: str, address: str) -> str:
    """A name and its address, as in From."""
    name = " ".join(_NOT_PRINTED.sub(" ", name).split())
    if not name:
        return f"<{_written(address)}>"
    if not name.isascii() or len(name) > _WIDTH or "=?" in name:
        name = Header(name, "utf-8", header_name="From", maxlinelen=76).encode(linesep="\r\n")
    elif not _ATOMS.fullmatch(name):
        name = _quoted(name)
    between = "\r\n " if len(name) + len(address) > _WIDTH else " "
    return f"{name}{between}<{_written(address)}>"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _written(address: str) -> str:
    """The address as it stands between < and >: a local part that is no plain word is quoted, so that it cannot end it."""
    local, at, domain = _NOT_PRINTED.sub("", address).rpartition("@")
    if at and not _DOT_ATOM.fullmatch(local):
        local = _quoted(local)
    return f"{local}{at}{re.sub(r'[^A-Za-z0-9.-]', '', domain)}"


def _token(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-.") or "letters"
