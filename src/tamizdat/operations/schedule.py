"""What the worker does when its time has come: the schedule of stories, and every hour the most read. Needs Django."""

from __future__ import annotations

import logging
import math
import time
from datetime import datetime, timedelta

from django.utils import timezone

from tamizdat.audience.errors import AudienceError
from tamizdat.audience.store import counts
from tamizdat.config.newsroom import Newsroom
from tamizdat.newsroom.actions import most_read, schedule

logger = logging.getLogger(__name__)

MOST_READ_INTERVAL = 3600.0
"""Seconds between two counts of the most read."""
MOST_READ_DAYS = 7
"""Days whose reads are counted, today included."""


class NewsroomSchedule:
    """The bake's Schedule: that of the newsroom's stories, and the order of the most read from what the door counted."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._most_read_at = -math.inf

    def carry_out(self, now: datetime) -> int:
        """Do what was to be done up to `now`; the number of stories that were published or unpublished by it."""
        if time.monotonic() - self._most_read_at >= MOST_READ_INTERVAL:
            self._most_read_at = time.monotonic()
            self._renew_most_read(now)
        return schedule.carry_out(now)

    def next_moment(self, now: datetime) -> datetime | None:
        return schedule.next_moment(now)

    def take_back(self, now: datetime, past: datetime) -> None:
        schedule.take_back(now, past)

    def _renew_most_read(self, now: datetime) -> None:
        since = timezone.localdate(now) - timedelta(days=MOST_READ_DAYS - 1)
        try:
            most_read.renew(counts.by_page(self._newsroom.audience, counts.READ, since))
        except AudienceError as error:
            logger.error("The most read stay as they are: %s", error)
