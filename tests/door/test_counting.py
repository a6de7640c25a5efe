"""What counts as a read, what is remembered of it, and for how long."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamizdat.audience.store import counts
from tamizdat.door.daily_visitors import DailyVisitors
from tamizdat.door.pending_counts import FLUSH_SECONDS, LONGEST_PAUSE, MOST_PENDING, PendingCounts
from tamizdat.door.rate_limit import MOST_BUCKETS, RateLimiter
from tamizdat.door.robots import is_robot
from tamizdat.kit.networks import network

DAY = date(2026, 11, 24)
READERS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; arm_64; Android 12) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 YaBrowser/24.1.0.0 "
    "Mobile Safari/537.36",
    "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; ru) Presto/2.12.423 Version/12.16",
]
ROBOTS = [
    "",
    "curl/8.5.0",
    "python-requests/2.32",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 11; moto g power) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36 Chrome-Lighthouse",
    "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Feedly/1.0",
]


@pytest.mark.parametrize("agent", READERS)
def test_a_browser_is_a_reader(agent: str) -> None:
    assert not is_robot(agent.encode())


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_program_is_a_robot(agent: str) -> None:
    assert is_robot(agent.encode())


def test_a_reload_is_seen_and_another_reader_page_or_day_is_not() -> None:
    seen = DailyVisitors(buckets=64)
    assert seen.is_new(DAY, b"address", b"agent", b"/en/a/")
    assert not seen.is_new(DAY, b"address", b"agent", b"/en/a/")
    assert seen.is_new(DAY, b"another", b"agent", b"/en/a/")
    assert seen.is_new(DAY, b"address", b"another", b"/en/a/")
    assert seen.is_new(DAY, b"address", b"agent", b"/en/b/")
    assert seen.is_new(DAY + timedelta(days=1), b"address", b"agent", b"/en/a/")


def test_parts_do_not_run_into_each_other() -> None:
    seen = DailyVisitors(buckets=64)
    assert seen.is_new(DAY, b"1.2.3.4", b"5agent", b"/")
    assert seen.is_new(DAY, b"1.2.3.45", b"agent", b"/")


def test_at_midnight_the_salt_and_every_mark_are_gone() -> None:
    seen = DailyVisitors(buckets=64)
    seen.is_new(DAY, b"address", b"agent", b"/en/a/")
    before = bytes(seen._memory)
    seen.start_day(DAY + timedelta(days=1))
    after = bytes(seen._memory)
    assert any(before[40:])
    assert not any(after[40:])
    assert before[8:40] != after[8:40]


def test_memory_stays_as_large_as_it_was_and_the_newest_are_remembered() -> None:
    seen = DailyVisitors(buckets=4)
    size = len(seen._memory)
    for number in range(1_000):
        assert seen.is_new(DAY, b"%d" % number)
    assert not seen.is_new(DAY, b"999")
    assert len(seen._memory) == size


def test_processes_share_what_they_have_seen() -> None:
    """Each of four asks for the same thousand reads: together they are told a thousand times that one is new."""
    code = """
import os
from datetime import date
from tamizdat.door.daily_visitors import DailyVisitors
seen = DailyVisitors(buckets=4_096)
ends = []
for _ in range(4):
    out, into = os.pipe()
    if not os.fork():
        new = sum(seen.is_new(date(2026, 11, 24), b"%d" % number) for number in range(1_000))
        os.write(into, b"%d" % new)
        os._exit(0)
    os.close(into)
    ends.append(out)
print(sum(int(os.read(end, 10)) for end in ends))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    assert int(told) == 1_000


def test_an_address_has_its_burst_and_then_its_pace() -> None:
    rates = RateLimiter(burst=3, seconds=10)
    assert [rates.allows(b"a", 100.0) for _ in range(4)] == [True, True, True, False]
    assert rates.allows(b"b", 100.0)
    assert not rates.allows(b"a", 109.0)
    assert rates.allows(b"a", 110.0)
    assert not rates.allows(b"a", 110.0)
    assert [rates.allows(b"a", 1_000.0) for _ in range(4)] == [True, True, True, False]


def test_a_flood_of_addresses_takes_no_more_memory_than_so_many() -> None:
    rates = RateLimiter(burst=1, seconds=10)
    for number in range(MOST_BUCKETS * 2):
        rates.allows(b"%d" % number, 0.0)
    assert len(rates._full_at) == MOST_BUCKETS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"203.0.113.7", b"203.0.113.8", False),
        (b"2001:db8:1:2::1", b"2001:db8:1:2:ffff::9", True),
        (b"2001:db8:1:2::1", b"2001:db8:1:3::1", False),
        (b"::ffff:203.0.113.7", b"203.0.113.7", True),
        (b"[2001:db8:1:2::1]", b"2001:db8:1:2::1", True),
        (b"fe80::1%eth0", b"fe80::2%eth1", True),
    ],
)
def test_a_network_is_what_one_reader_has(one: bytes, other: bytes, same: bool) -> None:
    assert (network(one) == network(other)) is same


@given(st.binary(max_size=200))
def test_whatever_a_front_server_says_is_some_network(address: bytes) -> None:
    assert len(network(address)) <= 64


def test_what_cannot_be_stored_waits_longer_each_time_and_is_not_lost(tmp_path: Path) -> None:
    store = tmp_path / "not yet" / "audience.sqlite3"
    reads = PendingCounts(store, counts.add)
    reads.count(DAY, counts.READ, "/en/a/")
    now, pauses = 0.0, []
    for _ in range(6):
        assert reads.is_due(now)
        taken = reads.take()
        reads.count(DAY, counts.READ, "/en/a/")  # meanwhile
        error = reads.store(taken)
        assert error is not None
        reads.stored(taken, error, now)
        pauses.append(reads._next - now)
        assert not reads.is_due(now)
        now = reads._next
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    store.parent.mkdir()
    taken = reads.take()
    assert reads.store(taken) is None
    reads.stored(taken, None, now)
    assert counts.by_page(store, counts.READ, DAY) == {"/en/a/": 7}
    assert reads._next - now == FLUSH_SECONDS


def test_a_flood_of_pages_waits_in_bounded_memory(tmp_path: Path) -> None:
    reads = PendingCounts(tmp_path / "nowhere" / "audience.sqlite3", counts.add)
    for number in range(MOST_PENDING + 100):
        reads.count(DAY, counts.READ, f"/{number}/")
    taken = reads.take()
    assert len(taken) == MOST_PENDING
    for number in range(100):
        reads.count(DAY, counts.READ, f"/new/{number}/")
    reads.stored(taken, reads.store(taken), 0.0)
    assert len(reads.take()) == MOST_PENDING


def test_taking_nothing_is_taking_nothing(tmp_path: Path) -> None:
    reads = PendingCounts(tmp_path / "audience.sqlite3", counts.add)
    assert not reads.is_due(1e9)
    assert reads.take() == Counter()
