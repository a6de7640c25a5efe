"""Newsletters at the running door: signing up, links from mails, choices; and those who mean harm."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tamizdat.door.letters.forms import JoinForm, choices, is_one_click, join_form, query_of
from tamizdat.door.reply import Request
from tamizdat.letters import subscribing
from tamizdat.letters.incoming import webhook
from tamizdat.letters.links import CONFIRM, LEAVE, LEAVE_ALL, PREFERENCES, Links, load_key
from tamizdat.letters.store import consents, lists, readers, shown
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.lists import MailingList
from tamizdat.letters.store.readers import Reader
from tamizdat.newsroom.paths import NEWSLETTER_MESSAGES
from tests.door.client import Answer, Server, running_door
from tests.door.editions import LANGUAGES, write_edition, write_file

FORM = "application/x-www-form-urlencoded"
SHOWN = ("en", "We store your address.")
WEEKLY, NORTH, CLOSED = 1, 2, 3
ADDRESS = "reader@example.org"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newsroom")
    folder.chmod(0o755)
    write_edition(folder)
    for language in LANGUAGES.split(","):
        for page in NEWSLETTER_MESSAGES:
            path = f"{language}/newsletter/{page}/index.html"
            write_file(folder / "public", path, f"<!doctype html><title>{language} {page}</title>".encode())
        shell = f"<!doctype html><html lang={language}><main><!--letters-->none<!--/letters--></main>"
        write_file(folder / "public", f"{language}/newsletter/preferences/index.html", shell.encode())
        write_file(folder / "public", f"{language}/newsletter/texts.json", b'{"Save": "Keep"}')
    return folder / "public"


class Room:
    """A door with a letters database of its own."""

    def __init__(self, folder: Path, door: Server) -> None:
        self.address = folder / "letters.sqlite3"
        self.store, self.key, self.door = Store(str(self.address)), load_key(folder), door
        self.links = Links(self.key)

    def ask(self, path: str, **headers: str) -> Answer:
        return self.door.ask(f"/api/letters/{path}", {"X-Forwarded-For": "203.0.113.1", **headers})

    def post(self, path: str, *fields: tuple[str, str], **headers: str) -> Answer:
        given = {"Content-Type": FORM, "X-Forwarded-For": "203.0.113.1", **headers}
        return self.door.ask(f"/api/letters/{path}", given, "POST", urlencode(fields).encode())

    def join(self, address: str = ADDRESS, number: int = WEEKLY, language: str = "en", **headers: str) -> Answer:
        fields = [("email", address), ("language", language), ("list", str(number)), ("shown", shown.digest(*SHOWN))]
        return self.post("join", *fields, **headers)

    def reader(self, address: str = ADDRESS) -> Reader:
        found = readers.by_address(self.store, address)
        assert found is not None
        return found

    def token(self, action: str, number: int = 0) -> str:
        return self.links.token(action, self.reader().id, number)

    def subscribed(self) -> Reader:
        """A reader of the weekly list."""
        now = int(time.time())
        self.join()
        link = self.links.read(self.token(CONFIRM))
        assert link
        assert subscribing.confirm(self.store, link, now)
        return self.reader()

    def state(self, number: int = WEEKLY) -> str:
        found = {one.list: one.state for one in readers.subscriptions(self.store, self.reader().id)}
        return found.get(number, "")

    def queued(self) -> list[tuple[str, str]]:
        with self.store.reading() as db:
            return db.execute("SELECT address, kind FROM letters_single ORDER BY id")


@contextmanager
def room_with(edition: Path, folder: Path, *options: str, output: Path | None = None) -> Iterator[Room]:
    store = Store(str(folder / "letters.sqlite3"))
    texts = {"en": {"name": "The week", "description": "On Fridays."}, "ru": {"name": "Неделя"}}
    lists.replace(
        store,
        [
            MailingList(id=WEEKLY, slug="weekly", is_open=True, texts=texts),
            MailingList(id=NORTH, slug="north", is_open=True, texts={"en": {"name": "The north"}}),
            MailingList(id=CLOSED, slug="past", is_open=False, texts={"en": {"name": "The past"}}),
        ],
    )
    shown.put(store, [SHOWN])
    given = (f"--languages={LANGUAGES}", f"--letters={folder / 'letters.sqlite3'}", f"--keys={folder}", *options)
    with running_door(edition, "--trust-forwarded", *given, output=output) as door:
        yield Room(folder, door)


@pytest.fixture
def room(edition: Path, tmp_path: Path) -> Iterator[Room]:
    with room_with(edition, tmp_path) as made:
        yield made


# Signing up


def test_a_form_asks_the_reader_to_confirm_and_records_what_was_shown(room: Room) -> None:
    answer = room.join(f"  {ADDRESS} ", language="ru")
    assert (answer.status, answer.headers["location"]) == (303, "/ru/newsletter/check/")
    assert answer.headers["cache-control"] == "no-store"
    reader = room.reader()
    assert (reader.state, reader.language, room.state()) == ("pending", "ru", "pending")
    assert room.queued() == [(ADDRESS, "confirm")]
    (step,) = consents.of_reader(room.store, reader.id)
    assert (step.action, step.how, step.shown) == ("asked", "form", shown.digest(*SHOWN))
    assert b"203.0.113" not in b"".join(path.read_bytes() for path in room.address.parent.glob("letters.sqlite3*"))


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(room: Room) -> None:
    room.subscribed()
    answers = [room.join(), room.join("new@example.org"), room.join("new@example.org")]
    assert len({(answer.status, answer.body, answer.headers["location"]) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ({"email": "nobody"}, "wrong-address"),
        ({"email": "a@b@example.org"}, "wrong-address"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "wrong-address"),
        ({"list": "", "email": ""}, "no-newsletter"),
        ({"list": "x"}, "no-newsletter"),
        ({"list": str(CLOSED)}, "no-newsletter"),
        ({"website": "http://spam.example"}, "not-possible"),
    ],
)
def test_a_page_says_why_a_form_was_not_taken(room: Room, fields: dict[str, str], page: str) -> None:
    given = {"email": ADDRESS, "language": "ru", "list": str(WEEKLY), **fields}
    answer = room.post("join", *given.items())
    assert (answer.status, f"ru {page}".encode() in answer.body) == (400, True)
    assert readers.by_address(room.store, ADDRESS) is None


def test_a_page_can_ask_whether_there_is_somewhere_to_sign_up(room: Room) -> None:
    assert room.ask("join").status == 204
    assert room.ask("other").status == 404
    assert room.door.ask("/api/letters/join", method="DELETE").status == 405


def test_without_a_database_nothing_is_taken(edition: Path) -> None:
    with running_door(edition, f"--languages={LANGUAGES}") as door:
        assert door.ask("/api/letters/join").status == 404


def test_one_network_is_held_back_and_others_are_not(room: Room) -> None:
    statuses = [room.join(f"r{number}@example.org").status for number in range(70)]
    assert statuses.count(303) >= 60
    assert 429 in statuses
    assert room.join("other@example.org", **{"X-Forwarded-For": "203.0.113.2"}).status == 303


def test_another_site_cannot_sign_up_or_change_through_its_visitors(room: Room) -> None:
    other = {"Sec-Fetch-Site": "cross-site"}
    assert room.join(**other).status == 403
    room.subscribed()
    assert room.post(f"preferences?t={room.token(PREFERENCES)}", ("do", "leave-all"), **other).status == 403
    assert room.post(f"leave?t={room.token(LEAVE, WEEKLY)}", **other).status == 403
    assert room.state() == "active"


def test_a_flood_mails_each_stranger_once_and_costs_few_transactions(room: Room) -> None:
    """Four threads send 400 forged sign-ups for 100 people, each from a network of its own."""

    def flood(part: int) -> None:
        for number in range(100):
            source = {"X-Forwarded-For": f"198.51.{part}.{number}"}
            statuses.append(room.join(f"stranger{number}@example.org", **source).status)

    statuses: list[int] = []
    threads = [threading.Thread(target=flood, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 400
    assert sorted(room.queued()) == sorted((f"stranger{number}@example.org", "confirm") for number in range(100))


def test_a_store_that_fails_is_told_on_a_page_and_nothing_is_said_to_be_done(edition: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with room_with(edition, tmp_path, output=log) as room:
        room.store.close()
        for path in tmp_path.glob("letters.sqlite3*"):
            path.unlink()
        room.address.mkdir()
        answer = room.join()
        assert (answer.status, b"en not-possible" in answer.body) == (503, True)
        room.address.rmdir()
        lists.replace(
            Store(str(room.address)), [MailingList(id=WEEKLY, slug="weekly", is_open=True, texts={"en": {"name": "W"}})]
        )
        assert room.join().status == 303
    assert "letters.sqlite3" in log.read_text()
    assert ADDRESS not in log.read_text()


# Links


def test_opening_a_link_changes_nothing_and_pressing_its_button_does(room: Room) -> None:
    room.join()
    path = f"confirm?t={room.token(CONFIRM)}"
    page = room.ask(path)
    assert (page.status, page.headers["cache-control"]) == (200, "no-store")
    assert b"The week" in page.body
    assert f'action="/api/letters/{path}" method="post"'.encode() in page.body
    assert room.state() == "pending"
    for _ in range(2):
        answer = room.post(path)
        assert (answer.status, answer.headers["location"]) == (303, "/en/newsletter/confirmed/")
    assert room.state() == "active"

    path = f"leave?t={room.token(LEAVE, WEEKLY)}"
    assert b"The week" in room.ask(path).body
    assert room.state() == "active"
    assert room.post(path).headers["location"] == "/en/newsletter/left/"
    assert room.state() == "left"
    assert room.post(path).status == 303


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
        ),
    ],
)
def test_a_mail_program_unsubscribes_with_one_request_from_anywhere(room: Room, kind: str, body: bytes) -> None:
    room.subscribed()
    headers = {"Content-Type": kind, "Sec-Fetch-Site": "cross-site"}
    answer = room.door.ask(f"/api/letters/leave?t={room.token(LEAVE, WEEKLY)}", headers, "POST", body)
    assert (answer.status, b"en left" in answer.body) == (200, True)
    assert "set-cookie" not in answer.headers
    assert room.state() == "left"


def test_a_false_link_is_answered_like_one_whose_reader_is_gone(room: Room) -> None:
    reader = room.subscribed()
    other = Links(b"another key").token
    for page, action in (("confirm", CONFIRM), ("leave", LEAVE_ALL), ("preferences", PREFERENCES)):
        gone = room.links.token(action, reader.id + 1)
        tokens = ["", "x", "%0d%0aX:%20y", other(action, reader.id), gone]
        answers = [ask(f"{page}?t={token}") for token in tokens for ask in (room.ask, room.post)]
        assert {(answer.status, answer.body) for answer in answers} == {(404, answers[0].body)}
        assert b"en wrong-link" in answers[0].body
    assert room.ask(f"preferences?t={room.token(LEAVE, WEEKLY)}").status == 404, "a link is good for what it says"
    assert room.post(f"confirm?t={room.token(PREFERENCES)}").status == 404
    assert room.state() == "active"
    russian = {"Accept-Language": "ru"}
    assert b"ru wrong-link" in room.ask("confirm?t=x", **russian).body


# Choices


def test_choices_are_shown_and_saved_in_the_readers_language(room: Room) -> None:
    room.subscribed()
    path = f"preferences?t={room.token(PREFERENCES)}"
    page = room.ask(path).body.decode()
    assert re.search(rf'name="list" value="{WEEKLY}" checked', page)
    assert re.search(rf'name="list" value="{NORTH}">', page)
    assert "The past" not in page, "closed, and not the reader's"
    assert ">Keep</button>" in page, "in the newsroom's own words"
    assert ADDRESS not in page, "a letter that was passed on does not tell whose it was"

    until = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 10 * 86_400))
    chosen = [
        ("list", str(NORTH)),
        ("list", str(CLOSED)),
        ("language", "ru"),
        ("discreet", "1"),
        ("paused_until", until),
    ]
    answer = room.post(path, *chosen, ("do", "save"))
    assert (answer.status, answer.headers["location"]) == (303, f"/api/letters/{path}&said=saved")
    reader = room.reader()
    assert (reader.language, reader.wants_text, reader.discreet) == ("ru", False, True)
    assert reader.paused_until == pytest.approx(time.time() + 10 * 86_400, abs=86_400)
    assert (room.state(WEEKLY), room.state(NORTH), room.state(CLOSED)) == ("left", "active", "")
    saved = room.ask(f"{path}&said=saved").body.decode()
    assert "<html lang=ru>" in saved
    assert "Сохранено." in saved
    assert f'value="{until}"' in saved


def test_a_reader_leaves_asks_for_their_data_and_is_erased(room: Room) -> None:
    reader = room.subscribed()
    path = f"preferences?t={room.token(PREFERENCES)}"
    for _ in range(2):
        assert room.post(path, ("do", "mail-data")).headers["location"].endswith("said=mailed")
    assert room.queued().count((ADDRESS, "data")) == 1
    assert room.post(path, ("do", "leave-all")).headers["location"] == "/en/newsletter/left/"
    assert room.state() == "left"
    erased = room.post(path, ("do", "erase"))
    assert (erased.status, b"Your data has been erased" in erased.body) == (200, True)
    assert readers.one(room.store, reader.id) is None
    assert room.post(path, ("do", "erase")).status == 404


def test_a_providers_report_stops_letters_and_needs_the_secret_of_its_address(room: Room) -> None:
    reader = room.subscribed()
    link = f"<https://now.example/api/letters/leave?t={room.token(LEAVE, WEEKLY)}>"
    report = (
        b"Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nspam\r\n"
        b"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nList-Unsubscribe: "
        + link.encode()
        + b"\r\nSubject: x\r\n\r\n"
        + b"text\r\n" * 15_000
        + b"\r\n--b--\r\n"
    )
    address = webhook.address("", room.key)
    kind = {"Content-Type": "message/rfc822"}
    false = room.door.ask("/api/letters/returned?t=x", kind, "POST", report)
    assert (false.status, room.reader().state) == (404, "active")
    assert room.door.ask(address, kind, "POST", b"hello").status == 204
    assert room.reader().state == "active"
    form = b'--c\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + report + b"\r\n--c--\r\n"
    answer = room.door.ask(address, {"Content-Type": "multipart/form-data; boundary=c"}, "POST", form)
    assert (answer.status, answer.body) == (204, b"")
    assert readers.one(room.store, reader.id).state == "complained"


# Without a door


def test_forms_are_read_within_bounds() -> None:
    given = {"email": [ADDRESS], "list": ["2", "2", "1", "-1", "٣", "9" * 10], "language": ["fr"], "shown": ["<b>"]}
    form = join_form(given, ("en", "ru"))
    assert form == JoinForm(address=ADDRESS, language="en", lists=(2, 1), shown="")
    assert query_of(b"&".join([b"t=1"] * 200)) == {}
    today = date(2026, 11, 30)
    for given_date in ("", "2026-11-30", "2026-11-29", "2099-01-01", "soon"):
        assert choices({"paused_until": [given_date]}, ("en",), today).paused_until is None
    assert choices({"paused_until": ["2026-12-01"]}, ("en",), today).paused_until == date(2026, 12, 1)


def test_only_the_words_of_the_standard_are_one_click() -> None:
    def posted(kind: bytes, body: bytes) -> bool:
        return is_one_click(Request(b"POST", b"/", {b"content-type": kind}, body=body))

    assert posted(b"application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click")
    assert not posted(b"application/x-www-form-urlencoded", b"List-Unsubscribe=Two")
    assert not posted(b"application/x-www-form-urlencoded", b"")
    assert not posted(b"text/plain", b"List-Unsubscribe=One-Click")
    assert not posted(b"multipart/form-data; boundary=b", b"--b\r\nname=x\r\n\r\nList-Unsubscribe=One-Click")
