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
FIRST_RESTART_DELAY, LONGEST_RESTART_DELAY = 0.5, 30.0
"""Seconds; the delay doubles while a part keeps dying."""
STABLE_AFTER = 30.0
"""Seconds after which a part counts as running well, so that its next restart has the first delay again."""
STOP_TIMEOUT = 8.0
"""Seconds that the parts have for stopping: the desk's last requests, the bake's slice."""
PUBLIC_START_TIMEOUT = 3.0
"""Seconds after which the other parts start even if the public process does not answer yet."""

_STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_libc = ctypes.CDLL(None)


@dataclass
class Part:
    """One of the processes, or its next start. Times are those of the monotonic clock."""

    name: str
    start_at: float
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_delay: float = FIRST_RESTART_DELAY


class Supervisor:
    """`command` gives the arguments that start a part; `address` is where the public process will answer.

    `on_ready` is called once it answers, `log` with a line for each part that died.
    """

    def __init__(
        self,
        *,
        command: Callable[[str], Sequence[str]],
        parts: Sequence[str],
        address: tuple[str, int],
        on_ready: Callable[[], None],
        log: Callable[[str], None],
    ) -> None:
        self._command, self._address, self._on_ready, self._log = command, address, on_ready, log
        now = time.monotonic()
        self._parts = [
            Part(name=name, start_at=now if name == PUBLIC else now + PUBLIC_START_TIMEOUT) for name in parts
        ]
        self._public_answered = False
        self._can_listen = _can_listen(address)

    def run(self) -> int:
        """Until SIGTERM, SIGINT or SIGHUP: 0. When the public process cannot even begin: 1, after its own message."""
        signals = _STOP_SIGNALS | {signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        try:
            while True:
                self._start_due()
                received = signal.sigtimedwait(signals, self._seconds_to_next_start())
                if received and received.si_signo in _STOP_SIGNALS:
                    return 0
                for part in self._parts:
                    if part.process and part.process.poll() is not None and not self._plan_restart(part):
                        return 1
                self._check_public_answers()
        finally:
            self._stop()

    def _start_due(self) -> None:
        for part in self._parts:
            if not part.process and part.start_at <= time.monotonic():
                part.process = subprocess.Popen(
                    list(self._command(part.name)), process_group=0, preexec_fn=_stop_with_parent(os.getpid())
                )
                part.started_at = time.monotonic()

    def _seconds_to_next_start(self) -> float:
        if self._can_listen and not self._public_answered:
            return 0.02
        waits = [part.start_at - time.monotonic() for part in self._parts if not part.process]
        return max(0.0, min([60.0, *waits]))

    def _plan_restart(self, part: Part) -> bool:
        """Plan the restart of a part that died; False when it would be of no use."""
        assert part.process
        status = part.process.returncode
        _kill_group(part.process)
        part.process = None
        if part.name == PUBLIC and not self._public_answered and status == 1:
            return False
        if time.monotonic() - part.started_at >= STABLE_AFTER:
            part.restart_delay = FIRST_RESTART_DELAY
        how = f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
        self._log(f"The {part.name} process {how}; it starts again in {part.restart_delay:g} s.")
        part.start_at = time.monotonic() + part.restart_delay
        part.restart_delay = min(part.restart_delay * 2, LONGEST_RESTART_DELAY)
        return True

    def _check_public_answers(self) -> None:
        """Once the public process answers, start the other parts and say that the site is ready."""
        if self._public_answered or not self._can_listen:
            return
        try:
            socket.create_connection(_reachable(self._address), timeout=0.2).close()
        except OSError:
            return
        self._public_answered = True
        for part in self._parts:
            part.start_at = min(part.start_at, time.monotonic())
        self._on_ready()

    def _stop(self) -> None:
        processes = [part.process for part in self._parts if part.process]
        for process in processes:
            process.terminate()
        until = time.monotonic() + STOP_TIMEOUT
        while any(process.poll() is None for process in processes) and time.monotonic() < until:
            received = signal.sigtimedwait({signal.SIGCHLD, signal.SIGINT}, 0.2)
            if received and received.si_signo == signal.SIGINT:
                break  # a second Ctrl-C: stop at once
        for process in processes:
            _kill_group(process)
            process.wait()


def _stop_with_parent(parent: int) -> Callable[[], None]:
    """For the new process: be stopped when `parent` dies, even by kill -9, and take signals again."""

    def before_exec() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS | {signal.SIGCHLD})

    return before_exec


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the children that a part may have left: they are in its process group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reachable(address: tuple[str, int]) -> tuple[str, int]:
    """The address to connect to for one to listen on."""
    host, port = address
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host), port


def _can_listen(address: tuple[str, int]) -> bool:
    """Whether the port is free. If not, the public process says so itself; another program's answer must not count as its."""
    try:
        family, kind, _, _, bind_address = socket.getaddrinfo(
            *address, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(bind_address)
    except OSError:
        return False
    return True
