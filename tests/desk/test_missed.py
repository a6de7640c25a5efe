"""The desk shows what many looked for in vain, and nothing that few did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tamizdat.audience.store import queries

PAGE = "/desk/reports/missed/"


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Path:
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=tmp_path)
    return tmp_path / "audience.sqlite3"


def test_it_shows_what_many_looked_for_by_span(editor: Client, store: Path) -> None:
    today = timezone.localdate()
    queries.add(store, {(today, "en", "<b>bridge"): 7, (today, "ru", "чей-то адрес"): 4})
    queries.add(store, {(today - timedelta(days=20), "ru", "мост"): 5})
    page = editor.get(PAGE).content.decode()
    assert "&lt;b&gt;bridge" in page
    assert ">7<" in page
    assert "мост" in page
    assert "чей-то адрес" not in page
    week = editor.get(f"{PAGE}?days=7").content.decode()
    assert "bridge" in week
    assert "мост" not in week


def test_the_menu_of_reports_leads_there_and_nothing_yet_is_said(editor: Client, store: Path) -> None:
    page = editor.get(f"{PAGE}?days=x'").content.decode()
    assert "Readers found everything they often searched for." in page
    assert PAGE in editor.get("/desk/").content.decode()


def test_a_store_that_cannot_be_read_is_told(editor: Client, store: Path) -> None:
    store.write_bytes(b"no database at all" * 100)
    assert "Look at the disk" in editor.get(PAGE).content.decode()


def test_only_who_signed_in_sees_it(client: Client, store: Path) -> None:
    assert client.get(PAGE).status_code == 302
