"""What the desk asks of the bake about a publication that was not made yet. The desk does not know the bake:
config/wiring.py sets the functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

PUBLISH, UNPUBLISH, KILL = VERBS = ("publish", "unpublish", "kill")
PAGE, FRONT, FEEDS = "page", "front", "feeds"


class NotPossible(Exception):
    """It cannot be told. The message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A public file that will be another: `product` and `target` say what kind of file it is. None: it is not there."""

    path: str
    product: str
    target: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """`failures` are pages that cannot be made, with the reason. `skipped` counts pages that were not looked at for lack of
    time. `later`: whether the word lists of the search follow within minutes."""

    changes: tuple[Change, ...]
    failures: tuple[tuple[str, str], ...] = ()
    skipped: int = 0
    later: bool = False


@dataclass(frozen=True, kw_only=True)
class WouldBe:
    """Files as the newest revision would make them: `address` is the path of the story's own page, `files` are by path."""

    address: str
    files: Mapping[str, bytes]


def _no_forecast(story: int, verb: str) -> Foreseen:
    raise NotPossible(_("The desk was started without the bake. Tell whoever keeps the server."))


def _no_files(story: int, what: str) -> WouldBe:
    raise NotPossible(_("The desk was started without the bake. Tell whoever keeps the server."))


foresee: Callable[[int, str], Foreseen] = _no_forecast
"""What one of VERBS would change, of the story with this number."""
would_be: Callable[[int, str], WouldBe] = _no_files
"""The story's page, the front of its language or its feed of everything, as they would be after its publication."""
