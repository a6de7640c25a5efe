"""Days by the solar calendar of Iran."""

from __future__ import annotations

import datetime as dt

MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip

_CYCLE = 12053
"""Days in thirty-three years, eight of them leap years: the rule that holds from 1925 to 2088."""
_FOUR = 1461
_BEGIN = 356032
"""From the day before 1 January of the year 1 back to a new cycle, which began with the year -1595."""


def solar(day: dt.date) -> tuple[int, int, int]:
    """Year, month and day: 20 March 2024 is (1403, 1, 1)."""
    cycles, rest = divmod(day.toordinal() + _BEGIN, _CYCLE)
    fours, rest = divmod(rest, _FOUR)
    year = -1595 + 33 * cycles + 4 * fours
    if rest > 365:  # the first of four years is the leap year
        years, rest = divmod(rest - 1, 365)
        year += years
    if rest < 186:
        return year, rest // 31 + 1, rest % 31 + 1
    return year, (rest - 186) // 30 + 7, (rest - 186) % 30 + 1


def written(day: dt.date) -> str:
    """Such as "4 آذر 1405"; the digits are the caller's."""
    year, month, date = solar(day)
    return f"{date} {MONTHS[month - 1]} {year}"
