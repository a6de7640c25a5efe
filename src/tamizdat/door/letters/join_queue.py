"""Puts sign-ups into the store many at a time: each is answered when its transaction is on the disk.

While one transaction is written the next ones gather, so a flood costs a write for hundreds, and a single reader waits for one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from tamizdat.door.letters.forms import JoinForm

MOST_AT_ONCE = 500
"""Sign-ups in one transaction: other writers of the store wait for no longer than these take."""


class JoinQueue:
    """`store` writes some and says of each whether a list of it is open. It blocks, and runs in a thread of `threads`."""

    def __init__(self, store: Callable[[Sequence[JoinForm]], Sequence[bool]], threads: Executor) -> None:
        self._store, self._threads = store, threads
        self._waiting: list[tuple[JoinForm, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def put(self, form: JoinForm) -> bool:
        """Whether a list of the form is open. Returns when it is stored; raises what `store` raises."""
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[bool] = loop.create_future()
        self._waiting.append((form, stored))
        if self._writer is None:
            self._writer = loop.create_task(self._write())
        return await stored

    async def close(self) -> None:
        """What is under way is stored and answered."""
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                try:
                    results = await loop.run_in_executor(self._threads, self._store, [form for form, _ in taken])
                except Exception as error:  # it belongs to those who wait, each of whom says so to a reader
                    for _, stored in taken:
                        if not stored.done():
                            stored.set_exception(error)
                else:
                    for (_, stored), is_open in zip(taken, results, strict=True):
                        if not stored.done():
                            stored.set_result(is_open)
        finally:
            self._writer = None
