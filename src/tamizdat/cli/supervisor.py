"""Keeps the parts of a newsroom running: starts each as a process of its own, starts it again when it dies, stops all.

It must not import Django: the public process answers before Django could even be loaded.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PUBLIC = "public"
PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
STEADY = 30.0
"""Seconds after which a part counts as running well, so that its next restart comes soon again."""
PATIENCE = 8.0
"""Seconds that the parts have for stopping: the desk's last requests, the bake's slice."""
FIRST_ANSWER = 3.0
"""Seconds after which the other parts start even if the public process does not answer yet."""

_STOPS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_libc = ctypes.CDLL(None)


@dataclass
class Part:
    name: str
    due: float
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: float = 0.5


class Supervisor:
    """`command` gives the words that start a part; `address` is where the public process will answer."""

    def __init__(
        self,
        *,
        command: Callable[[str], Sequence[str]],
        parts: Sequence[str],
        address: tuple[str, int],
        ready: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._command, self._address, self._ready, self._say = command, address, ready, say
        now = time.monotonic()
        self._parts = [Part(name=name, due=now if name == PUBLIC else now + FIRST_ANSWER) for name in parts]
        self._answered = False
        self._wait_for_answer = _can_listen(address)

    def run(self) -> int:
        """Until SIGTERM, SIGINT or SIGHUP: 0. When the public process cannot even begin: 1, after its own words."""
        signals = _STOPS | {signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        try:
            while True:
                self._start_due()
                got = signal.sigtimedwait(signals, self._until_next())
                if got and got.si_signo in _STOPS:
                    return 0
                for part in self._parts:
                    if part.process and part.process.poll() is not None and not self._ended(part):
                        return 1
                self._look_for_answer()
        finally:
            self._stop()

    def _start_due(self) -> None:
        for part in self._parts:
            if not part.process and part.due <= time.monotonic():
                part.process = subprocess.Popen(
                    list(self._command(part.name)), process_group=0, preexec_fn=_tie_to(os.getpid())
                )
                part.began = time.monotonic()

    def _until_next(self) -> float:
        if self._wait_for_answer and not self._answered:
            return 0.02
        waits = [part.due - time.monotonic() for part in self._parts if not part.process]
        return max(0.0, min([60.0, *waits]))

    def _ended(self, part: Part) -> bool:
        """Plan the restart of a part that died; False when there is no sense in one."""
        assert part.process
        status = part.process.returncode
        _kill_group(part.process)
        part.process = None
        if part.name == PUBLIC and not self._answered and status == 1:
            return False
        if time.monotonic() - part.began >= STEADY:
            part.pause = 0.5
        how = f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
        self._say(f"The {part.name} process {how}; it starts again in {part.pause:g} s.")
        part.due = time.monotonic() + part.pause
        part.pause = min(part.pause * 2, LONGEST_PAUSE)
        return True

    def _look_for_answer(self) -> None:
        if self._answered or not self._wait_for_answer:
            return
        try:
            socket.create_connection(_reachable(self._address), timeout=0.2).close()
        except OSError:
            return
        self._answered = True
        for part in self._parts:
            part.due = min(part.due, time.monotonic())
        self._ready()

    def _stop(self) -> None:
        processes = [part.process for part in self._parts if part.process]
        for process in processes:
            process.terminate()
        until = time.monotonic() + PATIENCE
        while any(process.poll() is None for process in processes) and time.monotonic() < until:
            got = signal.sigtimedwait({signal.SIGCHLD, signal.SIGINT}, 0.2)
            if got and got.si_signo == signal.SIGINT:
                break  # Ctrl-C again: at once, then
        for process in processes:
            _kill_group(process)
            process.wait()


def _tie_to(parent: int) -> Callable[[], None]:
    """For the new process: be stopped when `parent` dies, even by kill -9, and take signals again."""

    def tie() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS | {signal.SIGCHLD})

    return tie


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what a part may have left: its own children are in its group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reachable(address: tuple[str, int]) -> tuple[str, int]:
    host, port = address
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host), port


def _can_listen(address: tuple[str, int]) -> bool:
    """Whether the port is free. If not, the public process says so itself; another's answer must not pass for ours."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(*address, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError:
        return False
    return True
