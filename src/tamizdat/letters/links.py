"""Signed links of a reader: what is to be done, for which reader and list, and a proof that we wrote it.

A token holds numbers only. It does not expire: whoever leaves by a letter of last year leaves.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tamizdat.kit.files import made_once
from tamizdat.letters.errors import LettersError

CONFIRM, PREFERENCES, LEAVE, LEAVE_ALL = "confirm", "preferences", "leave", "leave-all"
_KINDS = {CONFIRM: b"c", PREFERENCES: b"p", LEAVE: b"l", LEAVE_ALL: b"a"}
_ACTIONS = {kind: action for action, kind in _KINDS.items()}
_CONTENT = struct.Struct(">cQI")
"""Kind, number of the reader, number of the list."""
_SIGNATURE = 16
_KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Link:
    """`list` is 0 for all lists."""

    action: str
    reader: int
    list: int = 0


class Links:
    """Makes and reads tokens with the newsroom's key."""

    def __init__(self, key: bytes) -> None:
        self._key = derived(key, b"links")

    def token(self, action: str, reader: int, list: int = 0) -> str:
        content = _CONTENT.pack(_KINDS[action], reader, list)
        return base64.urlsafe_b64encode(content + self._sign(content)).rstrip(b"=").decode("ascii")

    def read(self, token: str) -> Link | None:
        """None for anything that we did not write."""
        try:
            data = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        content, signature = data[: _CONTENT.size], data[_CONTENT.size :]
        if len(data) != _CONTENT.size + _SIGNATURE or not hmac.compare_digest(self._sign(content), signature):
            return None
        kind, reader, number = _CONTENT.unpack(content)
        action = _ACTIONS.get(kind)
        return Link(action=action, reader=reader, list=number) if action else None

    def _sign(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, "sha256")[:_SIGNATURE]


@lru_cache
def derived(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose: what one of them signs means nothing to another."""
    return hmac.digest(key, b"tamizdat letters " + purpose, hashlib.sha256)


def load_key(folder: Path) -> bytes:
    """The key in FOLDER/letters.key, made at its first use. Losing it makes links in letters that were sent useless.

    Raises LettersError for an empty file, and OSError.
    """
    path = folder / "letters.key"
    key = made_once(path, lambda: secrets.token_bytes(_KEY_BYTES))
    if not key:
        raise LettersError(f"{path} is empty: anybody could sign links. Put the file back from a backup, or remove it.")
    return key
