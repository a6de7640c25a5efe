"""The desk speaks English and Russian whole, and its catalogues keep every placeholder."""

from __future__ import annotations

import json
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.test import Client
from django.utils.translation.template import templatize

from tamizdat.desk import words

DESK = words.FOLDER.parent
CALLS = ["_", "gettext", "gettext_lazy", "ngettext"]


COUNTED = {"%(model_name)s"}
"""Behind a number a noun has other endings in Russian than by itself: there it may be left out."""


def ours() -> set[str]:
    """Every text that the desk's own code and templates, and the newsroom's models, give to gettext."""
    found = set()
    for path in [*DESK.rglob("*.py"), *DESK.rglob("*.html"), *DESK.with_name("newsroom").rglob("*.py")]:
        text = path.read_text()
        source = templatize(text, origin=str(path)) if path.suffix == ".html" else text
        for _line, _call, message, _comments in extract_python(BytesIO(source.encode()), CALLS, [], {}):
            found.add(message[0] if isinstance(message, tuple) else message)
    return found


def catalogue(language: str) -> Catalog:
    with (words.FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def test_every_text_of_ours_is_in_russian() -> None:
    texts = ours()
    assert len(texts) > 100
    known = catalogue("ru")
    assert {text for text in texts if not (known.get(text) and known.get(text).string)} == set()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_placeholders_survive(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = [
            set(re.findall(r"%\(\w+\)[sd]", text)) for text in (message.id if message.pluralizable else [message.id])
        ]
        for text in message.string if message.pluralizable else [message.string]:
            assert text, message.id
            kept = set(re.findall(r"%\(\w+\)[sd]", text))
            assert kept in (*wanted, *(one - COUNTED for one in wanted)), message.id


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_page_stands_where_a_story_is_meant(language: str) -> None:
    said = " ".join(str(message.string) for message in catalogue(language) if "page_title" in str(message.id))
    assert not re.search(r"\b[Pp]ages?\b|[Сс]траниц", said.replace("page_title", ""))


def test_a_changed_catalogue_is_compiled_again(tmp_path: Path) -> None:
    words.compile_into(tmp_path)
    compiled = tmp_path / "ru" / "LC_MESSAGES" / "django.mo"
    first = compiled.stat().st_mtime_ns
    words.compile_into(tmp_path)
    assert compiled.stat().st_mtime_ns == first
    compiled.write_bytes(b"old")
    os.utime(compiled, (0, 0))
    words.compile_into(tmp_path)
    assert len(compiled.read_bytes()) > 1000


def test_the_desk_in_russian(client: Client, editor: Client) -> None:
    assert "Вход в редакцию" in client.get("/desk/login/", headers={"Accept-Language": "ru"}).content.decode()
    page = editor.get("/desk/", headers={"Accept-Language": "ru"}).content.decode()
    for text in ("Новый материал: Русский", "В работе", ">Сайт<"):
        assert text in page
    for text in ("Новый материал", "Материалы", "Снимки", "Разделы и авторы"):
        assert json.dumps(text) in page, "the menu is JSON"
    assert "Sign in to the desk" in client.get("/desk/login/").content.decode()
