"""How newspapers of a language write dates, sizes and lists where the CLDR writes otherwise, as data.

The CLDR writes the word for "year" after most Cyrillic dates, as forms do; its Tajik has capital months and its Armenian
days such as 05; some of its units mix alphabets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Patterns are the CLDR's; an empty field leaves it to the CLDR."""

    long: str = ""
    medium: str = ""
    month: str = ""
    lower: bool = False
    """Months are written small."""
    units: tuple[str, str] = ("", "")
    """Kilobyte and megabyte."""
    joins: tuple[str, str] = ("", "")
    """What stands between names, and before the last one."""
    digits: str = ""
    solar: bool = False
    """Days are told by the solar calendar of Iran, long ones by the Gregorian too."""


_PLAIN = Usage(long="d MMMM y", medium="d MMM y", month="LLLL y")
_PERSIAN = Usage(medium="d MMM y", units=("کیلوبایت", "مگابایت"), joins=("، ", " و "), digits="۰۱۲۳۴۵۶۷۸۹")
_ARMENIAN = "d MMMM, y"
_TAJIK = "d MMMM'и' y"

USAGE: Mapping[str, Usage] = {
    "be": _PLAIN,
    "fa": replace(_PERSIAN, solar=True),
    "fa-AF": _PERSIAN,
    "hy": Usage(long=_ARMENIAN, medium=_ARMENIAN, month="LLLL y"),
    "ka": Usage(month="LLLL y", units=("კბ", "მბ")),
    "kk": replace(_PLAIN, units=("кБ", "МБ"), joins=(", ", " және ")),
    "ky": Usage(long="d-MMMM, y", medium="d-MMM, y", month="LLLL y"),
    "ru": _PLAIN,
    "tg": Usage(long=_TAJIK, medium=_TAJIK, month="LLLL y", lower=True, units=("КБ", "МБ"), joins=(", ", " ва ")),
    "uk": _PLAIN,
    "uz": Usage(medium="d-MMM, y", month="LLLL y"),
}
CLDR = Usage()
