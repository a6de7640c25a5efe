"""One process of the sender: it takes what is due, gives it to its connections, and has it written down what became of it.

Nothing is decided by the clock of the system but what is due. A letter that is taken is no promise: whether it may go is asked
of the store at the last moment, so that a pause, a cancellation or another sender that took over has the last word.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tamizdat.letters import progress
from tamizdat.letters.errors import LettersError
from tamizdat.letters.journal import Journal
from tamizdat.letters.limits import Backoff, Limits
from tamizdat.letters.messages import Message
from tamizdat.letters.outcomes import Outcomes, held, waiting
from tamizdat.letters.store import deliveries, senders, sends, singles
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.deliveries import Delivery
from tamizdat.letters.store.singles import Single, SingleResult
from tamizdat.letters.transport.port import Connection, Fate, LetterRefused, RouteDown, RouteRefused, Transport
from tamizdat.letters.wording import Wording

TAKEN = 16
"""Letters that are taken for each connection: few, so that another sender gets its share and a kill leaves little to sort."""
SEEN_EVERY, SILENT = 5.0, 60
"""Seconds: how often a sender says that it is alive, and after how many without a word it counts as dead."""
POLL = 1.0
"""Seconds between looks into an empty queue."""
IDLE = 10.0
"""Seconds after which a connection without work is closed."""
STOP_TIMEOUT = 5.0
"""Seconds for the messages that are under way when the sender stops."""

Job = Delivery | Single
_log = logging.getLogger(__name__)


class Dispatch:
    """`wording` is asked for the templates of now before each look into the store. `should_stop` is asked all the time."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        *,
        wording: Callable[[], Wording],
        connections: int,
        limits: Limits,
        backoff: Backoff,
        should_stop: Callable[[], bool],
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.handed_over = 0
        self._store, self._transport, self._limits, self._backoff = store, transport, limits, backoff
        self._make_wording, self._wording = wording, wording()
        self._connections, self._should_stop = connections, should_stop
        self._journal = Journal(store, self.name)
        self._queue: deque[Job] = deque()
        self._filled, self._low = asyncio.Event(), asyncio.Event()
        self._busy = 0
        self._outcomes = Outcomes(store, self._journal, self)
        self._trouble = progress.trouble(store)

    async def run(self) -> None:
        """Until it should stop. What is under way then is finished, within seconds."""
        tasks = [asyncio.create_task(self._serve()) for _ in range(self._connections)]
        tasks += [asyncio.create_task(self._feed()), asyncio.create_task(self._live())]
        try:
            # The first to end does so because of an error, or because it is time to stop.
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self._should_stop():
                await asyncio.wait(tasks, timeout=STOP_TIMEOUT, return_when=asyncio.FIRST_EXCEPTION)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._journal.flush()
            deliveries.recover(self._store, self.name)

    @property
    def is_idle(self) -> bool:
        return not self._queue and not self._busy

    async def _live(self) -> None:
        """Says that this sender is alive, and finds those that are not."""
        next_word = 0.0
        while not self._should_stop():
            if time.monotonic() >= next_word:
                with _logged():
                    self._say_alive()
                next_word = time.monotonic() + SEEN_EVERY
            await asyncio.sleep(0.2)
        self._filled.set()
        self._low.set()

    def _say_alive(self) -> None:
        now = int(time.time())
        senders.seen(self._store, self.name, os.getpid(), now)
        others = [(name, process, seen) for name, process, seen in senders.every(self._store) if name != self.name]
        dead = [name for name, process, seen in others if _is_dead(name, process, seen, now)]
        for name in dead:
            if uncertain := deliveries.recover(self._store, name):
                _log.warning("A sender died. Letters that may or may not have been sent: %d.", uncertain)
        self._limits.share(1 + len(others) - len(dead))

    async def _feed(self) -> None:
        """Fills the queue: notices first, then letters."""
        most = TAKEN * self._connections
        while not self._should_stop():
            taken = 0
            if not self._backoff.wait():
                with _logged():
                    self._wording = self._make_wording()
                    taken = self._take(most - len(self._queue))
                    if not taken and self.is_idle:
                        self._settle_idle()
            self._low.clear()
            if self._queue:
                self._filled.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self._low.wait()

    def _take(self, most: int) -> int:
        now = int(time.time())
        notices = singles.take(self._store, self.name, most, now)
        self._queue.extendleft(reversed(notices))
        room = self._limits.room(most - len(notices))
        letters = deliveries.take(self._store, self.name, room, now) if room else []
        for one in letters:
            seconds = self._limits.turn(one.domain)
            if seconds:
                self._journal.settle(waiting(one, due=now + int(seconds) + 1))
            else:
                self._queue.append(one)
        return len(notices) + len(letters)

    def _settle_idle(self) -> None:
        """Nothing is due and nothing under way: say what has ended."""
        self._outcomes.decide()
        self._journal.flush()
        sends.finish(self._store, int(time.time()))

    async def _serve(self) -> None:
        """One connection after the other."""
        connection: Connection | None = None
        served = 0
        try:
            while not self._should_stop():
                job = await self._next()
                if job is None:
                    if connection:
                        await connection.close()
                    connection = None
                    continue
                self._busy += 1
                try:
                    if connection is None:
                        connection, served = await self._transport.connect(), 0
                    if await self._send(job, connection):
                        served += 1
                except RouteDown as error:
                    connection = None
                    self._put_back(job)
                    if not served:
                        self._route_is_down(str(error))
                    served = 0
                except LetterRefused as error:
                    self._refuse(job, str(error))
                except RouteRefused as error:
                    connection = None
                    self._put_back(job)
                    self._route_refuses(str(error))
                except LettersError as error:
                    connection = None
                    self._put_back(job)
                    _log.error("%s", error)
                    await asyncio.sleep(POLL)
                finally:
                    self._busy -= 1
                if connection and not connection.is_open:
                    connection = None
        finally:
            if connection:
                await connection.close()

    async def _next(self) -> Job | None:
        """None when there was none for a while."""
        loop = asyncio.get_running_loop()
        until = loop.time() + IDLE
        while not self._should_stop() and loop.time() < until:
            if self._queue and not self._backoff.wait():
                job = self._queue.popleft()
                if len(self._queue) < TAKEN * self._connections // 2:
                    self._low.set()
                return job
            self._filled.clear()
            if not self._queue:
                self._low.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL / 2):
                    await self._filled.wait()
        return None

    def _refuse(self, job: Job, why: str) -> None:
        if isinstance(job, Single):
            self._journal.settle(SingleResult(id=job.id, state=singles.FAILED, answer=why))
        else:
            self._journal.settle(waiting(job))
            self.pause(job.send, why)

    def _put_back(self, job: Job) -> None:
        """It was certainly not taken by the server."""
        if isinstance(job, Single):
            self._journal.settle(SingleResult(id=job.id, state=singles.WAITING))
        else:
            self._queue.appendleft(job)
            self._journal.settle(held(job))

    async def _send(self, job: Job, connection: Connection) -> bool:
        """Whether the server answered about this one message, whatever it said."""
        message = self._message(job)
        if message is None:
            return False
        outcome = await connection.send(message, lambda: self._journal.may_go(job))
        if outcome.fate is Fate.HANDED_OVER:
            self.handed_over += 1
            self._route_is_up()
        if isinstance(job, Single):
            self._outcomes.notice(job, outcome)
        else:
            self._outcomes.letter(job, outcome)
        return outcome.fate not in (Fate.UNCERTAIN, Fate.STOPPED)

    def _message(self, job: Job) -> Message | None:
        """None when it cannot be made: then that is settled."""
        now = int(time.time())
        if isinstance(job, Single):
            message = self._wording.notice(job, now)
            if message is None:
                self._refuse(job, "There is no text for it.")
            return message
        try:
            return self._wording.letter(job, now)
        except (ValueError, KeyError) as error:  # a fault in the letter itself: it would be the same for every reader
            _log.exception("Letter %d cannot be put together.", job.send)
            self._refuse(job, f"The letter cannot be put together: {error}")
            return None

    def pause(self, send: int, why: str) -> None:
        self._journal.flush()
        sends.pause(self._store, send, why)
        self.release(send)
        _log.error("The sending of letter %d is paused. %s", send, why)

    def release(self, send: int | None = None) -> None:
        """Let letters of a send, or all, wait again that were taken and not tried."""
        kept: list[Job] = []
        for job in self._queue:
            if isinstance(job, Delivery) and send in (None, job.send):
                self._journal.settle(waiting(job))
            else:
                kept.append(job)
        self._queue = deque(kept)

    def _route_is_down(self, why: str) -> None:
        seconds = self._backoff.failed()
        self.release()
        self._tell(f"{why} The next attempt is in {seconds:.0f} s.", why)

    def _route_refuses(self, why: str) -> None:
        self._backoff.failed()
        self.release()
        with _logged():
            self._journal.flush()
            for send in sends.newest(self._store, 100):
                if send.state in (sends.WAITING, sends.SENDING):
                    self.pause(send.id, why)
        self._tell(why, why)

    def _route_is_up(self) -> None:
        self._backoff.succeeded()
        if self._trouble:
            self._tell("", "")

    def _tell(self, line: str, trouble: str) -> None:
        if line:
            _log.warning("%s", line)
        if trouble != self._trouble:
            self._trouble = trouble
            with _logged():
                progress.set_trouble(self._store, trouble)


@contextmanager
def _logged() -> Iterator[None]:
    """Faults of the database are logged; what was to be done is tried again later."""
    try:
        yield
    except LettersError as error:
        _log.error("%s", error)


def _is_dead(name: str, process: int, seen: int, now: int) -> bool:
    """A clock that jumped back leaves times in the future: they count as old too."""
    if abs(now - seen) > SILENT:
        return True
    if name.partition(":")[0] != socket.gethostname():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
