"""The worker's schedule: the most read every hour, the newsroom's own schedule each time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from tamizdat.audience.errors import AudienceError
from tamizdat.operations import schedule
from tamizdat.operations.schedule import MOST_READ_INTERVAL, NewsroomSchedule

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock, for the schedule alone: its only element."""
    seconds = [1000.0]
    monkeypatch.setattr(schedule.time, "monotonic", lambda: seconds[0])
    return seconds


@pytest.fixture
def renewed(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, int]]:
    """What the most read were renewed with; two stories are published each time."""
    calls: list[Mapping[str, int]] = []
    monkeypatch.setattr(schedule.counts, "by_page", lambda path, kind, since: {f"/since/{since}/": 3})
    monkeypatch.setattr(schedule.most_read, "renew", calls.append)
    monkeypatch.setattr(schedule.schedule, "carry_out", lambda now: 2)
    return calls


def test_the_most_read_are_renewed_once_an_hour_from_seven_days(
    clock: list[float], renewed: list[Mapping[str, int]]
) -> None:
    newsroom_schedule = NewsroomSchedule(settings.NEWSROOM)
    assert [newsroom_schedule.carry_out(NOW) for _ in range(3)] == [2, 2, 2]
    assert renewed == [{f"/since/{date(2026, 11, 17)}/": 3}]
    clock[0] += MOST_READ_INTERVAL
    newsroom_schedule.carry_out(NOW)
    assert len(renewed) == 2


def test_counts_that_cannot_be_read_do_not_hold_up_the_schedule(
    clock: list[float],
    renewed: list[Mapping[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(path: object, kind: object, since: object) -> None:
        raise AudienceError("the counts are damaged")

    monkeypatch.setattr(schedule.counts, "by_page", fail)
    with caplog.at_level(logging.ERROR):
        assert NewsroomSchedule(settings.NEWSROOM).carry_out(NOW) == 2
    assert "the counts are damaged" in caplog.text
    assert not renewed
