"""The first page and the report on the edition say how things stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from tamizdat.desk import attention, edition_report, release
from tamizdat.desk.budget import days, plans
from tamizdat.desk.edition_report import Due, EditionReport, Failure
from tamizdat.desk.pictures import rights
from tamizdat.desk.release import Release
from tamizdat.newsroom.models import Article

Make = Callable[..., Article]


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> Callable[[EditionReport], None]:
    return lambda report: monkeypatch.setattr(edition_report, "read", lambda: report)


def test_what_is_under_way_and_what_is_out(editor: Client, draft: Make, published: Make) -> None:
    draft("A road"), published("A bridge"), published("Дорога", "ru")
    page = editor.get("/desk/").content.decode()
    under_way, _, out = page.partition("In progress")[2].partition("Recently published")
    assert "A road" in under_way
    assert "A bridge" not in under_way
    assert "A bridge" in out
    assert "Дорога" in out
    assert "The Pass" in page
    for word in ("Wagtail", "editor guide", "Snippet"):
        assert not re.search(rf"\b{word}\b", page)


def test_all_is_well(editor: Client, reported: Callable[[EditionReport], None]) -> None:
    ago = timezone.now() - timedelta(minutes=3)
    reported(EditionReport(last_bake_at=ago, files=812, worker_running=True))
    for address in ("/desk/", "/desk/reports/edition/"):
        page = editor.get(address).content.decode()
        assert "812 files" in page
        assert "3\xa0minutes" in page
        assert "Everything published is on the site." in page
        assert "desk-alarm" not in page


def test_what_fails_is_shown_with_its_reason(editor: Client, reported: Callable[[EditionReport], None]) -> None:
    failure = Failure(
        page="/en/2026/11/<b>/", why="The picture a.jpg is missing", since=datetime(2026, 11, 2).astimezone()
    )
    due = Due(moment=timezone.now() + timedelta(hours=1), what="an embargo ends")
    reported(
        EditionReport(waiting=4, oldest=timedelta(minutes=9), failures=(failure,), worker_running=True, next_due=due)
    )
    page = editor.get("/desk/reports/edition/").content.decode()
    for words in ("4 changes are waiting", "9\xa0minutes", "1 page could not be updated", "The picture a.jpg is missing",
                  "an embargo ends", "/en/2026/11/&lt;b&gt;/", "Publishing is slow right now"):  # fmt: skip
        assert words in page
    assert "What failed, and what to do" in editor.get("/desk/").content.decode()


def test_a_worker_that_does_not_run_is_the_first_thing_to_know(
    editor: Client, reported: Callable[[EditionReport], None]
) -> None:
    reported(EditionReport(waiting=1, oldest=timedelta(seconds=5)))
    page = editor.get("/desk/").content.decode()
    assert "Publishing has stopped" in page
    assert "less than a minute" in page


def test_what_needs_a_person_is_said_and_else_nothing(
    editor: Client, administrator: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.NEWSROOM = replace(settings.NEWSROOM, folder=tmp_path)
    record = settings.NEWSROOM.last_backup
    record.parent.mkdir()
    assert "There is no backup yet." in editor.get("/desk/").content.decode()
    record.write_text((timezone.now() - timedelta(days=9)).isoformat())
    assert "The last backup is 9 days old." in editor.get("/desk/").content.decode()
    record.write_text((timezone.now() - timedelta(hours=2)).isoformat())
    monkeypatch.setattr(attention, "free_bytes", lambda: 10**12)
    page = editor.get("/desk/").content.decode()
    assert "Needs attention" not in page
    assert "Last backup 2\xa0hours ago" in page
    monkeypatch.setattr(attention, "free_bytes", lambda: 10**8)
    assert "95.4\xa0MB are free on the disk" in editor.get("/desk/").content.decode()
    notice = {"en": "Sign-in can be bypassed: upgrade to 9.9.", "ru": "Вход можно обойти."}
    old = Release(version="1.0", released=date(2020, 1, 1), notices=(notice,))
    monkeypatch.setattr(release, "read", lambda: old)
    page = administrator.get("/desk/").content.decode()
    assert "upgrade to 9.9." in page
    assert "look for a newer version" in page
    assert "upgrade to 9.9." not in editor.get("/desk/").content.decode()


def test_rights_to_pictures_that_end_are_said(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "expiring", lambda: SimpleNamespace(count=lambda: 1))
    page = html.document_fromstring(editor.get("/desk/").content)
    said = page.xpath("//section[@class='desk-attention']//a[@href='/desk/reports/rights/']/text()")
    assert said == ["The rights to 1 picture end within two weeks."]


def test_what_failed_goes_first(editor: Client, reported: Callable[[EditionReport], None]) -> None:
    def is_first() -> bool:
        page = editor.get("/desk/").content.decode()
        return page.index("desk-panel--edition") < page.index("In progress")

    reported(EditionReport(worker_running=True, last_bake_at=timezone.now()))
    assert not is_first()
    reported(EditionReport(worker_running=True, trouble="The disk is full."))
    assert is_first()


def test_today_shows_the_budget(editor: Client, published: Make) -> None:
    published("A bridge")
    plans.make(["en"], title="A road", day=days.today())
    plans.make(["en"], title="Forgotten", day=days.today() - timedelta(days=1))
    today = editor.get("/desk/").content.decode().partition("In progress")[0]
    for words in ("A bridge", "A road", "1 story is late"):
        assert words in today
    assert "Forgotten" not in today


def test_the_first_page_asks_as_much_when_there_is_more(editor: Client, draft: Make, published: Make) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get("/desk/")
        return len(queries)

    def more(number: int) -> None:
        published(f"Out {number}"), draft(f"Draft {number}"), plans.make(["en"], title="Planned", day=days.today())

    more(0)
    editor.get("/desk/")
    before = cost()
    for number in range(1, 4):
        more(number)
    assert cost() == before


def test_the_menu_holds_what_a_newsroom_needs(editor: Client) -> None:
    page = editor.get("/desk/").content.decode()
    for words in ("New story", "Stories", "Sections and authors", "Regions", "The newsroom", "Site"):
        assert f'"{words}"' in page, words
    for words in ("Pages", "Snippets", "Aging pages", "Workflows", "Editor Guide"):
        assert f'"{words}"' not in page, words


def test_what_comes_next_is_named_and_not_numbered(
    editor: Client, published: Make, reported: Callable[[EditionReport], None]
) -> None:
    story = published("A bridge")
    for what, named in (
        (f"article:{story.pk}", "“A bridge”"),
        ("article:987654", "a story"),
        ("region:5", "a page of the site"),
    ):
        reported(EditionReport(worker_running=True, next_due=Due(moment=timezone.now(), what=what)))
        page = editor.get("/desk/reports/edition/").content.decode()
        assert f"Next: {named}, " in page
        assert what not in page


def test_the_menu_has_one_search_and_it_finds_drafts_too(editor: Client) -> None:
    page = editor.get("/desk/").content.decode()
    assert page.count("/desk/pages/search/") == 1
    assert "/desk/search/" not in page
    assert editor.get("/desk/pages/search/", {"q": "road"}).url == "/desk/search/?q=road"


def test_a_page_that_is_not_there_leads_home_and_names_no_framework(editor: Client) -> None:
    answer = editor.get("/desk/nothing/")
    page = html.fromstring(answer.content)
    assert answer.status_code == 404
    assert "Wagtail" not in page.text_content()
    assert page.xpath("//main//a/@href") == ["/desk/"]
