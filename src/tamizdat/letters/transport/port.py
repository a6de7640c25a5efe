"""What the sender needs of a way by which mail leaves, and what can become of one message there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tamizdat.letters.errors import LettersError
from tamizdat.letters.messages import Message


class Fate(StrEnum):
    """`REFUSED`: for good, and not for a fault of the address; many of these in a row mean that the server refuses us.
    `STOPPED`: `may_go` said no, so nothing was sent."""

    HANDED_OVER = "handed over"
    LATER = "later"
    BOUNCED = "bounced"
    GIVEN_UP = "given up"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`answer` is the server's, in one line."""

    fate: Fate
    answer: str = ""


class RouteDown(LettersError):
    """The server takes nothing for now. The message in hand was not taken, and none of its attempts counts."""


class RouteRefused(LettersError):
    """The server takes nothing from us until a person has changed something. The message in hand was not taken."""


class LetterRefused(LettersError):
    """The server does not take this message, whoever it is for. It was not sent; the connection can be used on."""


class Connection(Protocol):
    """Takes one message after the other."""

    @property
    def is_open(self) -> bool: ...

    async def send(self, message: Message, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        """`may_go` is asked once, when all is ready and the message could still be held back without a trace. From its yes
        on the message counts as in flight. Raises RouteDown, RouteRefused and LetterRefused."""

    async def close(self) -> None: ...


class Transport(Protocol):
    """One way by which mail leaves."""

    async def connect(self) -> Connection:
        """Raises RouteDown and RouteRefused."""
