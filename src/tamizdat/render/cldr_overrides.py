"""Formats of dates, sizes and lists where a language's newspapers differ from the CLDR, as data.

The CLDR writes the word for "year" after most Cyrillic dates, as forms do; its Tajik has capital months and its Armenian
days such as 05; some of its units mix alphabets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """Date patterns are in the CLDR's syntax. An empty field means: as the CLDR has it."""

    long: str = ""
    medium: str = ""
    month: str = ""
    lower: bool = False
    """Names of months are in lower case."""
    units: tuple[str, str] = ("", "")
    """Kilobyte and megabyte."""
    separators: tuple[str, str] = ("", "")
    """Between the items of a list, and before the last item."""
    digits: str = ""
    solar: bool = False
    """Dates are in the solar calendar of Iran; long ones give the Gregorian date too."""


_PLAIN = Overrides(long="d MMMM y", medium="d MMM y", month="LLLL y")
_PERSIAN = Overrides(medium="d MMM y", units=("کیلوبایت", "مگابایت"), separators=("، ", " و "), digits="۰۱۲۳۴۵۶۷۸۹")
_ARMENIAN = "d MMMM, y"
_TAJIK = "d MMMM'и' y"

OVERRIDES: Mapping[str, Overrides] = {
    "be": _PLAIN,
    "fa": replace(_PERSIAN, solar=True),
    "fa-AF": _PERSIAN,
    "hy": Overrides(long=_ARMENIAN, medium=_ARMENIAN, month="LLLL y"),
    "ka": Overrides(month="LLLL y", units=("კბ", "მბ")),
    "kk": replace(_PLAIN, units=("кБ", "МБ"), separators=(", ", " және ")),
    "ky": Overrides(long="d-MMMM, y", medium="d-MMM, y", month="LLLL y"),
    "ru": _PLAIN,
    "tg": Overrides(
        long=_TAJIK, medium=_TAJIK, month="LLLL y", lower=True, units=("КБ", "МБ"), separators=(", ", " ва ")
    ),
    "uk": _PLAIN,
    "uz": Overrides(medium="d-MMM, y", month="LLLL y"),
}
NO_OVERRIDES = Overrides()
