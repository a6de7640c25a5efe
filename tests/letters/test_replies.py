"""What readers ask for by mail, in their words, and what is left for the newsroom."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import tamizdat
from tamizdat.letters.incoming.replies import Wish, request_of
from tamizdat.letters.incoming.returned import parse
from tamizdat.letters.return_path import tag_of_token, token_of

REPLIES = "news@example.org"


def mail(*, to: str = REPLIES, subject: str = "", text: str = "") -> bytes:
    return (
        f"From: =?utf-8?q?=D0=90=D0=BD=D0=BD=D0=B0?= <anna@example.net>\r\nTo: {to}\r\nSubject: {subject}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}"
    ).encode()


@pytest.mark.parametrize(
    ("subject", "text", "wish", "argument"),
    [
        ("join", "", Wish.JOIN, ""),
        ("Subscribe", "", Wish.JOIN, ""),
        ("join weekly", "", Wish.JOIN, "weekly"),
        ("Re: Weekly letter", "STOP\n\n> what was quoted", Wish.LEAVE, ""),
        ("RE: Fwd: leave", "", Wish.LEAVE, ""),
        ("=?utf-8?b?0J7RgtC/0LjRgdCw0YLRjNGB0Y8=?=", "", Wish.LEAVE, ""),
        ("", "Подписка\n", Wish.JOIN, ""),
        ("language ru", "", Wish.LANGUAGE, "ru"),
        ("Ответ: язык ka", "", Wish.LANGUAGE, "ka"),
        ("pause 30", "", Wish.PAUSE, "30"),
    ],
)
def test_one_word_is_enough(subject: str, text: str, wish: Wish, argument: str) -> None:
    request = request_of(parse(mail(subject=subject, text=text)), REPLIES)
    assert request
    assert (request.wish, request.argument, request.address) == (wish, argument, "anna@example.net")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Stop printing lies about the bridge", ""),
        ("About your story", "I want to tell you something.\n> leave"),
        ("", ""),
        ("=?no-such-charset?b?zzzz?=", "Hello"),
    ],
)
def test_a_letter_to_the_newsroom_is_left_alone(subject: str, text: str) -> None:
    assert request_of(parse(mail(subject=subject, text=text)), REPLIES) is None


def test_a_tag_survives_servers_that_change_the_case_and_a_change_of_domains() -> None:
    for length in range(18, 40):
        token = base64.urlsafe_b64encode(os.urandom(length)).decode().rstrip("=")
        tag = tag_of_token(token)
        assert token_of(tag) == token_of(tag.upper()) == token
        assert tag.isascii()
        assert tag.isalnum()
    request = request_of(parse(mail(to="<NEWS+ABC234@old-name.example>", subject="Re: whatever")), REPLIES)
    assert request
    assert (request.wish, request.tag) == (Wish.TAG, "ABC234")
    assert token_of("!!") == ""


@pytest.mark.parametrize(
    "folder", sorted(Path(tamizdat.__file__).parent.glob("theme/locale/*")), ids=lambda one: one.name
)
def test_the_words_that_the_site_names_are_understood(folder: Path) -> None:
    with (folder / "LC_MESSAGES" / "tamizdat.po").open("rb") as file:
        catalogue = read_po(file)

    def asked(sentence: str) -> tuple[Wish, str]:
        message = catalogue.get(sentence)  # the English one names only what it changes
        written = (message and str(message.string)) or sentence
        word = re.findall(r"[“«„]([^“”»]+)[“”»]", written)[0]
        request = request_of(parse(mail(text=word)), REPLIES)
        assert request, word
        return request.wish, request.language

    # Who joins gets letters in the language of the word.
    assert asked("If you can’t use this form, email us with the subject “join”:") == (Wish.JOIN, folder.name)
    assert asked("You can also write to us: reply “leave” to any email to unsubscribe.")[0] == Wish.LEAVE
