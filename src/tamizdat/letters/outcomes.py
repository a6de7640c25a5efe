"""What follows from the server's answer to one message: for that reader, or for the whole send when it refuses everybody."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Protocol

from tamizdat.letters.journal import Journal
from tamizdat.letters.limits import retry_after
from tamizdat.letters.store import deliveries, sends, singles
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.deliveries import Delivery, Result
from tamizdat.letters.store.singles import Single, SingleResult
from tamizdat.letters.transport.port import Fate, Outcome

REFUSED_IN_A_ROW = 5
"""Letters that the server refuses for good, with none taken in between, after which the send is paused: it refuses us."""
_STATES = {
    Fate.HANDED_OVER: deliveries.HANDED_OVER,
    Fate.BOUNCED: deliveries.BOUNCED,
    Fate.GIVEN_UP: deliveries.GIVEN_UP,
    Fate.UNCERTAIN: deliveries.UNCERTAIN,
}


class Queue(Protocol):
    """What else is to be done with a send."""

    def pause(self, send: int, why: str) -> None: ...

    def release(self, send: int) -> None:
        """Letters of it that were taken and not tried wait again."""


class Outcomes:
    def __init__(self, store: Store, journal: Journal, queue: Queue) -> None:
        self._store, self._journal, self._queue = store, journal, queue
        self._refused: dict[int, list[tuple[Delivery, str]]] = defaultdict(list)

    def decide(self) -> None:
        """Nothing is under way: settle what was held back because the server refused it."""
        for send in list(self._refused):
            if sends.status(self._store, send).handed_over:
                self._give_up(send)
            else:
                self._pause_refused(send)

    def letter(self, job: Delivery, outcome: Outcome) -> None:
        attempts = job.attempts + 1
        if outcome.fate is Fate.REFUSED:
            self._refuse(job, outcome.answer)
        elif outcome.fate is Fate.STOPPED:
            self._journal.settle(waiting(job))
            self._queue.release(job.send)
        elif outcome.fate is Fate.LATER:
            seconds = retry_after(attempts)
            self._journal.settle(
                Result(
                    send=job.send,
                    reader=job.reader,
                    state=deliveries.GIVEN_UP if seconds is None else deliveries.DEFERRED,
                    answer=outcome.answer,
                    due=int(time.time()) + (seconds or 0),
                    attempts=attempts,
                )
            )
        else:
            self._journal.settle(_result(job, _STATES[outcome.fate], outcome.answer))
            if outcome.fate is Fate.HANDED_OVER and job.send in self._refused:
                self._give_up(job.send)

    def notice(self, job: Single, outcome: Outcome) -> None:
        state, due = singles.FAILED, 0
        if outcome.fate is Fate.HANDED_OVER:
            state = singles.SENT
        elif outcome.fate is Fate.UNCERTAIN:
            state = singles.UNCERTAIN
        elif outcome.fate is Fate.LATER and (seconds := retry_after(job.attempts + 1)):
            state, due = singles.WAITING, int(time.time()) + seconds
        elif outcome.fate is Fate.STOPPED:
            return  # it is another sender's now
        self._journal.settle(SingleResult(id=job.id, state=state, answer=outcome.answer, due=due))

    def _refuse(self, job: Delivery, answer: str) -> None:
        """Nobody is given up before it is known whether the server refuses this one letter or all of them."""
        send = sends.one(self._store, job.send)
        if send is None or send.state not in (sends.WAITING, sends.SENDING):
            self._journal.settle(waiting(job))
            return
        self._journal.settle(held(job))
        self._refused[job.send].append((job, answer))
        if len(self._refused[job.send]) >= REFUSED_IN_A_ROW:
            self._pause_refused(job.send)

    def _give_up(self, send: int) -> None:
        """The server took other letters of this send: these were refused for reasons of their own."""
        for job, answer in self._refused.pop(send):
            self._journal.settle(_result(job, deliveries.GIVEN_UP, answer))

    def _pause_refused(self, send: int) -> None:
        """The server takes none: no reader's letter is given up for that."""
        refused = self._refused.pop(send)
        for job, _ in refused:
            self._journal.settle(waiting(job))
        self._queue.pause(send, f"The server refuses letter after letter. Its answer: {refused[-1][1]}")


def _result(job: Delivery, state: str, answer: str) -> Result:
    return Result(send=job.send, reader=job.reader, state=state, answer=answer, attempts=job.attempts + 1)


def waiting(job: Delivery, due: int = 0) -> Result:
    return Result(send=job.send, reader=job.reader, state=sends.WAITING, due=due, attempts=job.attempts)


def held(job: Delivery) -> Result:
    return Result(send=job.send, reader=job.reader, state=deliveries.TAKEN, attempts=job.attempts)
