"""Dates as exports write them."""

from __future__ import annotations

from datetime import datetime, tzinfo

from tamizdat.newsroom.dates import is_believed


class NotADate(ValueError):
    """The text is no date, or none of a newspaper."""


def moment(text: str, zone: tzinfo) -> datetime:
    """An ISO 8601 date or time; in `zone` when it names none; a date alone is its first moment there."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotADate(text) from None
    if not is_believed(found):
        raise NotADate(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)
