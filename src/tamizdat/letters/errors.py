"""The errors of the room."""

from __future__ import annotations


class LettersError(Exception):
    """The letters database cannot be used, or does not allow what was asked for. The message says why and what to do."""


class BadAddress(LettersError):
    """No mail can be sent to this address. The message says why and does not repeat the address."""
