"""What the desk is given from above for letters: how their text is made, and what starts a sending. config/wiring.py sets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from tamizdat.newsroom.models import Letter


class NotPossible(Exception):
    """It cannot be done. The message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter in one language, as its readers would get it. `html` has pictures from the desk's addresses; `size` is in bytes,
    of the HTML that is mailed; `shortened` are headlines of stories whose whole text did not fit."""

    html: str
    text: str
    text_only: str
    size: int
    shortened: tuple[str, ...] = ()


def _not_wired(*_args: object) -> NoReturn:
    raise NotPossible(_("The desk was started without what letters need. Start it with `tamizdat serve`."))


compose: Callable[[Letter, str], Draft | None] = _not_wired
"""In this language; None where the letter has no text in it."""
start: Callable[[Letter], int] = _not_wired
"""Start the sending; its number. Raises NotPossible."""
send_test: Callable[[Letter, str], int] = _not_wired
"""Send the letter to one address, in each of its languages; how many those are. Raises NotPossible."""
