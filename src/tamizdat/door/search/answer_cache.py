"""Answers that are given again to whoever asks the same, as readers do who follow one piece of news. In memory alone, so
many bytes and no more, and only while the index and the page around the results are what they were."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from tamizdat.door.reply import Reply, Request, status_line

MOST_BYTES = 4 * 1024 * 1024
LONGEST = 512
"""Bytes of an address and of what its reader's browser unpacks: only the hostile send more."""
ANSWER_OVERHEAD = 1_000
"""Bytes that an answer takes beside its body and its key."""
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
        """`state` is of all that answers come from: another one, and none of those that are kept is true any more."""
        if state != self._state:
            self._answers.clear()
            self._bytes, self._state = 0, state
        key = _key(request)
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, request: Request, state: object, answer: SearchAnswer) -> None:
        """`state` is that from before the answer was made. What is no answer is not kept, such as that there is no index."""
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
