"""Checks DKIM signatures by dkimpy, an implementation that is not ours. It takes Ed25519 itself from PyNaCl, which is not among
the locked packages: `cryptography` stands in for that one function; what is hashed stays dkimpy's."""

from __future__ import annotations

import base64
from types import SimpleNamespace
from unittest import mock

import dkim
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tamizdat.letters.dkim import Record


class _VerifyKey:
    def __init__(self, key: bytes, encoder: object) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))

    def verify(self, data: bytes, signature: bytes) -> None:
        self._key.verify(signature, data)


_NACL = SimpleNamespace(
    signing=SimpleNamespace(VerifyKey=_VerifyKey),
    encoding=SimpleNamespace(Base64Encoder=None),
    exceptions=SimpleNamespace(ValueError=ValueError, BadSignatureError=InvalidSignature),
)


def valid(message: bytes, records: tuple[Record, ...]) -> list[bool]:
    """For each signature, in the order of the headers."""
    published = {f"{record.name}.": record.text.encode() for record in records}
    count = message.partition(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    with mock.patch.object(dkim, "nacl", _NACL, create=True):
        return [
            dkim.DKIM(message).verify(idx=number, dnsfunc=lambda name, timeout=5: published.get(name.decode()))
            for number in range(count)
        ]
