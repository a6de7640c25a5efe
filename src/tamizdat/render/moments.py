"""Dates, times and numbers as a language writes them."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import dates, lists, numbers, units

from tamizdat.render import languages, solar
from tamizdat.render.errors import RenderError
from tamizdat.render.usage import CLDR, USAGE


class Moments:
    """The formats of one language in one time zone. Languages that the CLDR lacks get plain figures: 2026-11-24."""

    def __init__(self, language: str, time_zone: str) -> None:
        self.locale = languages.locale(language)
        self._usage = USAGE.get(language) or USAGE.get(language.partition("-")[0], CLDR)
        self._digits = str.maketrans("0123456789", self._usage.digits or "0123456789")
        try:
            self.zone = ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise RenderError(
                "time zone", 0, f"{time_zone!r} is not known; use a name such as 'Asia/Tbilisi'"
            ) from error
        self._last: tuple[dt.date | None, str] = (None, "")
        self._written = lru_cache(maxsize=4096)(self._write_date)
        self._clock = lru_cache(maxsize=2048)(self._write_time)
        self._figure = lru_cache(maxsize=1024, typed=True)(self._write_number)

    def date(self, moment: dt.date, style: str = "long") -> str:
        """`style` is "long" (24 November 2026) or "medium" (24 Nov 2026)."""
        return self._written(self._day(moment), style)

    def time(self, moment: dt.datetime) -> str:
        local = self._local(moment)
        return self._clock(local.hour, local.minute)

    def date_and_time(self, moment: dt.datetime, style: str = "long") -> str:
        """Midnight to the second stands for a day whose hour nobody noted, as imports bring them: no clock then."""
        local = self._local(moment)
        if not (local.hour or local.minute or local.second):
            return self.date(moment, style)
        return f"{self.date(moment, style)}{self._usage.joins[0] or ', '}{self.time(moment)}"

    def month(self, moment: dt.date | str) -> str:
        """A month, or its number such as "2026-11", as a heading names it: "November 2026"."""
        day = dt.date.fromisoformat(f"{moment}-01") if isinstance(moment, str) else self._day(moment)
        if self.locale is None:
            return day.strftime("%Y-%m")
        if self._usage.month:
            return self.figures(dates.format_date(day, self._usage.month, locale=self.locale).capitalize())
        return self.figures(dates.format_skeleton("yMMMM", day, locale=self.locale).capitalize())

    def iso(self, moment: dt.date) -> str:
        """A page says the same moment several times over, so the last is kept."""
        last, text = self._last
        if last is not moment:
            text = self._write_iso(moment)
            self._last = moment, text
        return text

    def _write_iso(self, moment: dt.date) -> str:
        if isinstance(moment, dt.datetime):
            return self._local(moment).isoformat(timespec="seconds")
        return moment.isoformat()

    def rfc822(self, moment: dt.datetime) -> str:
        """As RSS wants it: "Tue, 24 Nov 2026 12:05:00 +0400"."""
        return format_datetime(self._local(moment))

    def number(self, value: float) -> str:
        return self._figure(value)

    def _write_number(self, value: float) -> str:
        if self.locale is None:
            return f"{value:,}".replace(",", "\u202f")
        if self._usage.digits:  # with the separators that go with them
            return self.figures(numbers.format_decimal(value, locale=self.locale, numbering_system="default"))
        return numbers.format_decimal(value, locale=self.locale)

    def figures(self, text: str) -> str:
        """`text` with the language's own digits."""
        return text.translate(self._digits) if self._usage.digits else text

    def size(self, count: int) -> str:
        """The size of a file that a reader may fetch: "1.2 MB"."""
        unit, amount = ("megabyte", count / 1e6) if count >= 1e6 else ("kilobyte", max(count / 1e3, 1))
        amount = round(amount, 1) if amount < 10 and unit == "megabyte" else round(amount)
        own = self._usage.units if self.locale else ("kB", "MB")
        if own[0]:
            return f"{self.number(amount)}\u00a0{own[unit == 'megabyte']}"
        return units.format_unit(amount, f"digital-{unit}", "short", locale=self.locale)

    def listed(self, names: list[str]) -> str:
        """Names as a sentence lists them: "a, b and c"."""
        if self.locale is None or len(names) < 2:
            return ", ".join(names)
        between, last = self._usage.joins
        if between:
            return last.join((between.join(names[:-1]), names[-1]))
        return lists.format_list(names, locale=self.locale)

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment if moment.tzinfo is self.zone else moment.astimezone(self.zone)

    def _day(self, moment: dt.date) -> dt.date:
        return self._local(moment).date() if isinstance(moment, dt.datetime) else moment

    def _write_time(self, hour: int, minute: int) -> str:
        if self.locale is None:
            return f"{hour:02}:{minute:02}"
        return self.figures(dates.format_time(dt.time(hour, minute), "short", locale=self.locale))

    def _write_date(self, day: dt.date, style: str) -> str:
        if self.locale is None:
            return day.isoformat()
        if pattern := self._usage.medium if style == "medium" else self._usage.long:
            text = dates.format_date(day, pattern, locale=self.locale)
        elif style == "medium":  # the CLDR's own medium date is all figures in some languages
            text = dates.format_skeleton("yMMMd", day, locale=self.locale)
        else:
            text = dates.format_date(day, style, locale=self.locale)
        if self._usage.solar:
            text = solar.written(day) if style == "medium" else f"{solar.written(day)} ({text})"
        return self.figures(text.lower() if self._usage.lower else text)
