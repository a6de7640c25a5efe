"""Moments as machines read them."""

from __future__ import annotations

from datetime import UTC, datetime


def in_whole_minutes(moment: datetime) -> datetime:
    """The moment in UTC where its own offset has seconds, as offsets had before standard time: no format of a date and time
    that machines read has room for them."""
    offset = moment.utcoffset()
    return moment.astimezone(UTC) if offset is not None and offset.total_seconds() % 60 else moment


def rfc3339(moment: datetime) -> str:
    """ "2026-11-24T12:05:00+04:00"; an aware moment."""
    return in_whole_minutes(moment).isoformat(timespec="seconds")
