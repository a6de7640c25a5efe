"""The interface speaks the languages that we say it speaks."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from tamizdat.theme import FOLDER
from tests.theme.messages import messages

TEMPLATES = FOLDER / "templates"
PLACE = re.compile(r"%\((\w+)\)s")


def catalogue(language: str):
    path = FOLDER / "locale" / language / "LC_MESSAGES" / "tamizdat.po"
    return read_po(path.read_bytes().splitlines(), locale=language, abort_invalid=True)


def test_russian_is_complete() -> None:
    russian = catalogue("ru")
    missing = []
    for message, plural in messages(TEMPLATES).items():
        found = russian.get(message)
        words = (found.string if isinstance(found.string, tuple) else (found.string,)) if found else ("",)
        if not all(words) or (plural and len(words) != 3):
            missing.append(message)
    assert not missing, "write them into locale/ru/LC_MESSAGES/tamizdat.po"


def test_russian_says_nothing_that_no_template_asks() -> None:
    asked = messages(TEMPLATES)
    known = [
        message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue("ru") if message.id
    ]
    assert not [message for message in known if message not in asked]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_translations_keep_the_places_of_values(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        for words in message.string if isinstance(message.string, tuple) else (message.string,):
            assert set(PLACE.findall(words)) <= set(PLACE.findall(source[-1])), source[0]
