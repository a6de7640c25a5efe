"""Two senders that share one PostgreSQL, each held to half a processor, beside one that is held so, too.

python -m benchmarks two_senders
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks import letters
from benchmarks.outcome import Bar, Outcome
from tamizdat.letters.store import Store
from tests.letters.mailing import fill, start
from tests.postgres import throwaway_postgres

SHARE = 0.5
"""Of a processor, for each sender."""
LEAST_TIMES = 1.7
TICK = 0.01
"""Seconds between two looks at how long a sender has worked."""


def run(count: int) -> Outcome:
    number = max(count // 10, 2 * letters.WARM_UP)
    with tempfile.TemporaryDirectory(prefix="tamizdat-senders-") as name, letters.sink() as port:
        one, two = (_sent(Path(name), port, number * senders, senders) for senders in (1, 2))
    return Outcome(
        title="Letters of 30 kB by senders held to half a processor each, one PostgreSQL",
        head=("senders", "letters a second"),
        rows=(("1", f"{one:,.0f}"), ("2", f"{two:,.0f}")),
        bars=(Bar(name="time for a letter by two, of that by one", value=one / two, most=1 / LEAST_TIMES),),
    )


def _sent(folder: Path, port: int, number: int, senders: int) -> float:
    """Letters a second; nobody gets two."""
    with throwaway_postgres(durable=True) as url:
        store = Store(url)
        fill(store, number)
        send = start(store, html=letters.HTML, text=letters.TEXT)
        begun = [letters.sender(store, folder, port, processes=1) for _ in range(senders)]
        with _held(begun):
            samples = letters.watched(store, send, begun, number)
        with store.reading() as db:
            attempts = Counter(one for (one,) in db.execute("SELECT attempts FROM letters_delivery"))
        assert attempts == {1: number}, f"attempts of deliveries: {attempts}"
    return letters.rate(samples)


@contextmanager
def _held(processes: Sequence[subprocess.Popen[bytes]]) -> Iterator[None]:
    """Each works for SHARE of the time at most: it is stopped whenever it has worked for longer."""
    done = threading.Event()

    def hold(pid: int) -> None:
        clock = (~pid << 3) | 2  # Linux: the processor time of another process
        last, allowed = time.monotonic(), 0.0
        used = time.clock_gettime(clock)
        while not done.wait(TICK):
            with suppress(OSError):  # it may have ended
                now, worked = time.monotonic(), time.clock_gettime(clock)
                allowed = min(allowed + (now - last) * SHARE - (worked - used), TICK)
                last, used = now, worked
                os.kill(pid, signal.SIGCONT if allowed > 0 else signal.SIGSTOP)
        with suppress(OSError):
            os.kill(pid, signal.SIGCONT)

    threads = [threading.Thread(target=hold, args=(process.pid,), daemon=True) for process in processes]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
