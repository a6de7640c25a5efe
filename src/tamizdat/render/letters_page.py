"""The values of a reader's page about newsletters: the bake renders it empty, the door for the reader whose link was opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["start", "confirm", "leave", "leave-all", "choices", "erased"]
"""No link was opened; three questions with one button each, and all that can be chosen; everything was erased."""
Said = Literal["", "saved", "mailed"]
"""What the reader did a moment ago: choices were saved; the data that is kept was asked for."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A list or a language that can be chosen: `value` is what the form sends."""

    value: str
    name: str
    description: str = ""
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class LettersPage:
    """`action` is the address that the forms send to. `paused_until` is a date (2026-11-30) or ''; `earliest` and `latest` are
    the first and the last that can be chosen."""

    state: State
    action: str = ""
    said: Said = ""
    lists: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()
    wants_text: bool = False
    discreet: bool = False
    paused_until: str = ""
    earliest: str = ""
    latest: str = ""
