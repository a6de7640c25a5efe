"""Sending: a letter of 30 KB is built, personalised, signed (RSA-2048) and handed over to Postfix's smtp-sink, beside the same
by Python's email and smtplib with dkimpy, in as many processes. Ours also signs by Ed25519 and notes every message in its
database before it is in flight and after the answer. smtp-sink runs on the same processors.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from smtplib import SMTP as Client

import dkim
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from benchmarks.outcome import Bar, Outcome
from benchmarks.serve import free_port, pss
from tamizdat.letters.dkim import RSA_SELECTOR, load_keys
from tamizdat.letters.sender import run as run_sender
from tamizdat.letters.store import Store, sends
from tests.letters.mailing import fill, setup, start

DOMAIN = "example.org"
PARAGRAPH = (
    "<p>The bridge at the mouth of the gorge was closed on Monday for the third time this year, the mayor said.</p>\n"
)
HTML = PARAGRAPH * 215 + '<p><a href="{{leave}}">Leave</a> <a href="{{preferences}}">Settings</a></p>'
TEXT = "The bridge at the mouth of the gorge was closed on Monday.\n" * 90 + "{{leave}}\n{{preferences}}\n"
LEAST_RATE, LEAST_OF_PEER, MOST_MEMORY = 800, 4, 250
WARM_UP = 2_000
"""Letters after which the helpers have begun, too."""
PEER_LETTERS = 300
"""For each process of the peer."""


def run(count: int) -> Outcome:
    processors = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="tamizdat-letters-") as name, sink() as port:
        folder = Path(name)
        ours, first, last = _ours(folder, port, max(count // 4, 2 * WARM_UP))
        peer = _peer(folder, port, processors)
    return Outcome(
        title=f"Letters of 30 kB, handed over to smtp-sink, {processors} processors",
        head=("", "a second", "ms of a processor each", "peak MB (PSS): first half", "second half"),
        rows=(
            ("Tamizdat, two signatures, each message noted", *ours.cells, f"{first:.0f}", f"{last:.0f}"),
            ("smtplib and dkimpy, one signature", *peer.cells, "", ""),
        ),
        bars=(
            Bar(name=f"time for a letter, of that at {LEAST_RATE} a second", value=LEAST_RATE / ours.rate, most=1),
            Bar(name="time for a letter, of the peer's", value=peer.rate / ours.rate, most=1 / LEAST_OF_PEER),
            Bar(name="memory of all processes, MB", value=max(first, last), most=MOST_MEMORY),
            Bar(name="memory in the second half, of that in the first", value=last / first, most=1.1),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Letters a second, and seconds that processors worked on one."""

    rate: float
    work: float

    @property
    def cells(self) -> tuple[str, str]:
        return f"{self.rate:,.0f}", f"{self.work * 1000:.2f}"


@contextmanager
def sink() -> Iterator[int]:
    """Postfix's smtp-sink, which takes every letter and forgets it; its port."""
    program = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")
    if program is None:
        raise SystemExit("This benchmark needs smtp-sink: install Debian's package postfix.")
    port = free_port()
    account = ["-u", "nobody"] if os.getuid() == 0 else []  # it refuses to run as root
    process = subprocess.Popen([program, *account, f"127.0.0.1:{port}", "128"])
    try:
        until = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def _worked() -> float:
    """Seconds of all processes that were started here and have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True, kw_only=True)
class Sample:
    """`at` in seconds, `sent` letters handed over by then, `memory` of the first sender in MB."""

    at: float
    sent: int
    memory: float


def watched(store: Store, send: int, senders: Sequence[subprocess.Popen[bytes]], enough: int) -> list[Sample]:
    """Wait until so many are handed over, then end the senders. The samples begin after WARM_UP letters."""
    samples: list[Sample] = []
    try:
        while not samples or samples[-1].sent < enough:
            time.sleep(0.25)
            sent = sends.status(store, send).handed_over
            samples.append(Sample(at=time.monotonic(), sent=sent, memory=pss(senders[0].pid) / 1024))
            if any(process.poll() is not None for process in senders):
                raise SystemExit("A sender ended before its letters: see what it wrote above.")
    finally:
        for process in senders:
            process.terminate()
        for process in senders:
            process.wait()
    return [one for one in samples if one.sent >= WARM_UP]


def sender(store: Store, folder: Path, port: int, processes: int = 0) -> subprocess.Popen[bytes]:
    """One that is begun; with 0 it takes a process for each processor."""
    given = [store.address, str(folder), str(port), str(processes)]
    return subprocess.Popen([sys.executable, "-m", "benchmarks.letters", *given])


def rate(samples: Sequence[Sample]) -> float:
    """Letters a second."""
    return (samples[-1].sent - samples[0].sent) / (samples[-1].at - samples[0].at)


def halves(samples: Sequence[Sample]) -> tuple[float, float]:
    """The most memory in each half, in MB."""
    half = max(1, len(samples) // 2)
    first, last = (max(one.memory for one in part) for part in (samples[:half], samples[half:] or samples))
    return first, last


def _ours(folder: Path, port: int, number: int) -> tuple[Speed, float, float]:
    """The speed once all processes run, and the most memory in each half of that time."""
    store = Store(str(folder / "letters.sqlite3"))
    fill(store, number)
    send = start(store, html=HTML, text=TEXT)
    worked = _worked()
    samples = watched(store, send, [sender(store, folder, port)], number)
    return Speed(rate=rate(samples), work=(_worked() - worked) / number), *halves(samples)


def _peer(folder: Path, port: int, processes: int) -> Speed:
    """Python's own, in so many processes with a connection each."""
    key = load_keys(folder).rsa.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    worked = _worked()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.starmap(_send_plainly, [(port, key, 5)] * processes)  # they have begun now
        began = time.monotonic()
        pool.starmap(_send_plainly, [(port, key, PEER_LETTERS)] * processes, chunksize=1)
        per_second = processes * PEER_LETTERS / (time.monotonic() - began)
        pool.close()
        pool.join()
    return Speed(rate=per_second, work=(_worked() - worked) / processes / PEER_LETTERS)


def _send_plainly(port: int, key: bytes, number: int) -> None:
    with Client("127.0.0.1", port) as client:
        for reader in range(number):
            leave = f"https://{DOMAIN}/api/letters/leave?t={reader:040}"
            message = EmailMessage(policy=SMTP)
            message["From"], message["To"] = f"The Pass <news@{DOMAIN}>", f"r{reader}@d1.example"
            message["Subject"], message["Message-ID"] = "News", f"<{reader}@{DOMAIN}>"
            message["List-Unsubscribe"] = f"<{leave}>"
            message.set_content(TEXT.replace("{{leave}}", leave).replace("{{preferences}}", leave))
            message.add_alternative(HTML.replace("{{leave}}", leave).replace("{{preferences}}", leave), subtype="html")
            data = message.as_bytes()
            signature = dkim.sign(
                data, RSA_SELECTOR.encode(), DOMAIN.encode(), key, canonicalize=(b"relaxed", b"relaxed")
            )
            client.sendmail(f"news+{reader}@{DOMAIN}", [f"r{reader}@d1.example"], signature + data)


def _send_ours(address: str, folder: Path, port: int, processes: int) -> None:
    """What a measured process does."""
    settings = setup(address, folder, f"smtp://127.0.0.1:{port}", connections=4)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    run_sender(replace(settings, processes=processes), stop)


if __name__ == "__main__":
    _send_ours(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
