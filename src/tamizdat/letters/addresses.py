"""Addresses of mail: one written form each, and what makes two of them the same."""

from __future__ import annotations

import re
import unicodedata

import idna

from tamizdat.letters.errors import BadAddress

LONGEST = 254
"""Bytes of an address (RFC 5321, 4.5.3.1.3, without the angle brackets)."""
LONGEST_LOCAL = 64
_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]*")
_ASCII_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LETTERS = ("L", "M", "N")
"""General categories that a local part may have outside ASCII: no controls, no invisible or reordering characters."""
_TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
"""Scripts that one name may mix (UTS 39, highly restrictive)."""


def normal(address: str) -> str:
    """The one form in which an address is stored: the local part as written, the domain in lower-case A-labels.

    Raises BadAddress for what no server of the net takes, and for domains that imitate others by mixed scripts.
    """
    local, at, domain = unicodedata.normalize("NFC", address.strip(" \t\r\n")).rpartition("@")
    if not at or not local or not domain:
        raise BadAddress("An address has a name, one @ and a domain, such as reader@example.org.")
    # Quoted names and routes are allowed by the standard, hardly exist, and are what header injection is made of.
    if "@" in local or local.startswith(".") or local.endswith(".") or ".." in local:
        raise BadAddress("The part before the @ is not one that mail servers take.")
    if not _ATEXT.fullmatch(local) and not all(map(_may_be_in_local, local)):
        raise BadAddress("The part before the @ has a character that mail servers do not take.")
    domain = _domain(domain)
    if len(local.encode()) > LONGEST_LOCAL or len(local.encode()) + 1 + len(domain) > LONGEST:
        raise BadAddress("The address is too long.")
    return f"{local}@{domain}"


def key(address: str) -> str:
    """Equal for two addresses (as `normal` gives them) that are one: the case of letters does not count."""
    local, _, domain = address.rpartition("@")
    return f"{unicodedata.normalize('NFC', local.casefold())}@{domain}"


def mailbox(address: str) -> str:
    """Equal for addresses that most likely lead to one person: without +tags, and at Gmail without dots."""
    local, _, domain = key(address).rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def is_lookalike(domain: str) -> bool:
    """Whether a name in it mixes scripts, as those do that imitate another domain. Takes A-labels and U-labels."""
    for label in domain.split("."):
        if label.startswith("xn--"):
            try:
                label = idna.decode(label)
            except (idna.IDNAError, UnicodeError):
                return True
        scripts = {_script(character) for character in label if character.isalpha()}
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            return True
    return False


def _may_be_in_local(character: str) -> bool:
    if character.isascii():
        return bool(_ATEXT.fullmatch(character))
    return unicodedata.category(character).startswith(_LETTERS)


def _domain(domain: str) -> str:
    written = domain.removesuffix(".").lower()
    if not _ASCII_DOMAIN.fullmatch(written) or "xn--" in written:
        try:
            written = idna.encode(written, uts46=True, std3_rules=True).decode("ascii").lower()
            idna.decode(written)
        except (idna.IDNAError, UnicodeError):
            raise BadAddress("The part after the @ is no domain.") from None
        if not _ASCII_DOMAIN.fullmatch(written):
            raise BadAddress("The part after the @ is no domain of the open net.")
        if is_lookalike(written):
            raise BadAddress("The domain mixes letters of several scripts, as imitations do.")
    return written


def _script(character: str) -> str:
    """The first word of its name in Unicode: LATIN, CYRILLIC, CJK."""
    return unicodedata.name(character, "UNKNOWN").split()[0]
