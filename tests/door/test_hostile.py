"""Bad input and faults against the real server: no answer holds what is not public, and the door goes on."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.door.client import PATIENCE, Server, read_all, running_door
from tests.door.editions import AUDIO, SECRET, STORY, write_file

GET = b"GET /en/ HTTP/1.1\r\nHost: a\r\n\r\n"
LAST = b"GET /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

ESCAPES = [
    "/../newsroom.sqlite3", "/en/../../newsroom.sqlite3", "/..%2fnewsroom.sqlite3", "/%2e%2e/newsroom.sqlite3",
    "/%2e%2e%2fnewsroom.sqlite3", "/%252e%252e%252fnewsroom.sqlite3", "/..%5cnewsroom.sqlite3", "/..\\newsroom.sqlite3",
    "/%c0%ae%c0%ae/newsroom.sqlite3", "/%c0%ae%c0%ae%c0%afnewsroom.sqlite3", "/%e0%80%ae%e0%80%ae/newsroom.sqlite3",
    "/..%c0%afnewsroom.sqlite3", "/%uff0e%uff0e/newsroom.sqlite3", "/%EF%BC%8E%EF%BC%8E/newsroom.sqlite3",
    "/en/..;/..;/newsroom.sqlite3", "/en/%00/../../newsroom.sqlite3", "/en/link.html", "/en/link.html%00.html",
    "/en/out/newsroom.sqlite3", "/en/out/public/.secret", "//newsroom.sqlite3", "///etc/passwd", "//etc/passwd",
    "/etc/passwd", "/./.secret", "/.secret", "/%2esecret", "/en/.hidden/", "/en/.hidden/index.html",
    "/en/half.html.tmp", "/en/half.html.TMP", "/en/half.html%2etmp", "/en/pipe.html", "/en//index.html", "/en/./",
    "/proc/self/environ", "/..", "/%2e%2e", "/en/%2e%2e/%2e%2e/newsroom.sqlite3", "/en/\u202e/../..",
    "/en/index.html/../../../newsroom.sqlite3", "/" + "a/" * 2000, "/" + "a" * 5000, "/%", "/%2", "/%zz", "/%ff%fe",
]  # fmt: skip


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_leads_out(door: Server, path: str) -> None:
    raw = path.encode("utf-8")
    heard = door.say(b"GET " + raw + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert heard.split(b" ", 2)[1] in (b"400", b"404"), heard[:100]
    assert SECRET not in heard
    assert b"root:" not in heard


def test_a_sidecar_is_no_address(door: Server) -> None:
    assert (door.ask("/en/2026/11/story/index.html.br").status, door.ask("/en/2026/11/story/index.html").status) == (
        404,
        200,
    )


def test_naughty_strings_as_paths_are_answered_and_lead_nowhere(door: Server, shared_data: Path) -> None:
    lines = (shared_data / "hostile-strings-blns" / "blns.txt").read_bytes().split(b"\n")
    with door.connect() as client:
        for line in filter(None, lines):
            for path in (b"/" + quote(line).encode(), b"/en/" + quote(line, safe="").encode() + b"/"):
                status, body = ask_on(client, path)
                assert status in (200, 301, 404), line
                assert SECRET not in body
    for line in filter(None, lines[::5]):
        heard = door.say(b"GET /" + line + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert heard.startswith(b"HTTP/1.1 "), line
    assert door.answers()


def ask_on(client: socket.socket, path: bytes) -> tuple[int, bytes]:
    client.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    return one_answer(client)


def one_answer(client: socket.socket) -> tuple[int, bytes]:
    heard = b""
    while b"\r\n\r\n" not in heard:
        piece = client.recv(65536)
        assert piece, heard
        heard += piece
    head, _, body = heard.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        piece = client.recv(65536)
        assert piece, heard
        body += piece
    return int(head.split(b" ", 2)[1]), body


def test_a_thousand_random_paths(door: Server) -> None:
    chosen = random.Random(20)
    pieces = ["..", ".", "%2e", "%2f", "%00", "%5c", "/", "//", "en", "out", "link.html", "newsroom.sqlite3", ".secret",
              "_", "map", "0.conf", "index.html", ".br", "%d0", "%ff", "~", "*", "?", "#", "&", ";", "a" * 300]  # fmt: skip
    with door.connect() as client:
        for _ in range(1000):
            path = "/" + "".join(chosen.choices(pieces, k=chosen.randint(1, 9)))
            status, body = ask_on(client, path.encode())
            assert status in (200, 301, 404), path
            assert SECRET not in body, path


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", 431),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(300)) + b"\r\n", 431),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\n" + b"X: aaaa\r\n" * 30_000 + b"\r\n", 431),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET /en/ HTTP/1.1\r\n\r\n", 400),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET /en/ HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n", 400),
        (b"GET /en/ HTTP/1.1\nHost: a\n\n", 400),
        (b"GET /en/ HTTP/3.0\r\nHost: a\r\n\r\n", 400),
        (b"GET /en/ HTTP/0.9\r\n\r\n", 505),
        (b"CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200, 400),
        (b"\0" * 5000, 400),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n", 417),
        (b"POST /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n" + b"a" * 9_000_000, 413),
    ],
)
def test_what_is_not_proper_is_refused_and_the_connection_closed(
    door: Server, request_bytes: bytes, status: int
) -> None:
    with door.connect() as client:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(request_bytes)
        heard = read_all(client)
    assert heard.startswith(b"HTTP/1.1 %d " % status), heard[:200]
    assert b"Connection: close" in heard
    assert door.answers()


def test_one_connection_serves_many_requests(door: Server) -> None:
    with door.connect() as client:
        for _ in range(50):
            assert ask_on(client, b"/en/")[0] == 200
            assert ask_on(client, b"/nowhere/")[0] == 404


def test_requests_sent_ahead_are_answered_in_their_order(door: Server) -> None:
    paths = [b"/robots.txt", b"/_/files/c3/talk.mp3", b"/en/2026/11/story/", b"/en/feed.xml"] * 5
    with door.connect() as client:
        client.sendall(b"".join(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n" for path in paths))
        client.shutdown(socket.SHUT_WR)
        heard = read_all(client)
    sizes = [int(line[15:]) for line in heard.split(b"\r\n") if line.startswith(b"Content-Length:")]
    assert sizes == [14, len(AUDIO), len(STORY), 43] * 5
    assert heard.endswith(b"<feed xmlns='http://www.w3.org/2005/Atom'/>")


def test_a_request_in_single_bytes(door: Server) -> None:
    with door.connect() as client:
        for place in range(len(GET)):
            client.sendall(GET[place : place + 1])
        assert one_answer(client)[0] == 200


def test_http_1_0_closes_unless_it_is_asked_to_stay(door: Server) -> None:
    assert b"Connection: close" in door.say(b"GET /en/ HTTP/1.0\r\n\r\n")
    with door.connect() as client:
        for _ in range(2):
            client.sendall(b"GET /en/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            assert one_answer(client)[0] == 200


def test_an_absolute_target_is_its_path(door: Server) -> None:
    heard = door.say(b"GET http://example.org/en/feed.xml HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert heard.startswith(b"HTTP/1.1 200")


def test_a_wish_to_change_protocols_is_passed_over(door: Server) -> None:
    upgrade = b"GET /en/ HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    assert door.say(upgrade + GET).count(b"HTTP/1.1 200") == 1


def test_half_requests_hold_nobody_up(door: Server) -> None:
    halves = [b"", b"G", b"GET /en/", GET[:-2], b"POST /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"]
    clients = [door.connect() for _ in range(20) for _ in halves]
    try:
        for number, client in enumerate(clients):
            client.sendall(halves[number % len(halves)])
        assert door.answers()
    finally:
        for client in clients:
            client.close()
    assert door.answers()


def test_clients_that_never_read_hold_nobody_up_and_little_memory(door: Server) -> None:
    """Each asks for 64 audio files; what waits for them must not lie in memory."""
    clients = [door.connect() for _ in range(20)]
    try:
        for client in clients:
            client.sendall(b"GET /_/files/c3/talk.mp3 HTTP/1.1\r\nHost: a\r\n\r\n" * 64)
        assert door.answers()
        held = resident(door.pid)
        assert held < 120 * 1024, f"{held} KiB"
    finally:
        for client in clients:
            client.close()


def resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def test_a_file_that_vanishes_or_changes_between_two_looks(tmp_path: Path) -> None:
    """Pages and a large file come and go while they are asked for: each answer is one whole version, or none."""
    stop = threading.Event()

    def churn() -> None:
        for turn in range(1_000_000):
            letter = b"ab"[turn % 2 : turn % 2 + 1]
            write_file(tmp_path, "en/index.html", b"<!doctype html>" + letter * 5_000)
            write_file(tmp_path, "_/files/a/big.bin", letter * 3_000_000)
            if turn % 3 == 0:
                (tmp_path / "en/index.html").unlink()
                (tmp_path / "_/files/a/big.bin").unlink()
            if stop.is_set():
                return

    thread = threading.Thread(target=churn)
    with running_door(tmp_path, "--languages=en") as door:
        thread.start()
        try:
            seen = set()
            for turn in range(90):
                answer = door.ask("/en/" if turn % 3 else "/_/files/a/big.bin")
                assert answer.status in (200, 404)
                seen.add(answer.status)
                if answer.status == 200:
                    assert len(set(answer.body.removeprefix(b"<!doctype html>"))) == 1
        finally:
            stop.set()
            thread.join(PATIENCE)
        assert 200 in seen


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    """A folder where a page was, links in a ring, and a name longer than file systems take."""
    write_file(tmp_path, "en/index.html", b"<!doctype html>")
    (tmp_path / "page.html").mkdir()
    (tmp_path / "ring.html").symlink_to("ring.html")
    return tmp_path


def test_odd_things_in_the_folder_are_not_there(unreadable: Path) -> None:
    with running_door(unreadable) as door:
        for path in ("/page.html", "/page.html/", "/ring.html", "/ring.html/", "/" + "ы" * 200):
            assert door.ask(quote(path)).status == 404
        assert door.answers()


def test_a_slow_head_is_cut_off(public: Path) -> None:
    """With the limit brought down to a second by the test, since nobody should wait fifteen."""
    code = (
        "import sys; from pathlib import Path; from tamizdat.door import limits, serve, DoorSettings;"
        "limits.HEAD_SECONDS = limits.IDLE_SECONDS = 1;"
        "serve(DoorSettings(public=Path(sys.argv[1]), port=int(sys.argv[2])))"
    )
    with running_door(public, code=code) as server:
        slow, idle = server.connect(), server.connect()
        idle.sendall(GET)
        assert one_answer(idle)[0] == 200
        dripping = threading.Thread(target=drip, args=(slow,))
        dripping.start()
        assert read_all(slow) == b""
        assert read_all(idle) == b""
        dripping.join(PATIENCE)
        assert server.answers()


def drip(client: socket.socket) -> None:
    try:
        for place in range(100):
            client.sendall(b"GET /en/ HTTP/1.1\r\nX: " if place == 0 else b"a")
            time.sleep(0.2)
    except OSError:
        pass


def test_a_slow_form_for_the_desk_is_cut_off(public: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tamizdat.door import limits, serve, DoorSettings;"
        "limits.FORM_SECONDS = 1;"
        "serve(DoorSettings(public=Path(sys.argv[1]), port=int(sys.argv[2]), desk_socket=Path('/none')))"
    )
    with running_door(public, code=code) as server:
        slow = server.connect()
        slow.sendall(b"POST /desk/login/ HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
        dripping = threading.Thread(target=drip, args=(slow,))
        dripping.start()
        assert read_all(slow) == b""
        dripping.join(PATIENCE)
        assert server.answers()


def test_one_network_has_a_share_of_the_connections_and_of_the_forms(public: Path) -> None:
    """With the limits brought down by the test."""
    code = (
        "import sys; from pathlib import Path; from tamizdat.door import limits, serve, DoorSettings;"
        "limits.MOST_CONNECTIONS, limits.MOST_BODIES, limits.NETWORK_SHARE = 40, 8, 4;"
        "serve(DoorSettings(public=Path(sys.argv[1]), port=int(sys.argv[2]), desk_socket=Path('/none')))"
    )
    form = b"POST /desk/login/ HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\na"
    with running_door(public, code=code) as server, ExitStack() as open_ones:
        greedy = [open_ones.enter_context(server.connect("127.0.0.9")) for _ in range(10)]
        for client in greedy:
            client.sendall(GET)
            assert one_answer(client)[0] == 200
        with server.connect("127.0.0.9") as eleventh, suppress(ConnectionError):
            eleventh.sendall(GET)
            assert read_all(eleventh) == b""
        with server.connect("127.0.0.10") as other:
            other.sendall(GET)
            assert one_answer(other)[0] == 200
        for client in greedy[:2]:
            client.sendall(form)
        assert server.answers()  # so that they have arrived
        greedy[2].sendall(form)
        assert one_answer(greedy[2])[0] == 503
        with server.connect("127.0.0.10") as other:
            other.sendall(form + b"b" * 59_999)
            assert one_answer(other)[1].startswith(b"The desk is not up yet")
        for client in greedy:
            client.close()
        with server.connect("127.0.0.9") as later:
            later.sendall(form + b"b" * 59_999)
            assert one_answer(later)[1].startswith(b"The desk is not up yet")
