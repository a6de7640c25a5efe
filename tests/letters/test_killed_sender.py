"""kill -9 of the sender at any moment of a send: no reader is lost, none gets the letter twice, and what cannot be known is
listed, at most one a connection. The mail server is a process of its own and writes down every recipient."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tamizdat.letters import sender
from tamizdat.letters.store import Store, senders, sends
from tests.letters.mailing import fill, sending, setup, start, until
from tests.letters.sink import recipients, sink

CONNECTIONS = 3


def run_sender(settings: sender.Setup) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    sender.run(settings, stop)


def started(settings: sender.Setup) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=run_sender, args=(settings,))
    process.start()
    return process


def killed_when(process: BaseProcess, store: Store, send: int, handed_over: int) -> None:
    until(lambda: sends.status(store, send).handed_over >= handed_over, 120)
    time.sleep(random.uniform(0, 0.05))
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()


@pytest.mark.parametrize(
    ("number", "kills"), [(2_000, 5), pytest.param(50_000, 50, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_none_lost_and_none_twice_however_often_it_is_killed(
    number: int, kills: int, store: Store, tmp_path: Path
) -> None:
    fill(store, number)
    send = start(store)
    with sink(tmp_path) as port:
        settings = setup(store.address, tmp_path, f"smtp://127.0.0.1:{port}", connections=CONNECTIONS)
        for kill in range(1, kills + 1):
            killed_when(started(settings), store, send, kill * number // (kills + 2))
        last = started(settings)
        until(lambda: sends.status(store, send).state == sends.DONE, 60 + number / 50)
        last.terminate()
        last.join()
    status = sends.status(store, send)
    got = Counter(recipients(tmp_path))
    assert got.most_common(1)[0][1] == 1, "nobody gets it twice"
    assert status.handed_over + status.uncertain == status.all == number
    assert status.uncertain <= kills * CONNECTIONS
    with store.reading() as db:
        state = dict(
            db.execute("SELECT r.address, d.state FROM letters_delivery d JOIN letters_reader r ON r.id = d.reader")
        )
    assert {address for address in state if address not in got} <= {a for a, one in state.items() if one == "uncertain"}


def test_two_senders_share_the_work(store: Store, tmp_path: Path) -> None:
    fill(store, 600)
    send = start(store)
    with sink(tmp_path) as port:
        settings = setup(store.address, tmp_path, f"smtp://127.0.0.1:{port}", connections=2)
        processes = [started(settings) for _ in range(2)]
        until(lambda: sends.status(store, send).state == sends.DONE, 90)
        for process in processes:
            process.terminate()
            process.join()
    assert sends.status(store, send).handed_over == 600
    assert sorted(recipients(tmp_path)) == sorted(f"r{n}@d{n % 3}.example" for n in range(600))


def test_a_sender_that_is_stopped_leaves_nothing_uncertain(store: Store, tmp_path: Path) -> None:
    fill(store, 500)
    send = start(store)
    with sink(tmp_path) as port:
        process = started(setup(store.address, tmp_path, f"smtp://127.0.0.1:{port}"))
        until(lambda: sends.status(store, send).handed_over >= 50)
        process.terminate()
        process.join(10)
    status = sends.status(store, send)
    assert (status.uncertain, status.handed_over + status.waiting) == (0, 500)
    assert len(recipients(tmp_path)) == status.handed_over
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM letters_delivery WHERE state IN ('taken', 'sending')") == [(0,)]
        assert db.execute("SELECT count(*) FROM letters_sender") == [(0,)]


def test_a_sender_with_much_to_do_gets_helpers(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "MUCH", 20)
    fill(store, 1_500)
    send = start(store)
    with sink(tmp_path) as port:
        settings = replace(setup(store.address, tmp_path, f"smtp://127.0.0.1:{port}"), processes=2)
        with sending(settings):
            until(lambda: len(senders.every(store)) == 2, 60)
            until(lambda: sends.status(store, send).state == sends.DONE, 120)
    assert senders.every(store) == []
    assert sorted(recipients(tmp_path)) == sorted(f"r{n}@d{n % 3}.example" for n in range(1_500))


def test_a_helper_whose_sender_was_killed_ends(store: Store, tmp_path: Path) -> None:
    start(store)
    settings = setup(store.address, tmp_path, "folder:mail")
    helper = multiprocessing.get_context("spawn").Process(target=sender.help_sending, args=(settings, os.getppid()))
    helper.start()
    helper.join(30)
    assert helper.exitcode == 0
    assert senders.every(store) == []
