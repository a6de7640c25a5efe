"""Addresses with a tag: the one that a letter returns to when it cannot be delivered, which names the delivery and proves that
we wrote it (VERP), and those by which a reader leaves.

Tags have small letters and digits only: some servers change the case of an address.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re

from tamizdat.letters.links import derived

_TAG = re.compile(r"s([0-9]{1,19})\.([0-9]{1,19})\.([a-z2-7]{16})", re.IGNORECASE)


def key_of(key: bytes) -> bytes:
    """The key of return paths, of the newsroom's key of letters."""
    return derived(key, b"return paths")


def tag(key: bytes, send: int, reader: int) -> str:
    """What follows the + in news+TAG@example.org. The send is 0 for a notice."""
    return f"s{send}.{reader}.{_proof(key, send, reader)}"


def read(key: bytes, text: str) -> tuple[int, int] | None:
    """(send, reader) of a tag; None for one that we did not write."""
    found = _TAG.fullmatch(text)
    if not found:
        return None
    send, reader = int(found[1]), int(found[2])
    return (send, reader) if hmac.compare_digest(found[3].lower(), _proof(key, send, reader)) else None


def tagged(address: str, tag: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}+{tag}@{domain}"


def tag_of_token(token: str) -> str:
    """A link's token as a tag of the newsroom's mailbox: a mail to it does what the link does."""
    data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()


def token_of(tag: str) -> str:
    """The opposite of `tag_of_token`; '' when the tag is none."""
    try:
        data = base64.b32decode(tag.upper() + "=" * (-len(tag) % 8))
    except (binascii.Error, ValueError):
        return ""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _proof(key: bytes, send: int, reader: int) -> str:
    digest = hmac.digest(key, b"return path %d %d" % (send, reader), "sha256")
    return base64.b32encode(digest[:10]).decode("ascii").lower()
