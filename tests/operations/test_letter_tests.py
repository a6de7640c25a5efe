"""A letter to one address, past the queue."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from tamizdat.letters import BadAddress, LettersError
from tamizdat.newsroom.models import Letter, LetterText
from tamizdat.operations.errors import OperationError
from tamizdat.operations.letter_tests import send_test
from tests.edition.newsroom import SmallNewsroom
from tests.operations.test_letters import list_of


@pytest.fixture
def room(db, settings, tmp_path: Path) -> SmallNewsroom:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    return SmallNewsroom(tmp_path)


def letter_in(room: SmallNewsroom, slug: str = "weekly", **subjects: str) -> Letter:
    letter = Letter(list=list_of(room, slug))
    letter.texts.set([LetterText(language=language, subject=subject) for language, subject in subjects.items()])
    letter.save()
    return letter


@pytest.fixture
def at(tmp_path: Path):
    mail = replace(settings.NEWSROOM.mail, server="folder:mail", sender="news@example.org")
    return replace(settings.NEWSROOM, folder=tmp_path, canonical="https://example.org", mail=mail)


def test_it_goes_to_one_address_in_each_of_its_languages(room: SmallNewsroom, at, tmp_path: Path) -> None:
    letter = letter_in(room, en="The bridge", ru="Мост")
    assert send_test(at, letter, "editor@example.org") == 2
    assert send_test(at, letter, "editor@example.org", ["ru"]) == 1
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (tmp_path / "mail/new").iterdir()
    ]
    assert sorted(str(one["Subject"]) for one in found) == ["[Test] The bridge", "[Проба] Мост", "[Проба] Мост"]
    assert {str(one["To"]) for one in found} == {"editor@example.org"}
    assert all("DKIM-Signature" in one for one in found)
    for one in found:
        line = "This is a test" if "bridge" in str(one["Subject"]) else "Это пробное письмо"
        assert all(line in one.get_body((kind,)).get_content() for kind in ("plain", "html"))


def test_what_keeps_it_from_going_is_said(room: SmallNewsroom, at) -> None:
    letter = letter_in(room, en="The bridge")
    with pytest.raises(BadAddress):
        send_test(at, letter, "nobody")
    with pytest.raises(LettersError, match="names no server"):
        send_test(replace(at, mail=settings.NEWSROOM.mail), letter, "editor@example.org")
    with pytest.raises(OperationError, match="no text"):
        send_test(at, letter_in(room, "daily"), "editor@example.org")
