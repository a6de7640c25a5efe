"""A client that sends exactly the bytes it is given, and a real door to send them to."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 20  # seconds, before a test gives up on a server that hangs


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, kw_only=True)
class Server:
    port: int
    pid: int

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE, source_address=(source, 0))

    def ask(
        self, path: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=headers or {}, body=body)
            return read_answer(connection.getresponse())
        finally:
            connection.close()

    def say(self, *pieces: bytes) -> bytes:
        """Send the pieces on one connection and read until the door closes it."""
        with self.connect() as client:
            for piece in pieces:
                client.sendall(piece)
            return read_all(client)

    def answers(self) -> bool:
        return self.ask("/en/").status == 200


def read_answer(response: http.client.HTTPResponse) -> Answer:
    return Answer(
        status=response.status,
        headers={name.lower(): value for name, value in response.getheaders()},
        body=response.read(),
    )


def read_all(client: socket.socket) -> bytes:
    heard = b""
    try:
        while piece := client.recv(65536):
            heard += piece
    except ConnectionResetError:
        pass
    return heard


@contextmanager
def running_door(
    public: Path, *options: str, output: Path | None = None, cwd: Path | None = None, code: str = ""
) -> Iterator[Server]:
    """A door in a process of its own; what it writes goes to `output`. It has to end well when it is told to stop.

    `code` is Python to run instead of the room's own main, with public/ and the port as its arguments.
    """
    port = free_port()
    command = [sys.executable, "-m", "tamizdat.door", str(public), f"--port={port}", *options]
    if code:
        command = [sys.executable, "-c", code, str(public), str(port)]
    sink = output.open("wb") if output else None
    process = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT if sink else None, cwd=cwd)
    try:
        wait_for(port, process)
        yield Server(port=port, pid=process.pid)
    finally:
        process.terminate()
        status = process.wait(PATIENCE)
        if sink:
            sink.close()
    assert status == 0, f"the door ended with status {status}"


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert process.poll() is None, f"the server ended with status {process.returncode}"
            assert time.monotonic() < end, "the server did not begin to listen"
            time.sleep(0.01)
