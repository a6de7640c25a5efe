"""Signs messages (DKIM, RFC 6376; Ed25519 by RFC 8463) with two keys of the newsroom's own, and says what to publish in DNS.

Each message has two signatures: an RSA one, which every receiver checks, and a short Ed25519 one. Both are relaxed/relaxed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from tamizdat.kit.files import made_once
from tamizdat.letters.errors import LettersError

RSA_BITS = 2048
"""Longer keys do not fit into one text of DNS, and some receivers do not check them."""
RSA_SELECTOR, ED25519_SELECTOR = "letters-rsa", "letters-ed25519"
TWICE = ("from", "to", "subject", "date")
"""Headers that are signed once more than they occur, so that nobody can add a second one."""
_LINE = 72
_WHITE_SPACE = re.compile(rb"[ \t\r\n]+")
_SPACES = re.compile(rb"[ \t]+")
_SPACES_AT_END = re.compile(rb"[ \t]+\r\n")

Key = RSAPrivateKey | Ed25519PrivateKey


@dataclass(frozen=True, kw_only=True)
class Record:
    """A record of DNS to publish: `name` is whole, without a dot at its end."""

    name: str
    text: str
    kind: str = "TXT"


@dataclass(frozen=True, kw_only=True)
class Keys:
    rsa: RSAPrivateKey
    ed25519: Ed25519PrivateKey


class Signer:
    """Makes the signatures of one key for one domain."""

    def __init__(self, domain: str, selector: str, key: Key) -> None:
        algorithm = "rsa-sha256" if isinstance(key, RSAPrivateKey) else "ed25519-sha256"
        self._start = f"v=1; a={algorithm}; c=relaxed/relaxed; d={domain};\r\n\ts={selector}; ".encode()
        self._sign = _signing(key)

    def header(self, names: bytes, headers: bytes, body_hash: bytes, now: int) -> bytes:
        """The header DKIM-Signature with its line break, for the `names` of `signed_names`, for `headers` in the same order as
        `relaxed_header` gives them, and for the base64 of the hash of a relaxed body."""
        value = self._start + b"t=%d;\r\n\th=%b;\r\n\tbh=%b;\r\n\tb=" % (now, names, body_hash)
        signature = base64.b64encode(self._sign(headers + relaxed_header(b"DKIM-Signature", value)[:-2]))
        lines = [signature[at : at + _LINE] for at in range(0, len(signature), _LINE)]
        return b"DKIM-Signature: " + value + b"\r\n\t".join(lines) + b"\r\n"


def signers(keys: Keys, domain: str) -> tuple[Signer, Signer]:
    return Signer(domain, RSA_SELECTOR, keys.rsa), Signer(domain, ED25519_SELECTOR, keys.ed25519)


def signed_names(names: list[str]) -> bytes:
    """The value of the tag h= for headers of these names, folded."""
    parts = [*(name.lower() for name in names), *TWICE]
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part) > _LINE:
            lines.append("")
        lines[-1] += f"{part}:"
    return "\r\n\t".join(lines).rstrip(":").encode("ascii")


def relaxed_header(name: bytes, value: bytes) -> bytes:
    """The canonical form of a header, with its line break."""
    return name.lower() + b":" + _WHITE_SPACE.sub(b" ", value).strip() + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """The canonical form of a body or of a part of one, but for empty lines at the end of the body."""
    return _SPACES.sub(b" ", _SPACES_AT_END.sub(b"\r\n", body))


def body_hash(relaxed: bytes) -> bytes:
    return base64.b64encode(hashlib.sha256(relaxed).digest())


def load_keys(folder: Path) -> Keys:
    """The keys in FOLDER, made at their first use, readable for their owner only. Raises LettersError."""
    rsa = _load(folder / "dkim-rsa.pem", lambda: generate_private_key(public_exponent=65537, key_size=RSA_BITS))
    ed25519 = _load(folder / "dkim-ed25519.pem", Ed25519PrivateKey.generate)
    if not isinstance(rsa, RSAPrivateKey) or not isinstance(ed25519, Ed25519PrivateKey):
        raise LettersError(f"{folder} has a DKIM key of another kind than its file says. Put the right file back.")
    return Keys(rsa=rsa, ed25519=ed25519)


def records(folder: Path, domain: str) -> tuple[Record, Record]:
    """What the DNS of the sending domain must say. A value longer than 255 characters is published as several texts in one
    record, as most providers do by themselves. Raises LettersError."""
    keys = load_keys(folder)
    rsa = keys.rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ed25519 = keys.ed25519.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return (
        Record(name=f"{RSA_SELECTOR}._domainkey.{domain}", text=f"v=DKIM1; k=rsa; p={_base64(rsa)}"),
        Record(name=f"{ED25519_SELECTOR}._domainkey.{domain}", text=f"v=DKIM1; k=ed25519; p={_base64(ed25519)}"),
    )


def _signing(key: Key) -> Callable[[bytes], bytes]:
    if isinstance(key, RSAPrivateKey):
        padding, digest = PKCS1v15(), SHA256()
        return lambda data: key.sign(data, padding, digest)
    return lambda data: key.sign(hashlib.sha256(data).digest())


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _load(path: Path, make: Callable[[], Key]) -> object:
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        return load_pem_private_key(made_once(path, lambda: _pem(make())), password=None)
    except OSError as error:
        raise LettersError(f"{path} cannot be used: {error.strerror}. Look at the rights of that folder.") from error
    except ValueError:
        # The library's own message could quote the file.
        raise LettersError(f"{path} holds no private key. Put the right file back, or remove it.") from None


def _pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
