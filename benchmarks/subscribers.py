"""A list with ten subscribers for each story of the archive, a million in the whole run: brought in from a file, a letter queued
for them, sending to
them, their export; and the memory that it takes. Of its own, a database's work needs no peer: bare SQL would be the same.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import letters
from benchmarks.outcome import Bar, Outcome
from benchmarks.serve import pss
from tamizdat.letters.moving import exporting, importing
from tamizdat.letters.store import Store, lists, sends
from tamizdat.letters.store.sends import Content

FOR_EACH_STORY = 10
SENT = 40_000
"""Letters after which sending is stopped: what it takes in memory is seen by then."""
MOST_SECONDS, MOST_MEMORY = 60, 250
DOMAINS = ("gmail.com", "mail.ru", "yandex.ru", "outlook.com", *(f"d{number}.example.org" for number in range(2_000)))
NOW = 1_796_000_000


def run(count: int) -> Outcome:
    readers = count * FOR_EACH_STORY
    with tempfile.TemporaryDirectory(prefix="tamizdat-subscribers-") as name:
        folder = Path(name)
        store, file = Store(str(folder / "letters.sqlite3")), folder / "subscribers.csv"
        lists.replace(store, [lists.MailingList(id=1, slug="weekly", is_open=True, texts={})])
        with file.open("w") as out:
            out.write("email,language,confirmed_at\n")
            for number in range(readers):
                domain = DOMAINS[number % (4 if number % 2 else len(DOMAINS))]
                out.write(f"reader{number}@{domain},{('en', 'ru')[number % 2]},2024-02-03\n")
        steps: dict[str, Callable[[], object]] = {
            "brought in from a file": lambda: importing.run(
                store, b"k" * 32, file, slugs=["weekly"], languages=["en", "ru"], language="en", now=NOW
            ),
            "a letter queued": lambda: _start(store),
            "its figures": lambda: sends.status(store, 1),
            "exported": lambda: exporting.run(store, folder / "export.csv"),
        }
        measured = {step: _measured(work) for step, work in steps.items()}
        assert sends.status(store, 1).waiting == readers
        with letters.sink() as port:
            sent = letters.watched(store, 1, [letters.sender(store, folder, port)], min(readers, SENT))
        first, last = letters.halves(sent)
        size = (folder / "letters.sqlite3").stat().st_size / 1e6
    return Outcome(
        title=f"{readers:,} subscribers",
        head=("", "seconds", "peak MB (PSS)"),
        rows=(
            *((step, f"{seconds:.1f}", f"{memory:.0f}") for step, (seconds, memory) in measured.items()),
            (f"{sent[-1].sent:,} letters handed over", f"{sent[-1].at - sent[0].at:.1f}", f"{max(first, last):.0f}"),
        ),
        bars=(
            Bar(name="seconds to queue a letter", value=measured["a letter queued"][0], most=MOST_SECONDS),
            Bar(name="memory of any step, MB", value=max(memory for _, memory in measured.values()), most=MOST_MEMORY),
            Bar(name="memory while sending, all processes, MB", value=max(first, last), most=MOST_MEMORY),
            Bar(name="memory in the second half of sending, of that in the first", value=last / first, most=1.1),
        ),
        notes=(f"the database has {size:,.0f} MB",),
    )


def _start(store: Store) -> int:
    places = "{{leave}} {{preferences}}"
    contents = [
        Content(
            language=language,
            subject="The week",
            discreet_subject="Hello",
            from_name="The Test",
            discreet_from_name="Anna",
            html=f"<p>{places}</p>" * 300,
            text=places * 300,
        )
        for language in ("en", "ru")
    ]
    return sends.start(store, letter=1, list=1, title="The week", contents=contents, stories=[1], now=NOW)


def _measured(work: Callable[[], object]) -> tuple[float, float]:
    """(seconds, the highest PSS in MB meanwhile)."""
    done, highest = threading.Event(), [pss(os.getpid()) / 1024]

    def watch() -> None:
        while not done.wait(0.5):
            highest.append(pss(os.getpid()) / 1024)

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    try:
        work()
    finally:
        seconds = time.perf_counter() - start
        done.set()
        watcher.join()
    return seconds, max(highest)
