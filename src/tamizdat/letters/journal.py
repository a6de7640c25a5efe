"""What the store is told about each message, in as few transactions as possible: those of all connections go together.

A message is in flight only once the store has said so, on the disk or in the system's memory of it: a sender that is killed
leaves no more than one such message a connection.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from tamizdat.letters.errors import LettersError
from tamizdat.letters.store import deliveries, singles
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.deliveries import Delivery, Result
from tamizdat.letters.store.singles import Single, SingleResult

LONGEST_WAIT = 0.02
"""Seconds for which an answer may wait for the next message, to be written together with it."""

_Id = TypeVar("_Id")
_log = logging.getLogger(__name__)


class Journal:
    def __init__(self, store: Store, sender: str) -> None:
        self._store, self._sender = store, sender
        self._results: list[Result] = []
        self._single_results: list[SingleResult] = []
        self._asked: dict[tuple[int, int], asyncio.Future[bool]] = {}
        self._asked_singles: dict[int, asyncio.Future[bool]] = {}
        self._planned: asyncio.Handle | None = None
        self._planned_at = 0.0

    async def may_go(self, job: Delivery | Single) -> bool:
        """Note that it is in flight; False when it must not be sent any more. Raises LettersError, and it must not be then."""
        answer = asyncio.get_running_loop().create_future()
        if isinstance(job, Single):
            self._asked_singles[job.id] = answer
        else:
            self._asked[job.send, job.reader] = answer
        self._plan(0.0)
        return await answer

    def settle(self, result: Result | SingleResult) -> None:
        if isinstance(result, SingleResult):
            self._single_results.append(result)
        else:
            self._results.append(result)
        self._plan(LONGEST_WAIT)

    def flush(self) -> None:
        """Write what waits to be written. Raises LettersError; it then still waits."""
        if self._planned:
            self._planned.cancel()
            self._planned = None
        if self._results or self._asked:
            results = self._results
            allowed = _ask(self._asked, lambda ids: deliveries.advance(self._store, self._sender, results, ids))
            self._results = []
            _answer(self._asked, allowed)
        if self._single_results:
            singles.settle(self._store, self._sender, self._single_results)
            self._single_results = []
        if self._asked_singles:
            allowed_singles = _ask(
                self._asked_singles, lambda ids: singles.mark_in_flight(self._store, self._sender, ids)
            )
            _answer(self._asked_singles, allowed_singles)

    def _plan(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        at = loop.time() + seconds
        if self._planned and self._planned_at <= at:
            return
        if self._planned:
            self._planned.cancel()
        self._planned, self._planned_at = loop.call_at(at, self._flush_as_planned), at

    def _flush_as_planned(self) -> None:
        self._planned = None
        try:
            self.flush()
        except LettersError as error:
            # Whoever asked has the error; results are written with the next flush.
            _log.error("%s", error)
            self._plan(1.0)


def _ask(asked: dict[_Id, asyncio.Future[bool]], question: Callable[[list[_Id]], set[_Id]]) -> set[_Id]:
    try:
        return question(list(asked))
    except LettersError as error:
        for answer in asked.values():
            if not answer.done():
                answer.set_exception(error)
        asked.clear()
        raise


def _answer(asked: dict[_Id, asyncio.Future[bool]], allowed: set[_Id]) -> None:
    for id, answer in asked.items():
        if not answer.done():
            answer.set_result(id in allowed)
    asked.clear()
