"""Answers are given again only while they are true, and only so many are kept."""

from __future__ import annotations

from tamizdat.door.counter import Answered
from tamizdat.door.kept import AROUND, Kept
from tamizdat.door.reply import Reply, Request, status_line


def request(target: str, coding: bytes = b"br") -> Request:
    return Request(method=b"GET", target=target.encode(), headers={b"accept-encoding": coding})


def answer(status: int = 200, body: bytes = b"{}") -> Answered:
    return Answered(reply=Reply(status_line(status), body))


def kept(most_bytes: int = 10_000) -> Kept:
    answers = Kept(most_bytes)
    answers.find(request("/"), "one state")
    return answers


def test_the_same_question_gets_the_same_answer_in_the_coding_that_its_reader_unpacks() -> None:
    answers, made = kept(), answer()
    answers.keep(request("/api/search?q=a"), "one state", made)
    assert answers.find(request("/api/search?q=a"), "one state") is made
    assert answers.find(request("/api/search?q=b"), "one state") is None
    assert answers.find(request("/api/search?q=a", b"gzip"), "one state") is None


def test_with_another_state_nothing_is_true_any_more() -> None:
    answers = kept()
    answers.keep(request("/api/search?q=a"), "one state", answer())
    assert answers.find(request("/api/search?q=a"), "another") is None
    assert answers.find(request("/api/search?q=a"), "one state") is None
    answers.keep(request("/api/search?q=a"), "from before the change", answer())
    assert answers.find(request("/api/search?q=a"), "one state") is None


def test_what_is_no_answer_is_not_kept() -> None:
    answers = kept()
    answers.keep(request("/api/search?q=a"), "one state", answer(503))
    answers.keep(request(f"/api/search?q={'a' * 600}"), "one state", answer())
    assert answers.find(request("/api/search?q=a"), "one state") is None
    assert answers.find(request(f"/api/search?q={'a' * 600}"), "one state") is None


def test_what_was_not_asked_for_longest_goes_first_when_there_are_too_many_bytes() -> None:
    answers = kept(3 * (AROUND + 200))
    for number in range(3):
        answers.keep(request(f"/?{number}"), "one state", answer(body=b"a" * 100))
    answers.find(request("/?0"), "one state")
    answers.keep(request("/?3"), "one state", answer(body=b"a" * 100))
    there = [number for number in range(4) if answers.find(request(f"/?{number}"), "one state")]
    assert there == [0, 2, 3]
    answers.keep(request("/?large"), "one state", answer(body=b"a" * 9_000))
    assert not any(answers.find(request(f"/?{one}"), "one state") for one in (*range(4), "large"))
