"""Answers are given again only while they are true, and only so many are kept."""

from __future__ import annotations

from tamizdat.door.reply import Reply, Request, status_line
from tamizdat.door.search.answer_cache import ANSWER_OVERHEAD, AnswerCache, SearchAnswer


def request(target: str, coding: bytes = b"br") -> Request:
    return Request(method=b"GET", target=target.encode(), headers={b"accept-encoding": coding})


def answer(status: int = 200, body: bytes = b"{}") -> SearchAnswer:
    return SearchAnswer(reply=Reply(status_line(status), body))


def kept(most_bytes: int = 10_000) -> AnswerCache:
    answers = AnswerCache(most_bytes)
    answers.get(request("/"), "one state")
    return answers


def test_the_same_question_gets_the_same_answer_in_the_coding_that_its_reader_unpacks() -> None:
    answers, made = kept(), answer()
    answers.put(request("/api/search?q=a"), "one state", made)
    assert answers.get(request("/api/search?q=a"), "one state") is made
    assert answers.get(request("/api/search?q=b"), "one state") is None
    assert answers.get(request("/api/search?q=a", b"gzip"), "one state") is None


def test_with_another_state_nothing_is_true_any_more() -> None:
    answers = kept()
    answers.put(request("/api/search?q=a"), "one state", answer())
    assert answers.get(request("/api/search?q=a"), "another") is None
    assert answers.get(request("/api/search?q=a"), "one state") is None
    answers.put(request("/api/search?q=a"), "from before the change", answer())
    assert answers.get(request("/api/search?q=a"), "one state") is None


def test_what_is_no_answer_is_not_kept() -> None:
    answers = kept()
    answers.put(request("/api/search?q=a"), "one state", answer(503))
    answers.put(request(f"/api/search?q={'a' * 600}"), "one state", answer())
    assert answers.get(request("/api/search?q=a"), "one state") is None
    assert answers.get(request(f"/api/search?q={'a' * 600}"), "one state") is None


def test_what_was_not_asked_for_longest_goes_first_when_there_are_too_many_bytes() -> None:
    answers = kept(3 * (ANSWER_OVERHEAD + 200))
    for number in range(3):
        answers.put(request(f"/?{number}"), "one state", answer(body=b"a" * 100))
    answers.get(request("/?0"), "one state")
    answers.put(request("/?3"), "one state", answer(body=b"a" * 100))
    there = [number for number in range(4) if answers.get(request(f"/?{number}"), "one state")]
    assert there == [0, 2, 3]
    answers.put(request("/?large"), "one state", answer(body=b"a" * 9_000))
    assert not any(answers.get(request(f"/?{one}"), "one state") for one in (*range(4), "large"))
