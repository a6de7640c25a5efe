"""A cache of answers to searches, for many readers who follow one piece of news and search for the same words.

It is in memory only, limited in bytes, and emptied when the index, a search page or the day changes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from tamizdat.door.reply import Reply, Request, status_line

MOST_BYTES = 4 * 1024 * 1024
LONGEST = 512
"""Bytes of a request's target and Accept-Encoding; longer ones are not cached, since no browser sends them."""
ANSWER_OVERHEAD = 1_000
"""Bytes of memory that an answer takes besides its body and its key."""
Key = tuple[bytes, bytes]


@dataclass(frozen=True, kw_only=True)
class SearchAnswer:
    """`missed` is what was looked for and hardly found, in its normal form and its language; "" if it was found."""

    reply: Reply
    missed: str = ""
    language: str = ""


class AnswerCache:
    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._bytes = most_bytes, 0
        self._state: object = None
        self._answers: OrderedDict[Key, SearchAnswer] = OrderedDict()

    def get(self, request: Request, state: object) -> SearchAnswer | None:
        """`state` is SearchPages.state(): when it differs from the last one, all cached answers are dropped."""
        if state != self._state:
            self._answers.clear()
            self._bytes, self._state = 0, state
        key = _key(request)
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, request: Request, state: object, answer: SearchAnswer) -> None:
        """`state` was read before the answer was made. Only answers with status 200 are cached."""
        key = _key(request)
        lasts = state == self._state and answer.reply.head.startswith(status_line(200))
        if not lasts or key in self._answers or len(key[0]) + len(key[1]) > LONGEST:
            return
        self._answers[key] = answer
        self._bytes += _size(key, answer)
        while self._bytes > self._most:
            self._bytes -= _size(*self._answers.popitem(last=False))


def _key(request: Request) -> Key:
    return request.target, request.headers.get(b"accept-encoding", b"")


def _size(key: Key, answer: SearchAnswer) -> int:
    return ANSWER_OVERHEAD + len(key[0]) + len(key[1]) + len(answer.reply.head) + len(answer.reply.body)
