"""Days of the budget: those of the newsroom's time zone, whatever the zone of the account, so that everybody sees a story on the
same day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tamizdat.desk.moments import first_day_of_week

WEEK, MONTH, LIST = "week", "month", "list"
VIEWS = (WEEK, MONTH, LIST)
LISTED_DAYS = 28
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
"""No newsroom plans outside these; a day that was typed wrong is refused."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from `first` to before `end`; `before` and `after` are days by which the neighbouring spans are asked for."""

    first: date
    end: date
    before: date
    after: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.end - self.first).days)]


def zone() -> Any:
    return timezone.get_default_timezone()


def today() -> date:
    return timezone.localdate(timezone=zone())


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment, zone())


def start_of(day: date) -> datetime:
    """Its first moment."""
    return datetime.combine(day, time(), zone())


def read(text: str) -> date | None:
    """A day as an address or a form gives it; None for anything that is no day of FIRST to LAST."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def span(view: str, day: date) -> Span:
    """What a view shows around this day. A month is filled up to whole weeks."""
    first_weekday = (first_day_of_week() - 1) % 7
    monday = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    if view == MONTH:
        weeks = calendar.Calendar(first_weekday).monthdatescalendar(day.year, day.month)
        first = day.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        return Span(
            first=weeks[0][0],
            end=weeks[-1][-1] + timedelta(days=1),
            before=(first - timedelta(days=1)).replace(day=1),
            after=after,
        )
    length = timedelta(days=7 if view == WEEK else LISTED_DAYS)
    return Span(first=monday, end=monday + length, before=monday - length, after=monday + length)
