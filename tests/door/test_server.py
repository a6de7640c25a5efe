"""Start, stop, and what must never happen meanwhile: a loaded Django, a line about a reader."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tamizdat.door import DoorError, DoorSettings
from tests.door.client import PATIENCE, Server, free_port, running_door
from tests.door.editions import AUDIO

UNWANTED = ("django", "wagtail", "sqlalchemy", "psycopg")
FLOORS = (
    "tamizdat.audience",
    "tamizdat.door",
    "tamizdat.kit",
    "tamizdat.letters",
    "tamizdat.render",
    "tamizdat.search",
)


def test_it_imports_neither_django_nor_any_room_above_it() -> None:
    code = "import sys, tamizdat.door, tamizdat.door.__main__; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "tamizdat.door.connection" in loaded
    assert [name for name in loaded if name.partition(".")[0] in UNWANTED] == []
    assert [n for n in loaded if n.startswith("tamizdat.") and not n.startswith(FLOORS)] == []


def test_a_port_in_use_is_one_clear_line(public: Path, door: Server) -> None:
    command = [sys.executable, "-m", "tamizdat.door", str(public), f"--port={door.port}"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert f"127.0.0.1:{door.port}" in ended.stderr
    assert "in use" in ended.stderr
    assert "--port" in ended.stderr


@pytest.mark.parametrize("host", ["no-such-host.invalid", "203.0.113.7"])
def test_an_address_that_is_not_ours_is_one_clear_line(public: Path, host: str) -> None:
    command = [sys.executable, "-m", "tamizdat.door", str(public), f"--host={host}", f"--port={free_port()}"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert host in ended.stderr


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"port": 0}, "Port 0"),
        ({"port": 70000}, "Port 70000"),
        ({"processes": 0}, "0 processes"),
        ({"cache_bytes": 5}, "5 bytes"),
        ({"canonical": "example.org"}, "https://example.org"),
        ({"canonical": "https://a\r\nX: b"}, "canonical"),
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path: Path, wrong: dict[str, object], named: str) -> None:
    with pytest.raises(DoorError, match=named):
        DoorSettings(public=tmp_path, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("processes", [1, 2])
def test_it_stops_cleanly_and_frees_the_port(public: Path, number: signal.Signals, processes: int) -> None:
    with running_door(public, f"--processes={processes}") as door:
        idle = door.connect()
        assert door.answers()
        os.kill(door.pid, number)
        assert idle.recv(1) == b""
        until(lambda: not alive(door.pid))
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", door.port))


def test_an_answer_under_way_is_finished_before_it_stops(public: Path) -> None:
    with running_door(public) as door, door.connect() as client:
        client.sendall(b"GET /_/files/c3/talk.mp3 HTTP/1.1\r\nHost: a\r\n\r\n")
        heard = client.recv(1000)
        os.kill(door.pid, signal.SIGTERM)
        while piece := client.recv(65536):
            heard += piece
        until(lambda: not alive(door.pid))
    assert heard.endswith(AUDIO)


def test_a_process_that_dies_is_replaced(public: Path) -> None:
    with running_door(public, "--processes=2") as door:
        until(lambda: len(children(door.pid)) == 2)
        first = children(door.pid)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(set(children(door.pid)) - set(first)) == 1)
        assert all(door.answers() for _ in range(20))


def test_processes_end_with_their_parent(public: Path) -> None:
    port = free_port()
    parent = subprocess.Popen([sys.executable, "-m", "tamizdat.door", str(public), f"--port={port}", "--processes=2"])
    until(lambda: len(children(parent.pid)) == 2)
    left = children(parent.pid)
    parent.kill()
    parent.wait(PATIENCE)
    until(lambda: not any(alive(pid) for pid in left))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_nothing_of_a_reader_is_written_anywhere(public: Path, tmp_path: Path) -> None:
    """Requests of every fate, from an address of its own, with marks in all that a client can send."""
    marks = ["mark-in-agent", "mark-in-query", "mark-in-path", "mark-in-referer", "mark-in-body", "127.0.0.77"]
    output, work = tmp_path / "output", tmp_path / "work"
    work.mkdir()
    field = b"Host: a\r\nUser-Agent: mark-in-agent\r\nReferer: http://mark-in-referer/\r\nConnection: close\r\n"
    targets = [b"/en/", b"/mark-in-path/", b"/%00mark-in-path", b"/en/old/", b"/en/killed/", b"/desk/mark-in-path",
               b"/_/files/c3/talk.mp3", b"/mark-in-path" + b"a" * 9000, b"/en/blocked/"]  # fmt: skip
    blocked = public / "en" / "blocked"
    blocked.mkdir(exist_ok=True)
    code = (
        "import sys, logging; logging.basicConfig(level=0); from pathlib import Path;"
        "from tamizdat.door import DoorSettings, serve; from tamizdat.door.site import Site;"
        "right = Site.answer\n"
        "def answer(self, request):\n"
        "    if b'blocked' in request.target: raise ValueError(str(request))\n"
        "    return right(self, request)\n"
        "Site.answer = answer\n"
        "serve(DoorSettings(public=Path(sys.argv[1]), port=int(sys.argv[2]), desk_socket=Path('/nowhere/desk')))"
    )
    with running_door(public, output=output, cwd=work, code=code) as door:
        for target in targets:
            for method in (b"GET", b"POST", b"JUNK"):
                with door.connect("127.0.0.77") as client:
                    body = b"mark-in-body"
                    length = b"Content-Length: %d\r\n" % len(body) if method == b"POST" else b""
                    client.sendall(b"%b %b?mark-in-query HTTP/1.1\r\n%b%b\r\n" % (method, target, field, length) + body)
                    client.recv(100)
        with door.connect("127.0.0.77") as client:
            client.sendall(b"GET /mark-in-path HTTP/1.1\r\nUser-Agent: mark-in-agent")
    told = output.read_bytes()
    assert b"A request could not be answered: ValueError" in told, "the error itself belongs into the log"
    assert list(work.iterdir()) == []
    for mark in marks:
        assert mark.encode() not in told
