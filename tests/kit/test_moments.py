"""Moments as machines read them: an offset with seconds has no form there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tamizdat.kit.moments import in_whole_minutes, rfc3339


@pytest.mark.parametrize(
    ("zone", "year", "text"),
    [
        ("Asia/Tbilisi", 2026, "2026-03-01T12:00:00+04:00"),
        ("Asia/Tashkent", 1900, "1900-03-01T07:22:49+00:00"),
        ("Asia/Kathmandu", 2026, "2026-03-01T12:00:00+05:45"),
        ("UTC", 1, "0001-03-01T12:00:00+00:00"),
    ],
)
def test_a_moment_before_standard_time_is_written_in_utc(zone: str, year: int, text: str) -> None:
    moment = datetime(year, 3, 1, 12, tzinfo=ZoneInfo(zone))
    assert rfc3339(moment) == text
    assert in_whole_minutes(moment) == moment
    offset = in_whole_minutes(moment).utcoffset()
    assert offset is not None
    assert offset % timedelta(minutes=1) == timedelta(0)


def test_a_moment_in_utc_stays_as_it_is() -> None:
    moment = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
    assert in_whole_minutes(moment) is moment
