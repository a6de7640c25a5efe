"""What the running door takes in: reads and messages, from readers and from those who mean harm."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamizdat.audience.store import counts, messages
from tamizdat.door.contact_form import MOST_TEXT, ContactMessage, parse_contact_form
from tamizdat.door.form_fields import TRAP
from tests.door.client import PATIENCE, Answer, Server, running_door
from tests.door.editions import LANGUAGES, write_edition, write_file

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
FORM = "application/x-www-form-urlencoded"
STORY = "/en/2026/11/story/"
SINCE = datetime.now(UTC).date() - timedelta(days=1)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newsroom")
    folder.chmod(0o755)
    write_edition(folder)
    public = folder / "public"
    for language in ("en", "ru"):
        write_file(public, f"{language}/contact/sent/index.html", b"<!doctype html><title>Thank you</title>")
        write_file(public, f"{language}/contact/not-sent/index.html", b"<!doctype html><title>Not sent</title>")
    return public


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "audience.sqlite3"


@contextmanager
def door_with(edition: Path, store: Path, *options: str, output: Path | None = None) -> Iterator[Server]:
    given = (f"--languages={LANGUAGES}", f"--audience={store}", *options)
    with running_door(edition, *given, output=output) as server:
        yield server


@pytest.fixture
def taking(edition: Path, store: Path) -> Iterator[Server]:
    with door_with(edition, store, "--trust-forwarded") as server:
        yield server


def tell(door: Server, path: str = STORY, address: str = "203.0.113.1", agent: str = BROWSER, **more: str) -> Answer:
    headers = {"Content-Type": FORM, "User-Agent": agent, "X-Forwarded-For": address}
    return door.ask("/api/read", headers, "POST", urlencode({"path": path, **more}).encode())


def write(door: Server, address: str = "203.0.113.1", headers: dict[str, str] | None = None, **fields: str) -> Answer:
    told = {"Content-Type": FORM, "X-Forwarded-For": address, **(headers or {})}
    return door.ask("/api/contact", told, "POST", urlencode({"language": "en", **fields}).encode())


def eventually(look: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


# Reads


def test_a_read_is_counted_once_a_reader_and_a_day_and_stored_when_the_door_stops(edition: Path, store: Path) -> None:
    with door_with(edition, store, "--trust-forwarded") as door:
        answers = [tell(door), tell(door), tell(door, address="203.0.113.2"), tell(door, kind="republish")]
        assert {(answer.status, answer.body) for answer in answers} == {(204, b"")}
        assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
        assert not any("set-cookie" in answer.headers for answer in answers)
    assert counts.by_page(store, counts.READ, SINCE) == {STORY: 2}
    assert counts.by_page(store, counts.REPUBLISH, SINCE) == {STORY: 1}


def test_reads_reach_the_store_while_the_door_runs(taking: Server, store: Path) -> None:
    tell(taking)
    eventually(lambda: counts.by_page(store, counts.READ, SINCE) == {STORY: 1})


def test_robots_and_what_is_no_page_do_not_count(edition: Path, store: Path) -> None:
    with door_with(edition, store) as door:
        tell(door, agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
        for path in (
            "/en/nothing/",
            "/_/theme/app.1a2b.js",
            "/en/.hidden/",
            "/../etc/passwd",
            "/en/feed.xml",
            "/desk/",
        ):
            assert tell(door, path=path).status == 204
        tell(door, path=STORY + "?from=letter")
    assert counts.by_page(store, counts.READ, SINCE) == {STORY: 1}


def test_a_page_in_another_script_has_one_name(edition: Path, store: Path) -> None:
    with door_with(edition, store, "--trust-forwarded") as door:
        tell(door, path="/en/2026/11/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F/")
        tell(door, path="/en/2026/11/%d0%b8%d1%81%d1%82%d0%be%d1%80%d0%b8%d1%8f/", address="203.0.113.2")
        tell(door, path="/en/2026/11/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F/index.html", address="203.0.113.3")
    read = counts.by_page(store, counts.READ, SINCE)
    assert read["/en/2026/11/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F/"] == 3


def test_one_address_cannot_count_for_ever(edition: Path, store: Path) -> None:
    with door_with(edition, store) as door:
        statuses = [tell(door, agent=f"{BROWSER} {number}").status for number in range(160)]
    assert 429 in statuses
    # A hundred and twenty at once; the test may take a few seconds, each of which allows one more.
    assert 120 <= counts.by_page(store, counts.READ, SINCE)[STORY] == statuses.count(204) < 160


def test_processes_count_a_reader_once(edition: Path, store: Path) -> None:
    with door_with(edition, store, "--processes=3", "--trust-forwarded") as door:
        for _ in range(30):
            assert tell(door).status == 204
        for number in range(20):
            tell(door, address=f"198.51.100.{number}")
    assert counts.by_page(store, counts.READ, SINCE) == {STORY: 21}


def test_another_site_cannot_count_or_write_through_its_visitors(edition: Path, store: Path) -> None:
    with door_with(edition, store) as door:
        for path in ("/api/read", "/api/contact"):
            headers = {"Content-Type": FORM, "User-Agent": BROWSER, "Sec-Fetch-Site": "cross-site"}
            body = urlencode({"path": STORY, "text": "spam"}).encode()
            assert door.ask(path, headers, "POST", body).status == 403
    assert not store.exists()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", FORM, 400),
        (b"path=", FORM, 400),
        (b"path=/en/&kind=like", FORM, 400),
        (b"path=" + b"x" * 2_001, FORM, 400),
        (b"path=%ff%fe", FORM, 400),
        (b"&".join(b"a%d=1" % number for number in range(40)), FORM, 400),
        (b'{"path": "/en/"}', "application/json", 415),
        (b"path=/en/", "multipart/form-data; boundary=x", 415),
    ],
)
def test_what_no_page_sends_is_turned_away(taking: Server, body: bytes, kind: str, status: int) -> None:
    assert taking.ask("/api/read", {"Content-Type": kind, "User-Agent": BROWSER}, "POST", body).status == status


def test_a_body_without_end_is_cut_off(taking: Server) -> None:
    large = b"path=" + b"x" * 70_000
    request = b"POST /api/read HTTP/1.1\r\nHost: x\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b"
    assert taking.say(request % (FORM.encode(), len(large), large)).startswith(b"HTTP/1.1 413 ")
    assert taking.answers()


def test_many_unfinished_forms_are_turned_away_and_pages_go_on(taking: Server) -> None:
    head = (
        b"POST /api/contact HTTP/1.1\r\nHost: x\r\nContent-Type: %b\r\nContent-Length: 60000\r\n\r\ntext="
        % FORM.encode()
    )
    held: list[socket.socket] = []
    try:
        for _ in range(256):
            held.append(taking.connect())
            held[-1].sendall(head)
        eventually(lambda: _refused(taking, head))
        assert taking.answers()
    finally:
        for client in held:
            client.close()
    eventually(lambda: write(taking, text="After the flood").status == 303)


def _refused(door: Server, head: bytes) -> bool:
    with door.connect() as client:
        client.sendall(head + b"x" * 60_000)
        client.settimeout(PATIENCE)
        return client.recv(100).startswith(b"HTTP/1.1 503 ")


def test_pipelined_reads_are_answered_in_order(taking: Server) -> None:
    body = urlencode({"path": STORY}).encode()
    one = (
        b"POST /api/read HTTP/1.1\r\nHost: x\r\nContent-Type: %b\r\nUser-Agent: %b\r\nContent-Length: %d\r\n\r\n%b"
        % (FORM.encode(), BROWSER.encode(), len(body), body)
    )
    page = b"GET /en/ HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    heard = taking.say(one + page + one + last)
    places = [heard.find(mark) for mark in (b" 204 ", b"<title>Front", b"User-agent:")]
    assert -1 not in places
    assert places == sorted(places)
    assert heard.count(b"HTTP/1.1 204 ") == 2


# Messages


def test_a_message_is_kept_before_the_writer_is_thanked(taking: Server, store: Path) -> None:
    answer = write(
        taking, text="The bridge at Zeskari is closed.\r\n\r\nSince Monday.", name=" Nino ", email="n@example.org"
    )
    assert answer.status == 303
    assert answer.headers["location"] == "/en/contact/sent/"
    [kept] = messages.newest(store, 0, 10)
    assert kept.text == "The bridge at Zeskari is closed.\n\nSince Monday."
    assert (kept.name, kept.address, kept.language) == ("Nino", "n@example.org", "en")
    assert write(taking, language="ru", text="Мост закрыт").headers["location"] == "/ru/contact/sent/"
    assert write(taking, language="../../evil", text="A word").headers["location"] == "/en/contact/sent/"


def test_what_cannot_be_sent_is_said_on_a_page_that_names_another_way(taking: Server, store: Path) -> None:
    for fields, status in (
        ({"text": ""}, 400),
        ({"text": " \u200b \n"}, 400),
        ({"text": "x" * (MOST_TEXT + 1)}, 413),
        ({"text": "buy", TRAP: "https://spam.example"}, 400),
    ):
        answer = write(taking, **fields)
        assert answer.status == status
        assert b"<title>Not sent</title>" in answer.body
        assert answer.headers["cache-control"] == "no-store"
    assert messages.newest(store, 0, 10) == []


def test_one_address_cannot_fill_the_inbox_and_others_can_still_write(taking: Server, store: Path) -> None:
    statuses = [write(taking, text=f"{number}").status for number in range(8)]
    assert statuses == [303] * 5 + [429] * 3
    assert write(taking, "203.0.113.9", text="Someone else").status == 303
    assert messages.count(store) == (6, 6)


def test_many_addresses_together_cannot_either(taking: Server, store: Path) -> None:
    statuses = [write(taking, f"203.0.113.{number}", text="x").status for number in range(80)]
    assert statuses[:60] == [303] * 60
    assert statuses.count(429) > 10
    assert messages.count(store)[0] == statuses.count(303)


def test_without_the_thank_you_page_the_door_says_it(public: Path, store: Path) -> None:
    with door_with(public, store) as door:
        answer = write(door, text="A word")
        assert (answer.status, answer.body) == (200, b"Your message has been sent. Thank you.\n")
        answer = write(door, text="")
        assert answer.status == 400
        assert b"write us an email" in answer.body


@pytest.mark.parametrize("spoilt", ["a folder", "no database", "full"])
def test_a_store_that_cannot_be_written_stops_no_page(edition: Path, store: Path, tmp_path: Path, spoilt: str) -> None:
    if spoilt == "a folder":
        store.mkdir()
    elif spoilt == "no database":
        store.write_bytes(b"this is no database" * 300)
    else:
        store = Path("/dev/full")
    log = tmp_path / "log"
    with door_with(edition, store, output=log) as door:
        assert door.answers()
        assert tell(door).status == 204
        answer = write(door, text="The name of my village is Zeskari")
        assert answer.status == 503
        assert b"<title>Not sent</title>" in answer.body
        assert door.answers()
    told = log.read_text()
    assert f"{store} cannot be used" in told
    assert "Zeskari" not in told
    assert STORY not in told


def test_a_door_that_is_killed_keeps_what_it_thanked_for(edition: Path, store: Path) -> None:
    kept = 0
    for _ in range(3):
        with suppress(AssertionError), door_with(edition, store) as door:  # it cannot end well
            for _ in range(5):
                kept += write(door, text="A word").status == 303
            os.kill(door.pid, signal.SIGKILL)
    assert messages.count(store)[0] == kept == 15
    with closing(sqlite3.connect(store)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_another_process_that_holds_the_store_makes_no_reader_wait(edition: Path, store: Path) -> None:
    with door_with(edition, store) as door:
        assert write(door, text="first").status == 303
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert tell(door).status == 204
            body = urlencode({"text": "second"}).encode()
            with door.connect() as client:
                client.sendall(
                    b"POST /api/contact HTTP/1.1\r\nHost: x\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b"
                    % (FORM.encode(), len(body), body)
                )
                assert door.answers()
                other.execute("COMMIT")
                assert client.recv(1000).startswith(b"HTTP/1.1 303 ")
    assert messages.count(store) == (2, 2)


# Whether the door is there


def test_a_page_can_ask_whether_its_form_has_anywhere_to_go(taking: Server, door: Server) -> None:
    assert taking.ask("/api/contact").status == 204
    assert taking.ask("/api/contact", method="HEAD").status == 204
    assert taking.ask("/api/contact", method="PUT").status == 405
    assert taking.ask("/api/anything").status == 404
    assert door.ask("/api/contact").status == 404  # a door that was given no store is as any host of files
    assert door.ask("/api/contact", {"Content-Type": FORM}, "POST", b"text=x").status == 405


def test_nothing_of_a_reader_is_written_down(edition: Path, tmp_path: Path) -> None:
    folder, log = tmp_path / "stores", tmp_path / "log"
    folder.mkdir()
    with door_with(edition, folder / "audience.sqlite3", "--trust-forwarded", output=log) as door:
        tell(door, address="203.0.113.77", agent=BROWSER + " UniqueAgent")
        write(door, address="203.0.113.77", headers={"User-Agent": "UniqueAgent"}, text="A word")
    written = b"".join(path.read_bytes() for path in [*folder.iterdir(), log])
    assert b"203.0.113" not in written
    assert b"UniqueAgent" not in written


# What a letter becomes


@given(st.dictionaries(st.sampled_from(["text", "name", "email", TRAP]), st.text(max_size=300)))
def test_any_letter_is_turned_away_or_made_safe(fields: dict[str, str]) -> None:
    letter = parse_contact_form(fields)
    if isinstance(letter, int):
        assert letter in (400, 413)
        return
    assert letter.text.strip()
    assert not {"\0", "\r", "\u202e", "\ud800"} & set(letter.text + letter.name + letter.address)
    assert "\n" not in letter.name + letter.address
    assert letter.address == "" or letter.address.count("@") == 1


def test_what_is_no_mail_address_is_kept_as_words() -> None:
    letter = parse_contact_form({"text": "A word", "name": "Aigul", "email": "+996 555 000 000"})
    assert letter == ContactMessage(name="Aigul (+996 555 000 000)", address="", text="A word")
    assert parse_contact_form({"text": "x", "email": "a@b\r\nBcc: c@d"}) == ContactMessage(
        name="(a@b Bcc: c@d)", address="", text="x"
    )
