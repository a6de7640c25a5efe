"""Sends and deliveries: who is mailed, who takes what, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from tamizdat.letters import LettersError, subscribing
from tamizdat.letters.links import LEAVE_ALL, Link
from tamizdat.letters.store import Store, deliveries, senders, sends
from tamizdat.letters.store.deliveries import Delivery, Result
from tests.letters.conftest import KEY
from tests.letters.test_subscribing import DAY, NOW, subscribed

LINKS = "{{preferences}} {{leave}}"


def content(language: str, **fields: Any) -> sends.Content:
    given = {"subject": "News", "discreet_subject": "Hello", "from_name": "Us", "discreet_from_name": "A"}
    return sends.Content(language=language, **{**given, "html": f"<p>{LINKS}", "text": LINKS, **fields})


def start(store: Store, letter: int = 1, **fields: Any) -> int:
    given = {"list": 1, "title": "Weekly 1", "contents": [content("en")], "stories": [5], "now": NOW + DAY}
    return sends.start(store, letter=letter, **{**given, **fields})


def readers_of(store: Store, number: int) -> list[int]:
    return [subscribed(store, f"r{n}@{('a', 'b')[n % 2]}.example.org") for n in range(number)]


def outcome(one: Delivery, state: str, **fields: Any) -> Result:
    return Result(send=one.send, reader=one.reader, state=state, attempts=one.attempts + 1, **fields)


def pair(one: Delivery) -> tuple[int, int]:
    return one.send, one.reader


def send_all(store: Store, sender: str, now: int, most: int = 100) -> list[Delivery]:
    taken = deliveries.take(store, sender, most, now)
    assert deliveries.mark_in_flight(store, sender, map(pair, taken)) == set(map(pair, taken))
    deliveries.settle(store, sender, [outcome(one, "handed_over") for one in taken])
    return taken


def test_a_letter_goes_to_active_readers_whose_language_it_has(store: Store) -> None:
    reader, paused, left, russian, plain = readers_of(store, 5)
    other = subscribed(store, "other@example.org", lists=[2])
    subscribing.pause(store, paused, NOW + 2 * DAY, NOW, "form")
    subscribing.leave_all(store, left, NOW, "form")
    for one, language, wants_text in ((russian, "ru", False), (plain, "en", True)):
        choices = {"language": language, "wants_text": wants_text, "discreet": True, "paused_until": None, "lists": [1]}
        subscribing.change(store, one, **choices, now=NOW, how="form")  # type: ignore[arg-type]
    send = start(store)
    taken = deliveries.take(store, "s", 100, NOW + DAY)
    assert {one.reader for one in taken} == {reader, plain}
    assert other not in {one.reader for one in taken}
    texts = sends.contents(store, send)
    by_reader = {one.reader: one for one in taken}
    assert texts[by_reader[reader].content].html
    assert texts[by_reader[plain].content].html == ""
    assert texts[by_reader[plain].content].wants_text
    assert by_reader[plain].discreet
    assert sends.stories(store, send) == [5]


def test_a_letter_is_sent_once(store: Store) -> None:
    readers_of(store, 1)
    send = start(store)
    with pytest.raises(LettersError, match="sent already"):
        start(store)
    assert sends.cancel(store, send, NOW)
    again = start(store)
    last = sends.last_of_letter(store, sends.one(store, again).letter)
    assert last == sends.one(store, again)
    assert sends.by_state(store) == {sends.CANCELLED: 1, sends.WAITING: 1}


@pytest.mark.parametrize("fields", [{"html": "<p>{{leave}}"}, {"text": "{{preferences}}"}])
def test_a_letter_that_nobody_could_leave_is_not_sent(store: Store, fields: dict[str, str]) -> None:
    with pytest.raises(LettersError, match="nobody could leave"):
        start(store, contents=[content("en", **fields)])
    assert sends.newest(store, 5) == []


def test_two_senders_share_the_work_and_a_send_ends_when_nothing_waits(store: Store) -> None:
    readers_of(store, 6)
    send = start(store)
    first, second = (deliveries.take(store, name, 3, NOW + DAY) for name in ("one", "two"))
    assert len(set(map(pair, first + second))) == 6
    assert deliveries.take(store, "three", 3, NOW + DAY) == []
    deliveries.settle(store, "one", [outcome(one, "handed_over") for one in first])
    assert sends.finish(store, NOW + DAY + 5) == []
    deliveries.settle(store, "two", [outcome(one, "deferred", due=NOW + 2 * DAY, answer="421 later") for one in second])
    assert deliveries.take(store, "two", 3, NOW + DAY + 10) == []
    assert sends.status(store, send).deferred == 3
    later = send_all(store, "two", NOW + 2 * DAY)
    assert {one.attempts for one in later} == {1}
    assert sends.finish(store, NOW + 2 * DAY) == [send]
    status = sends.status(store, send)
    assert (status.all, status.handed_over, status.state) == (6, 6, "done")
    assert (status.started, status.ended) == (NOW + DAY, NOW + 2 * DAY)


def test_a_domain_that_has_had_its_share_waits(store: Store) -> None:
    readers_of(store, 4)
    start(store)
    assert {one.domain for one in deliveries.take(store, "s", 9, NOW + DAY, ["a.example.org"])} == {"b.example.org"}


def test_a_dead_sender_leaves_only_what_was_in_flight_uncertain(store: Store) -> None:
    readers_of(store, 4)
    send = start(store)
    senders.seen(store, "dead", 12, NOW)
    taken = deliveries.take(store, "dead", 3, NOW + DAY)
    deliveries.mark_in_flight(store, "dead", [pair(taken[0])])
    assert senders.every(store) == [("dead", 12, NOW)]
    assert deliveries.recover(store, "dead") == 1
    assert senders.every(store) == []
    assert len(send_all(store, "living", NOW + DAY)) == 3
    assert deliveries.mark_in_flight(store, "dead", map(pair, taken[1:])) == set(), "others have them now"
    assert sends.finish(store, NOW + DAY) == [send]
    assert sends.status(store, send).uncertain == 1
    assert [reader for reader, _ in deliveries.uncertain(store, send, 9)] == [taken[0].reader]
    assert sends.resend_uncertain(store, send, NOW + DAY) == 1
    assert [one.reader for one in send_all(store, "living", NOW + DAY)] == [taken[0].reader]


def test_an_answer_that_comes_after_all_is_believed(store: Store) -> None:
    readers_of(store, 1)
    send = start(store)
    taken = deliveries.take(store, "slow", 1, NOW + DAY)
    deliveries.mark_in_flight(store, "slow", map(pair, taken))
    deliveries.recover(store, "slow")
    deliveries.settle(store, "slow", [outcome(taken[0], "handed_over")])
    assert sends.status(store, send).handed_over == 1


def test_pausing_and_resuming_goes_on_where_it_stopped(store: Store) -> None:
    readers_of(store, 4)
    send = start(store)
    done = send_all(store, "s", NOW + DAY, most=2)
    assert sends.pause(store, send)
    assert deliveries.take(store, "s", 9, NOW + DAY) == []
    assert sends.resume(store, send)
    assert not sends.resume(store, send)
    rest = send_all(store, "s", NOW + DAY)
    assert len(done) == len(rest) == 2
    assert not set(map(pair, done)) & set(map(pair, rest))


def test_cancelling_stops_what_a_sender_has_taken(store: Store) -> None:
    readers_of(store, 4)
    send = start(store)
    flying, held = deliveries.take(store, "s", 2, NOW + DAY)
    deliveries.mark_in_flight(store, "s", [pair(flying)])
    assert sends.cancel(store, send, NOW + DAY)
    assert deliveries.mark_in_flight(store, "s", [pair(held)]) == set()
    deliveries.settle(store, "s", [outcome(flying, "deferred", due=NOW)])
    assert sends.status(store, send).cancelled == 4
    assert not sends.pause(store, send)


def test_who_leaves_while_the_letter_waits_is_not_mailed(store: Store) -> None:
    gone, erased, stays = readers_of(store, 3)
    send = start(store)
    subscribing.leave(store, Link(action=LEAVE_ALL, reader=gone), NOW, "mail")
    subscribing.erase(store, KEY, erased, NOW)
    assert [one.reader for one in send_all(store, "s", NOW + DAY)] == [stays]
    assert sends.status(store, send).cancelled == 2
    assert deliveries.bounce(store, send, stays, "550 no such user")
    assert sends.status(store, send).bounced == 1
