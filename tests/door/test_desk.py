"""The passage to the desk, against a desk on a Unix socket that says what it was asked."""

from __future__ import annotations

import hashlib
import json
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import ClassVar

import pytest

from tests.door.client import Server, read_all, running_door
from tests.door.test_hostile import one_answer

MEBIBYTE = 1024 * 1024


class Desk(BaseHTTPRequestHandler):
    """Whoever sends the cookie "stranger" is not signed in. `requests` are the paths of all requests, as they came."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar[list[str]] = []

    def parse_request(self) -> bool:
        parsed = super().parse_request()
        self.requests.append(self.path if parsed else "")
        return parsed

    def address_string(self) -> str:
        return "desk"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/desk/big"):
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"%x\r\n" % MEBIBYTE + b"a" * MEBIBYTE + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")
        elif (
            self.path == "/desk/may-send/"
            and self.headers.get("Cookie") == "stranger"
            and "Authorization" not in self.headers
        ):
            self.send_response(403)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path.startswith("/desk/until-close"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end")
            self.close_connection = True
        elif self.path.startswith("/desk/break"):
            self.close_connection = True
        elif self.path.startswith("/desk/half"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")
            self.close_connection = True
        elif self.path.startswith("/desk/refuse"):
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
            self.connection.shutdown(socket.SHUT_WR)
            while (
                self.rfile.read1()
            ):  # to close with bytes unread could take the answer back from who has not read it yet
                pass
            self.close_connection = True
        else:
            self.echo()

    do_HEAD = do_PUT = do_GET

    def do_POST(self) -> None:
        if self.path.startswith("/desk/refuse"):
            return self.do_GET()
        self.echo()

    def echo(self) -> None:
        size, digest = 0, hashlib.sha256()
        for piece in self.body():
            size += len(piece)
            digest.update(piece)
        told = {
            "method": self.command,
            "path": self.path,
            "headers": [[name.lower(), value] for name, value in self.headers.items()],
            "size": size,
            "sha256": digest.hexdigest(),
        }
        answer = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    def body(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return
        left = int(self.headers.get("Content-Length", "0"))
        while left:
            piece = self.rfile.read(min(left, MEBIBYTE))
            if not piece:
                raise ConnectionError("the request ends too early")
            left -= len(piece)
            yield piece


class DeskServer(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def get_request(self) -> tuple[socket.socket, str]:
        return self.socket.accept()[0], "desk"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that goes away in the middle is what some tests are about


@contextmanager
def desk_at(path: Path) -> Iterator[None]:
    desk = DeskServer(str(path), Desk)
    thread = threading.Thread(target=desk.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        desk.shutdown()
        thread.join()
        desk.server_close()


@pytest.fixture(scope="module")
def socket_path() -> Iterator[Path]:
    """In a short folder: the path of a Unix socket holds some hundred bytes."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "desk"


@pytest.fixture(scope="module")
def door(public: Path, socket_path: Path) -> Iterator[Server]:
    with desk_at(socket_path), running_door(public, f"--desk-socket={socket_path}") as server:
        yield server


def asked(door: Server, path: str, headers: dict[str, str] | None = None, **rest: object) -> dict[str, list[str]]:
    told = json.loads(door.ask(path, headers, **rest).body)  # type: ignore[arg-type]
    found: dict[str, list[str]] = {}
    for name, value in told["headers"]:
        found.setdefault(name, []).append(value)
    return found


def test_the_desk_is_told_where_the_request_came_from_and_by_nobody_but_the_door(door: Server) -> None:
    lies = {
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X_Forwarded_For": "1.2.3.4",
        "Forwarded": "for=1.2.3.4",
        "X-Real-IP": "1.2.3.4",
        "Host": "news.example:8000",
        "Cookie": "a=b",
        "Connection": "keep-alive, X-Secret, Cookie",
        "X-Secret": "hop",
    }
    seen = asked(door, "/desk/pages/?a=%2F", lies)
    assert seen["x-forwarded-for"] == ["127.0.0.1"]
    assert seen["x-forwarded-proto"] == ["http"]
    assert seen["x-forwarded-host"] == seen["host"] == ["news.example:8000"]
    assert seen["cookie"] == ["a=b"]
    assert not {"x_forwarded_for", "forwarded", "x-real-ip", "x-secret"} & set(seen)
    assert seen["connection"] == ["close"]


def test_behind_a_trusted_front_the_desk_is_told_what_that_saw(public: Path, socket_path: Path, door: Server) -> None:
    said = {"X-Forwarded-For": "9.9.9.9, 1.2.3.4", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "news.example"}
    with running_door(public, f"--desk-socket={socket_path}", "--trust-forwarded") as behind:
        seen = asked(behind, "/desk/", said)
    assert seen["x-forwarded-for"] == ["1.2.3.4"]
    assert seen["x-forwarded-proto"] == ["https"]
    assert seen["x-forwarded-host"] == ["news.example"]


def test_paths_methods_and_cookies_pass_unchanged(door: Server) -> None:
    for method in ("GET", "POST", "PUT"):
        answer = door.ask("/desk/%D0%B0//b/../?q=a%20b", method=method, body=b"x=1" if method != "GET" else None)
        told = json.loads(answer.body)
        assert (told["method"], told["path"]) == (method, "/desk/%D0%B0//b/../?q=a%20b")
    assert answer.headers["set-cookie"] == "b=2"
    head = door.ask("/desk/", method="HEAD")
    assert (head.status, head.body) == (200, b"")


def test_only_the_desk_is_passed_on(door: Server) -> None:
    without_slash = door.ask("/desk?next=1")
    assert (without_slash.status, without_slash.headers["location"]) == (301, "/desk/?next=1")
    for path in ("/desktop/", "/%64esk/", "//desk/", "/en/../desk/"):
        assert door.ask(path).status == 404


def test_an_upload_of_a_hundred_mebibytes_streams_through_little_memory(door: Server) -> None:
    body = b"picture!" * (100 * MEBIBYTE // 8)
    told = json.loads(door.ask("/desk/pictures/", method="POST", body=body).body)
    assert (told["size"], told["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert peak(door.pid) < 90 * 1024


def peak(pid: int) -> int:
    """The most that the process ever held, KiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def test_a_large_answer_streams_too(door: Server) -> None:
    answer = door.ask("/desk/big")
    assert len(answer.body) == 100 * MEBIBYTE
    assert peak(door.pid) < 90 * 1024


def test_a_chunked_upload_arrives(door: Server) -> None:
    parts = [b"a" * 10, b"b" * 70_000, b"c"]
    with door.connect() as client:
        client.sendall(b"POST /desk/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in parts:
            client.sendall(b"%x\r\n%b\r\n" % (len(part), part))
        client.sendall(b"0\r\nX-Trailer: a\r\n\r\nGET /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        heard = read_all(client)
    assert hashlib.sha256(b"".join(parts)).hexdigest().encode() in heard
    assert heard.count(b"HTTP/1.1 200 OK") == 2


def test_a_client_that_waits_for_leave_to_send_gets_it(door: Server) -> None:
    with door.connect() as client:
        client.sendall(b"POST /desk/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"abc")
        assert json.loads(one_answer(client)[1])["size"] == 3


def test_a_form_reaches_the_desk_only_when_it_has_arrived_whole(door: Server) -> None:
    Desk.requests.clear()
    begun = [door.connect() for _ in range(8)]
    for client in begun:
        client.sendall(b"POST /desk/login/ HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\na")
    assert door.ask("/desk/").status == 200
    assert Desk.requests == ["/desk/"]
    begun[0].sendall(b"b" * 59_999)
    assert json.loads(one_answer(begun[0])[1])["size"] == 60_000
    for client in begun:
        client.close()


@pytest.mark.parametrize("framing", [b"Content-Length: 70000", b"Transfer-Encoding: chunked"])
def test_a_stranger_sends_the_desk_nothing_long(door: Server, framing: bytes) -> None:
    Desk.requests.clear()
    head = b"POST /desk/login/ HTTP/1.1\r\nHost: a\r\nCookie: stranger\r\n" + framing + b"\r\n\r\n"
    with door.connect() as client:
        client.sendall(head)
        status, body = one_answer(client)
    assert (status, body) == (403, b"Sign in before you send anything this large.\n")
    assert set(Desk.requests) == {"/desk/may-send/"}


def test_a_program_with_a_token_sends_the_desk_something_long(door: Server) -> None:
    """The desk is asked about the token; the stub takes any."""
    headers = {"Cookie": "stranger", "Authorization": "Bearer x"}
    answer = door.ask("/desk/api/v1/pictures/", headers, method="POST", body=b"a" * 100_000)
    assert (answer.status, json.loads(answer.body)["size"]) == (200, 100_000)


def test_pages_and_desk_share_a_connection_in_order(door: Server) -> None:
    ahead = b"GET /desk/a HTTP/1.1\r\nHost: a\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n"
    last = b"POST /desk/b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
    heard = door.say(ahead + last)
    places = [heard.index(b'"path": "/desk/a"'), heard.index(b"User-agent"), heard.index(b'"path": "/desk/b"')]
    assert places == sorted(places)


def test_an_answer_without_a_length_ends_where_the_desk_ends_it(door: Server) -> None:
    assert door.ask("/desk/until-close").body == b"until the end"
    assert door.say(b"GET /desk/until-close HTTP/1.0\r\n\r\n").endswith(b"\r\n\r\nuntil the end")


def test_an_early_no_reaches_a_client_that_is_still_sending(door: Server) -> None:
    with door.connect() as client:
        client.sendall(b"POST /desk/refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 90000000\r\n\r\n" + b"a" * 300_000)
        heard = read_all(client)
    assert heard.startswith(b"HTTP/1.1 403")
    assert heard.endswith(b"no")


def test_a_desk_that_breaks_off_is_told_in_a_sentence_or_by_a_broken_answer(door: Server) -> None:
    answer = door.ask("/desk/break")
    assert answer.status == 502
    assert answer.body.startswith(b"The desk broke off")
    cut = door.say(b"GET /desk/half HTTP/1.1\r\nHost: a\r\n\r\n")
    assert cut.endswith(b"only this")
    assert door.ask("/desk/").status == 200


def test_a_request_that_two_servers_could_read_differently_never_reaches_the_desk(door: Server) -> None:
    for framing in (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Transfer-Encoding: chunked, gzip\r\n"):
        heard = door.say(b"POST /desk/ HTTP/1.1\r\nHost: a\r\n" + framing + b"\r\n0\r\n\r\n")
        assert heard.startswith(b"HTTP/1.1 400")


def test_clients_that_leave_in_the_middle_leave_nothing_behind(door: Server) -> None:
    for _ in range(30):
        client = door.connect()
        client.sendall(b"POST /desk/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc")
        client.close()
        client = door.connect()
        client.sendall(b"GET /desk/big HTTP/1.1\r\nHost: a\r\n\r\n")
        client.recv(10)
        client.close()
    assert door.ask("/desk/").status == 200


def test_a_desk_that_is_not_up_yet_is_said_so_and_found_when_it_comes(public: Path, tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk"
        with running_door(public, f"--desk-socket={path}") as door:
            for method in ("GET", "POST"):
                answer = door.ask("/desk/", method=method)
                assert answer.status == 503
                assert answer.body == b"The desk is not up yet. Please try again in a moment.\n"
                assert answer.headers["cache-control"] == "no-store"
            with desk_at(path):
                assert door.ask("/desk/").status == 200
            path.touch()  # a socket that nobody listens at any more
            assert door.ask("/desk/").status == 503
            assert door.ask("/en/").status == 200
