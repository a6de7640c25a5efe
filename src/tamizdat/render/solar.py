"""Dates in the solar calendar of Iran (Solar Hijri)."""

from __future__ import annotations

import datetime as dt

MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip

_CYCLE = 12053
"""Days in 33 years, of which eight are leap years: the rule is exact from 1925 to 2088."""
_FOUR_YEARS = 1461
_OFFSET = 356032
"""Days from the start of a cycle, the year -1595, to the day before 1 January of the year 1."""


def solar(day: dt.date) -> tuple[int, int, int]:
    """Year, month and day: 20 March 2024 is (1403, 1, 1)."""
    cycles, rest = divmod(day.toordinal() + _OFFSET, _CYCLE)
    fours, rest = divmod(rest, _FOUR_YEARS)
    year = -1595 + 33 * cycles + 4 * fours
    if rest > 365:  # the first of four years is the leap year
        years, rest = divmod(rest - 1, 365)
        year += years
    if rest < 186:  # six months of 31 days, then months of 30
        return year, rest // 31 + 1, rest % 31 + 1
    return year, (rest - 186) // 30 + 7, (rest - 186) % 30 + 1


def formatted(day: dt.date) -> str:
    """Such as "4 آذر 1405", in Western digits."""
    year, month, day_of_month = solar(day)
    return f"{day_of_month} {MONTHS[month - 1]} {year}"
