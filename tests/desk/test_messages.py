"""Readers' messages at the desk: read, marked and deleted by those who may, and text whatever a stranger wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from tamizdat.audience.store import messages
from tamizdat.newsroom.actions import people
from tests.desk.conftest import PASSWORD
from tests.desk.test_hostile_site import BY_HAND

NOW = datetime(2026, 11, 24, 9, 41, 30, tzinfo=UTC)
LIST = "/desk/messages/"


@pytest.fixture
def letter(store: Path) -> Callable[..., int]:
    def put(text: str = "The bridge is shut.", **fields: str) -> int:
        messages.put(store, **{"language": "ru", "name": "", "address": "", **fields}, text=text, now=NOW)
        return messages.newest(store, 0, 1)[0].id

    return put


def words(client: Client, address: str) -> str:
    text = html.fromstring(client.get(address).content).find(".//main").text_content()
    return " ".join(text.split())


def test_a_message_is_seen_read_marked_and_deleted(editor: Client, letter: Callable[..., int], store: Path) -> None:
    assert "Nobody has written yet." in words(editor, LIST)
    letter("An older one")
    pk = letter("Dear desk,\n\nthe bridge is shut.", name="Lali", address="lali@road.example")
    assert "2 messages are not read yet." in words(editor, "/desk/")
    page = words(editor, LIST)
    assert page.index("the bridge is shut.") < page.index("24 November 2026, 09:00 ru Lali") < page.index("An older")
    answer = editor.get(f"{LIST}{pk}/")
    assert "Dear desk,\n\nthe bridge is shut." in answer.content.decode()
    assert 'href="mailto:lali@road.example"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "1 message is not read yet." in words(editor, "/desk/")
    editor.post(f"{LIST}change/", {"message": pk, "do": "unread"})
    assert messages.count(store) == (2, 2)
    asked = editor.post(f"{LIST}change/", {"message": pk, "do": "delete"})
    assert "1 message will be erased for good" in asked.content.decode()
    assert messages.count(store) == (2, 2), "deleting asks first"
    editor.post(f"{LIST}change/", {"message": pk, "do": "delete", "sure": "1"})
    assert [left.text for left in messages.newest(store, 0, 9)] == ["An older one"]
    assert editor.get(f"{LIST}{pk}/").status_code == 404
    assert b"Lali" not in store.read_bytes()


def test_who_may_not_read_messages_sees_none_and_changes_none(
    writer: Client, client: Client, administrator: Client, letter: Callable[..., int], store: Path
) -> None:
    pk = letter("For the editors alone")
    for someone in (writer, client):
        for address in (LIST, f"{LIST}{pk}/"):
            answer = someone.get(address)
            assert answer.status_code == 302
            assert b"For the editors" not in answer.content
        answer = someone.post(f"{LIST}change/", {"message": pk, "do": "delete", "sure": "1"})
        assert answer.status_code == 302
    assert messages.count(store) == (1, 1)
    home = writer.get("/desk/").content.decode()
    assert "Messages" not in home
    assert f'"{LIST}"' not in home
    assert f'"{LIST}"' in administrator.get("/desk/").content.decode()


def test_a_request_without_the_desks_own_form_changes_nothing(letter: Callable[..., int], store: Path) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(people.add_user("berta", password=PASSWORD))
    answer = stranger.post(f"{LIST}change/", {"message": letter(), "do": "delete", "sure": "1"})
    assert answer.status_code == 403
    assert messages.count(store) == (1, 1)
    assert stranger.get(f"{LIST}change/?do=delete&message=1").status_code == 405


@pytest.mark.parametrize("text", [*BY_HAND, "\u202egnp.exe", "a" * 5000, "\N{ZERO WIDTH JOINER}" * 300])
def test_a_message_is_text_whatever_it_says(editor: Client, letter: Callable[..., int], text: str) -> None:
    pk = letter(text, name=text[:90], address=f"{text[:40]}?bcc=x@y", language="en")
    for address in (LIST, f"{LIST}{pk}/"):
        tree = html.fromstring(editor.get(address).content.decode()).find(".//main")
        assert not tree.xpath(".//img | .//script | .//iframe | .//svg[@onload] | .//@*[starts-with(name(), 'on')]")
        assert text.strip()[:100] in tree.text_content()
        assert [text[:90]] == [name.text_content() for name in tree.xpath(".//bdi")][:1], "directions end with the name"
    mail = tree.xpath(".//a[starts-with(@href, 'mailto:')]/@href")
    assert len(mail) == 1
    assert re.fullmatch(r"mailto:[\w.%@~/-]+", mail[0]), "no second recipient"


def test_many_messages_come_in_pages(editor: Client, letter: Callable[..., int]) -> None:
    for number in range(1, 34):
        letter(f"Letter {number}.")
    first, second = words(editor, LIST), words(editor, f"{LIST}?p=2")
    assert "Letter 33." in first
    assert "Letter 4." in first
    assert "Letter 3." not in first
    assert "Letter 3." in second
    assert "2 of 2" in words(editor, f"{LIST}?p=99")
    assert "1 of 2" in words(editor, f"{LIST}?p=<b>")


def test_nonsense_is_answered_with_a_word(editor: Client, letter: Callable[..., int], store: Path) -> None:
    letter()
    answer = editor.post(f"{LIST}change/", {"message": ["x", "²", "-1", "9" * 40], "do": "delete"}, follow=True)
    assert "Select messages first." in answer.content.decode()
    editor.post(f"{LIST}change/", {"message": messages.newest(store, 0, 1)[0].id, "do": "burn"})
    assert messages.count(store) == (1, 1)
    assert editor.get(f"{LIST}{'9' * 40}/").status_code == 404


def test_a_broken_store_is_told_in_words(editor: Client, store: Path) -> None:
    store.write_bytes(b"no database" * 1000)
    for address in ("/desk/", LIST, f"{LIST}1/"):
        assert "audience.sqlite3" in editor.get(address).content.decode()
    answer = editor.post(f"{LIST}change/", {"message": 1, "do": "read"}, follow=True)
    assert "audience.sqlite3" in answer.content.decode()
