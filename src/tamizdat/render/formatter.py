"""Dates, times, numbers, sizes and lists of names in the format of a language."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import dates, lists, numbers, units

from tamizdat.kit.moments import in_whole_minutes, rfc3339
from tamizdat.render import languages, solar
from tamizdat.render.cldr_overrides import NO_OVERRIDES, OVERRIDES
from tamizdat.render.errors import RenderError


class Formatter:
    """The formats of one language in one time zone, from the CLDR and from cldr_overrides.py.

    A language that the CLDR does not have gets plain figures: 2026-11-24. A datetime must be aware. Raises RenderError for a
    time zone that is not known.
    """

    def __init__(self, language: str, time_zone: str) -> None:
        self.locale = languages.locale(language)
        self._overrides = OVERRIDES.get(language) or OVERRIDES.get(language.partition("-")[0], NO_OVERRIDES)
        self._digits = str.maketrans("0123456789", self._overrides.digits or "0123456789")
        try:
            self.zone = ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise RenderError(
                "time zone", 0, f"{time_zone!r} is not known; use a name such as 'Asia/Tbilisi'"
            ) from error
        self._last_iso: tuple[dt.date | None, str] = (None, "")
        self._cached_date = lru_cache(maxsize=4096)(self._format_date)
        self._cached_time = lru_cache(maxsize=2048)(self._format_time)
        self._cached_number = lru_cache(maxsize=1024, typed=True)(self._format_number)

    def date(self, value: dt.date, style: str = "long") -> str:
        """`style` is "long" (24 November 2026) or "medium" (24 Nov 2026)."""
        return self._cached_date(self._local_date(value), style)

    def time(self, value: dt.datetime) -> str:
        """Hours and minutes: "14:05"."""
        local = self._local(value)
        return self._cached_time(local.hour, local.minute)

    def date_and_time(self, value: dt.datetime, style: str = "long") -> str:
        """The date alone at exactly midnight: so imported stories come whose hour is not known."""
        local = self._local(value)
        if not (local.hour or local.minute or local.second):
            return self.date(value, style)
        return f"{self.date(value, style)}{self._overrides.separators[0] or ', '}{self.time(value)}"

    def month(self, value: dt.date | str) -> str:
        """A month as a heading, "November 2026"; of a date, or of a year and month such as "2026-11"."""
        day = dt.date.fromisoformat(f"{value}-01") if isinstance(value, str) else self._local_date(value)
        if self.locale is None:
            return day.strftime("%Y-%m")
        if self._overrides.month:
            return self.figures(dates.format_date(day, self._overrides.month, locale=self.locale).capitalize())
        return self.figures(dates.format_skeleton("yMMMM", day, locale=self.locale).capitalize())

    def iso(self, value: dt.date) -> str:
        """As ISO 8601 has it: "2026-11-24T12:05:00+04:00". A page has the same moment several times, so the last is cached."""
        last, text = self._last_iso
        if last is not value:
            text = self._format_iso(value)
            self._last_iso = value, text
        return text

    def _format_iso(self, value: dt.date) -> str:
        if isinstance(value, dt.datetime):
            return rfc3339(self._local(value))
        return value.isoformat()

    def rfc822(self, value: dt.datetime) -> str:
        """As RSS needs it: "Tue, 24 Nov 2026 12:05:00 +0400"."""
        return format_datetime(in_whole_minutes(self._local(value)))

    def number(self, value: float) -> str:
        """With the language's separators and digits: "1,234.5"."""
        return self._cached_number(value)

    def _format_number(self, value: float) -> str:
        if self.locale is None:
            return f"{value:,}".replace(",", "\u202f")
        if self._overrides.digits:  # with the separators that belong to them
            return self.figures(numbers.format_decimal(value, locale=self.locale, numbering_system="default"))
        return numbers.format_decimal(value, locale=self.locale)

    def figures(self, text: str) -> str:
        """`text` with the language's own digits."""
        return text.translate(self._digits) if self._overrides.digits else text

    def size(self, count: int) -> str:
        """The size of a file of `count` bytes: "1.2 MB"."""
        unit, amount = ("megabyte", count / 1e6) if count >= 1e6 else ("kilobyte", max(count / 1e3, 1))
        amount = round(amount, 1) if amount < 10 and unit == "megabyte" else round(amount)
        own = self._overrides.units if self.locale else ("kB", "MB")
        if own[0]:
            return f"{self.number(amount)}\u00a0{own[unit == 'megabyte']}"
        return units.format_unit(amount, f"digital-{unit}", "short", locale=self.locale)

    def listed(self, names: list[str]) -> str:
        """Names as a list in a sentence: "a, b and c"."""
        if self.locale is None or len(names) < 2:
            return ", ".join(names)
        separator, last = self._overrides.separators
        if separator:
            return last.join((separator.join(names[:-1]), names[-1]))
        return lists.format_list(names, locale=self.locale)

    def _local(self, value: dt.datetime) -> dt.datetime:
        return value if value.tzinfo is self.zone else value.astimezone(self.zone)

    def _local_date(self, value: dt.date) -> dt.date:
        return self._local(value).date() if isinstance(value, dt.datetime) else value

    def _format_time(self, hour: int, minute: int) -> str:
        if self.locale is None:
            return f"{hour:02}:{minute:02}"
        return self.figures(dates.format_time(dt.time(hour, minute), "short", locale=self.locale))

    def _format_date(self, day: dt.date, style: str) -> str:
        if self.locale is None:
            return day.isoformat()
        if pattern := self._overrides.medium if style == "medium" else self._overrides.long:
            text = dates.format_date(day, pattern, locale=self.locale)
        elif style == "medium":  # the CLDR's own medium date is all figures in some languages
            text = dates.format_skeleton("yMMMd", day, locale=self.locale)
        else:
            text = dates.format_date(day, style, locale=self.locale)
        if self._overrides.solar:
            text = solar.formatted(day) if style == "medium" else f"{solar.formatted(day)} ({text})"
        return self.figures(text.lower() if self._overrides.lower else text)
