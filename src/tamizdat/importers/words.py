"""Text made safe to keep, quickly: an archive is a hundred million letters, nearly all of them harmless."""

from __future__ import annotations

from unicodedata import is_normalized

from tamizdat.kit import text

_JOINER, _SELECTORS = "\u034f", "\U000e0100"
"""What Python calls printable and clean() takes away: one mark, and the first of the variation selectors above all letters."""


def clean(words: str) -> str:
    """What kit.text.clean gives, in a fraction of its time for words that it would leave as they are."""
    if words.isprintable() and "  " not in words and _is_plain(words):
        return words.strip(" ")
    return text.clean(words)


def _is_plain(words: str) -> bool:
    return words.isascii() or (_JOINER not in words and max(words) < _SELECTORS and is_normalized("NFC", words))
