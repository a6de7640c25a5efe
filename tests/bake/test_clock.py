"""Schedules, embargoes and expiries under a real worker: never before their time, then by themselves, whatever the clock does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tamizdat.bake import worker
from tamizdat.bake.worker import Worker
from tamizdat.edition.websub import WebSubNotifier
from tamizdat.newsroom.actions import schedule
from tamizdat.newsroom.models import SiteSettings, SiteText
from tests.bake.processes import Hand, Room
from tests.cli.command import eventually
from tests.edition.newsroom import SmallNewsroom

HOUR = 3600.0
MOMENTS = {"Embargoed": "embargoed_until", "Scheduled": "go_live_at", "Expiring": "expire_at"}


def write_all(hand: Hand, moment: datetime) -> dict[str, Callable[[Room], bool]]:
    """One story for each of the three; answers by headline how to see whether it is on the site."""
    for headline, field in MOMENTS.items():
        hand("publish", headline, **{field: moment.isoformat()})
    return {headline: lambda room, word=headline: word in room.page("/en/") for headline in MOMENTS}


def settled(hand: Hand) -> bool:
    return hand("waiting") == 0


def test_time_changes_stories_on_time(room: Room) -> None:
    with room.hand() as hand, room.worker():
        moment = datetime.now(UTC) + timedelta(seconds=HOUR)
        seen = write_all(hand, moment)
        eventually(lambda: seen["Expiring"](room), "the story that is to expire")
        room.set_clock((moment - datetime.now(UTC)).total_seconds() - 2)
        delays: dict[str, float] = {}
        while len(delays) < len(seen):
            for headline, look in seen.items():
                there, looked = look(room), room.now()
                changed = there != (headline == "Expiring")
                assert not (changed and looked < moment), f"{headline}: {moment - looked} too early"
                if changed:
                    delays.setdefault(headline, (looked - moment).total_seconds())
            assert room.now() < moment + timedelta(minutes=1), f"only {delays} came to their time"
            time.sleep(0.01)
        print("seconds after the clock:", delays)
        eventually(lambda: settled(hand), "the end of the bake")
        assert hand("differences") == []


def test_what_fell_due_while_no_worker_ran_happens_at_its_start(room: Room) -> None:
    with room.hand() as hand:
        with room.worker():
            seen = write_all(hand, datetime.now(UTC) + timedelta(seconds=HOUR))
            eventually(lambda: seen["Expiring"](room), "the story that is to expire")
        room.set_clock(HOUR + 60)
        assert [headline for headline, look in seen.items() if look(room)] == ["Expiring"]
        with room.worker():
            eventually(lambda: seen["Embargoed"](room) and seen["Scheduled"](room), "the stories whose time had come")
            eventually(lambda: not seen["Expiring"](room), "the end of the expired story")
            eventually(lambda: settled(hand), "the end of the bake")
            assert hand("differences") == []


def test_a_clock_that_jumps_loses_nothing_and_publishes_nothing_early(room: Room) -> None:
    with room.hand() as hand, room.worker():
        moment = datetime.now(UTC) + timedelta(seconds=HOUR)
        seen = write_all(hand, moment)
        on_site = lambda: {headline for headline, look in seen.items() if look(room)}  # noqa: E731
        eventually(lambda: on_site() == {"Expiring"}, "the story that is to expire")

        room.set_clock(HOUR - 60)  # to shortly before the moment
        hand("publish", "Published after the first jump")
        eventually(lambda: "Published after the first jump" in room.page("/en/"), "a story published then")
        assert on_site() == {"Expiring"}

        room.set_clock(HOUR + 60)
        eventually(lambda: on_site() == {"Embargoed", "Scheduled"}, "the moment that was jumped over")
        later = hand("publish", "Published in the wrong hour")
        eventually(lambda: room.is_public(later), "a story published then")

        room.set_clock(0)
        eventually(
            lambda: on_site() == {"Expiring", "Scheduled"}, "the embargo that holds again, the story that is back"
        )
        last = hand("publish", "Published after the clock went back")
        eventually(lambda: room.is_public(last), "a story published then")
        eventually(lambda: settled(hand), "the end of the bake")
        assert "Published in the wrong hour" in room.page("/en/")
        assert hand("differences") == []

        room.set_clock(HOUR + 60)
        eventually(lambda: on_site() == {"Embargoed", "Scheduled"}, "the moment when it came again")
        eventually(lambda: settled(hand), "the end of the bake")
        assert hand("differences") == []


@pytest.mark.django_db
def test_a_mass_of_pages_does_not_keep_time_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LONGEST_NAP", 0)  # it looks at the clock between any two slices, then
    room = SmallNewsroom(tmp_path)
    for number in range(5):
        room.story(f"Story {number}")
    room.bake()
    room.baker.graph.state.end_full_bake()  # as a worker's own full bake would have
    site = SiteSettings.get()
    site.texts.set([SiteText(language="en", name="Renamed")])  # it stands on every page
    site.save()

    class Timetable:
        """One story falls due in the midst of the mass bake."""

        next_moment, take_back = staticmethod(schedule.next_moment), staticmethod(schedule.take_back)

        def __init__(self) -> None:
            self.looks: list[tuple[int, bool]] = []

        def carry_out(self, now: datetime) -> int:
            if len(self.looks) == 3:
                room.story("Timely")
            self.looks.append((room.baker.graph.counts()["stale"], "Timely" in room.read("en/index.html")))
            return 0

    timetable = Timetable()
    herald = WebSubNotifier(baker=room.baker, state=room.folder, canonical="")
    Worker(room.baker, schedule=timetable, notifier=herald, processes=1)._turn(threading.Event())
    assert [left for left, there in timetable.looks if there and left > 0]
    assert room.baker.graph.counts()["stale"] == 0
    assert "Renamed" in room.read("en/index.html")
