"""Signing up, confirming, changing, leaving, and what a flood of forged sign-ups does."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tamizdat.letters import BadAddress, joining, subscribing
from tamizdat.letters.links import CONFIRM, LEAVE, LEAVE_ALL, Link
from tamizdat.letters.store import Store, consents, figures, readers, shown, singles, suppressed
from tests.letters.conftest import KEY

NOW = 1_796_000_000
DAY = 86_400


def ask(store: Store, address: str = "reader@example.org", **fields: Any) -> subscribing.Joined:
    given = {"language": "en", "lists": [1], "how": "form", "shown": "", "now": NOW, **fields}
    return subscribing.join(store, KEY, address=address, **given)


def confirm(store: Store, reader: int | None, now: int = NOW + 60) -> subscribing.Done | None:
    assert reader
    return subscribing.confirm(store, Link(action=CONFIRM, reader=reader), now)


def subscribed(store: Store, address: str = "reader@example.org", **fields: Any) -> int:
    reader = ask(store, address, **fields).reader
    assert confirm(store, reader)
    assert reader
    return reader


def states(store: Store, reader: int) -> dict[int, str]:
    return {one.list: one.state for one in readers.subscriptions(store, reader)}


def queued(store: Store) -> list[tuple[str, str]]:
    with store.reading() as db:
        rows = db.execute("SELECT kind, address FROM letters_single ORDER BY id")
    return [(kind, address) for kind, address in rows]


def test_nobody_is_subscribed_before_they_confirm(store: Store) -> None:
    joined = ask(store, "Reader@Example.org", lists=[1, 3], language="ru")
    assert joined.mailed == "confirm"
    assert states(store, joined.reader or 0) == {1: "pending"}, "list 3 is closed"
    done = confirm(store, joined.reader)
    assert done
    assert done.lists == (1,)
    assert states(store, done.reader) == {1: "active"}
    assert queued(store) == [("confirm", "Reader@example.org"), ("welcome", "Reader@example.org")]
    assert figures.by_list(store)[1] == figures.Figures(active=1, by_language={"ru": 1})
    again = confirm(store, joined.reader)
    assert again
    assert again.lists == ()
    assert len(queued(store)) == 2


def test_a_consent_says_what_was_shown_and_when_and_how(store: Store) -> None:
    shown.put(store, [("en", "One letter a week.")])
    digest = shown.digest("en", "One letter a week.")
    reader = ask(store, shown=digest).reader
    assert reader
    confirm(store, reader)
    asked, confirmed = consents.of_reader(store, reader)
    assert (asked.action, asked.at, asked.how, asked.shown) == ("asked", NOW, "form", digest)
    assert (confirmed.action, confirmed.at) == ("confirmed", NOW + 60)
    assert shown.text(store, asked.shown) == "One letter a week."
    forged = ask(store, "other@example.org", shown="x" * 10_000).reader
    assert forged
    assert consents.of_reader(store, forged)[0].shown == ""


@pytest.mark.parametrize(
    "again", ["reader@example.org", "READER@example.org", "reader+1@example.org", "reader@EXAMPLE.ORG."]
)
def test_a_stranger_is_mailed_once_a_day_however_often_their_address_is_typed(store: Store, again: str) -> None:
    ask(store)
    for lists in ([1], [2], [1, 2]):
        assert ask(store, again, lists=lists, now=NOW + DAY - 1).mailed == ""
    assert len(queued(store)) == 1
    assert ask(store, again, now=NOW + DAY).mailed == "confirm"


def test_who_is_subscribed_is_told_so_by_mail_alone(store: Store) -> None:
    reader = subscribed(store)
    joined = ask(store, language="ru", now=NOW + 120)
    assert (joined.reader, joined.mailed) == (reader, "already")
    found = readers.one(store, reader)
    assert found
    assert found.language == "en", "a stranger changes nothing"


def test_a_link_confirms_what_its_mail_named_and_the_rest_is_asked_anew(store: Store) -> None:
    reader = ask(store).reader
    ask(store, lists=[2], now=NOW + 30)
    done = confirm(store, reader)
    assert done
    assert states(store, done.reader) == {1: "active", 2: "pending"}
    assert [kind for kind, _ in queued(store)] == ["confirm", "welcome", "confirm"]
    confirm(store, reader, NOW + 90)
    assert states(store, done.reader) == {1: "active", 2: "active"}


def test_leaving_one_list_all_lists_and_twice(store: Store) -> None:
    reader = subscribed(store, lists=[1, 2])
    year = 365 * DAY
    leave = Link(action=LEAVE, reader=reader, list=1)
    assert subscribing.leave(store, leave, NOW + year, "form")
    assert states(store, reader) == {1: "left", 2: "active"}
    assert subscribing.leave(store, leave, NOW + year, "form")
    assert subscribing.leave(store, Link(action=LEAVE_ALL, reader=reader), NOW + year, "mail")
    found = readers.one(store, reader)
    assert found
    assert found.state == "left"
    assert queued(store)[-1][0] == "left", "who leaves by mail is answered by mail"
    assert subscribing.leave(store, Link(action=LEAVE_ALL, reader=reader + 1), NOW, "form") is None
    assert [one.action for one in consents.of_reader(store, reader)].count("left") == 2


def test_who_left_may_come_back_on_the_same_day(store: Store) -> None:
    reader = subscribed(store)
    subscribing.leave_all(store, reader, NOW + 100, "form")
    assert ask(store, now=NOW + 200).mailed == "confirm"
    confirm(store, reader, NOW + 300)
    found = readers.one(store, reader)
    assert found
    assert (found.state, found.confirmed) == ("active", NOW + 60)


def test_preferences_are_saved_as_they_were_sent(store: Store) -> None:
    reader = subscribed(store)
    done = subscribing.change(
        store,
        reader,
        language="ru",
        wants_text=True,
        discreet=True,
        paused_until=NOW + DAY,
        lists=[2, 3],
        now=NOW + 90,
        how="form",
    )
    assert done
    assert states(store, reader) == {1: "left", 2: "active"}
    found = readers.one(store, reader)
    assert found
    assert (found.language, found.wants_text, found.discreet, found.paused_until) == ("ru", True, True, NOW + DAY)
    actions = [one.action for one in consents.of_reader(store, reader)]
    assert actions[2:] == ["confirmed", "left", "paused", "changed"]


def test_a_complaint_stops_everything_and_a_form_does_not_undo_it(store: Store) -> None:
    reader = subscribed(store)
    assert subscribing.complain(store, reader, NOW + 100)
    assert suppressed.reason(store, KEY, "reader@example.org") == "complained"
    assert ask(store, now=NOW + 2 * DAY) == subscribing.Joined(reader=None)
    assert ask(store, now=NOW + 2 * DAY, how="mail").mailed == "confirm"
    confirm(store, reader, NOW + 3 * DAY)
    assert suppressed.reason(store, KEY, "reader@example.org") == ""


@pytest.mark.parametrize(
    ("days", "hard", "state"),
    [
        ([0], True, "bounced"),
        ([0, 1, 2, 3, 4], False, "bounced"),
        ([0, 1, 2, 3], False, "active"),
        ([0, 0, 0, 0, 0, 0], False, "active"),
        ([0, 1, 2, 3, 40], False, "active"),
    ],
)
def test_bounces_end_a_subscription_when_they_are_hard_or_many(
    store: Store, days: list[int], hard: bool, state: str
) -> None:
    reader = subscribed(store)
    for day in days:
        after = subscribing.bounce(store, reader, hard=hard, now=NOW + DAY * (day + 1))
    assert after == state
    assert suppressed.reason(store, KEY, "reader@example.org") == ("bounced" if state == "bounced" else "")


def test_a_person_can_be_given_and_erased_and_nothing_of_them_can_be_read(store: Store) -> None:
    reader = subscribed(store, "aigul.s@example.org")
    person = subscribing.person(store, reader)
    assert (person["address"], person["lists"][0]["list"]) == ("aigul.s@example.org", "weekly")
    assert [one["action"] for one in person["consents"]] == ["asked", "confirmed"]
    assert subscribing.erase(store, KEY, reader, NOW + 100)
    assert not subscribing.erase(store, KEY, reader, NOW + 100)
    assert suppressed.reason(store, KEY, "aigul.s@example.org") == "erased"
    assert [one.action for one in consents.of_reader(store, reader)] == ["erased"]
    with store.reading() as db:
        for table in ("reader", "single", "consent", "subscription", "suppressed", "delivery"):
            for row in db.execute(f"SELECT * FROM letters_{table}"):
                assert "aigul" not in repr(row)
    assert ask(store, "aigul.s@example.org", now=NOW + 200).reader != reader, "a number is never given again"


def test_many_in_one_transaction_are_as_many_alone(store: Store) -> None:
    wishes = [
        subscribing.Join(address=address, language="en", lists=[1], how="form", now=NOW)
        for address in ("a@example.org", "not an address", "b@example.org", "A@example.org")
    ]
    first, bad, second, again = subscribing.join_many(store, KEY, wishes)
    assert (first.mailed, bad.reader, second.mailed) == ("confirm", None, "confirm")
    assert (again.reader, again.mailed) == (first.reader, "")


def test_an_address_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(BadAddress):
        ask(store, "reader@example.org\r\nBcc: all@example.org")


def test_who_never_confirms_is_forgotten_after_a_week(store: Store) -> None:
    reader = ask(store).reader
    ask(store, "other@example.org", now=NOW + 7 * DAY + 1)
    assert readers.one(store, reader or 0) is None
    assert readers.by_state(store)["pending"] == 1
    assert confirm(store, reader) is None


def test_nothing_is_kept_for_longer_where_nobody_signs_up_any_more(store: Store) -> None:
    ask(store)
    subscribed(store, "other@example.org")
    subscribing.tidy(store, NOW + 8 * DAY)
    assert readers.by_state(store) == {"pending": 0, "active": 1, "left": 0, "bounced": 0, "complained": 0}
    with store.reading() as db:
        assert not db.execute("SELECT 1 FROM letters_single WHERE address = 'reader@example.org'")


def test_a_flood_keeps_the_newest_and_stops_mailing(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(joining, "MOST_PENDING", 20)
    monkeypatch.setattr(joining, "MOST_ASKED_A_DAY", 30)
    monkeypatch.setattr(joining, "LOOK_EVERY", 10)
    kept = subscribed(store, "kept@example.org", now=NOW - 10)
    with caplog.at_level(logging.ERROR):
        for second in range(10):
            wishes = [
                subscribing.Join(
                    address=f"r{second}-{n}@example.org", language="en", lists=[1], how="form", now=NOW + second
                )
                for n in range(5)
            ]
            subscribing.join_many(store, KEY, wishes)
    assert readers.by_state(store)["pending"] == 20
    assert readers.by_address(store, "r9-4@example.org")
    assert readers.by_address(store, "r0-0@example.org") is None
    assert readers.one(store, kept)
    assert [kind for kind, _ in queued(store)].count("confirm") == 30
    said = [record.message for record in caplog.records]
    assert len(said) == len(set(said)) == 2, "once an hour each"
    assert singles.take(store, "s", 100, NOW + 20)
