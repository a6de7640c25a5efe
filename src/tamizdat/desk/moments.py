"""Dates with times in the desk's forms: in the newsroom's zone, which each field names, and also in an hour that the clock
shows twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from datetime import timezone as fixed
from typing import Any

from babel import Locale
from babel.core import get_global
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.widgets.datetime import AdminDateTimeInput

SHOWN = "%Y-%m-%d %H:%M"
_OFFSET = re.compile(r"\s*(?:UTC|GMT)?([+-])(\d\d):?(\d\d)$")


class MomentInput(AdminDateTimeInput):
    """The framework's input, with the zone below it. Its calendar opens at the newsroom's day and hour, not the device's."""

    template_name = "desk/moment.html"

    def get_config(self) -> dict[str, Any]:
        now = timezone.localtime()
        return {
            **super().get_config(),
            "dayOfWeekStart": first_day_of_week(),
            "defaultDate": f"{now:{SHOWN}}",
            "defaultTime": f"{now:%H}:00",
            "validateOnBlur": False,  # the calendar knows no offset and would write another time
        }

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return {**context, "zone": zone_name()}


class MomentField(forms.DateTimeField):
    """Takes `2024-02-29 23:30`, and `2024-02-29 23:30 +05:00` where the clock was set back and shows that hour twice."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime) or timezone.is_naive(value):
            return value
        local = timezone.localtime(value)
        return (
            _with_offset(local)
            if len(_readings(local.replace(tzinfo=None, fold=0))) == 2
            else super().prepare_value(value)
        )

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        offset = _OFFSET.search(value)
        naive = self._naive(value[: offset.start()] if offset else value)
        if naive is None:
            return super().to_python(value)
        if offset:
            distance = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
            return naive.replace(tzinfo=fixed(-distance if offset[1] == "-" else distance))
        readings = _readings(naive)
        if not readings:
            raise ValidationError(_("The clock is set forward and never shows this time. Choose another one."))
        if len(readings) == 2:
            told = _("The clock is set back and shows this time twice. Write %(first)s or %(second)s.")
            raise ValidationError(told % {"first": _with_offset(readings[0]), "second": _with_offset(readings[1])})
        return readings[0]

    def _naive(self, text: str) -> datetime | None:
        for form in self.input_formats or ():
            try:
                return self.strptime(text.strip(), form)
            except ValueError:
                continue
        return None


def _readings(naive: datetime) -> list[datetime]:
    """The moments at which the newsroom's clock shows this time: one; two, the earlier first; or none."""
    zone = timezone.get_current_timezone()
    found = []
    for fold in (0, 1):
        moment = naive.replace(tzinfo=zone, fold=fold)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive:
            found.append(moment)
    return found if len(found) == 2 and found[0].utcoffset() != found[1].utcoffset() else found[:1]


def _with_offset(moment: datetime) -> str:
    return f"{moment:{SHOWN}} {_offset_of(moment)}"


def _offset_of(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:5]}"


def zone_name() -> str:
    """Such as “Asia/Almaty, UTC+05:00”."""
    return f"{timezone.get_current_timezone()}, UTC{_offset_of(timezone.localtime())}"


def first_day_of_week() -> int:
    """As the calendar counts, with 0 for Sunday: that of the newsroom's first language. English alone is the world's English,
    whose weeks begin on Monday."""
    code = settings.LANGUAGE_CODE.replace("-", "_")
    likely = code if code == "en" else get_global("likely_subtags").get(code, code)
    return (Locale.parse(likely).first_week_day + 1) % 7
